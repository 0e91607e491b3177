"""Instruments, forms and scores as R4 resources: valid, complete, and read back without a loss."""

import copy
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulih.exchange.fhir import (
    Filled,
    answers_from,
    coding_of,
    observations,
    questionnaire,
    questionnaire_response,
)
from pulih.exchange.fhir.questionnaire import required_items
from pulih.language.definitions import LANGUAGES
from pulih.language.instruments import instrument, instruments, versions
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import (
    Answer,
    AnswerSet,
    Clause,
    Coding,
    Instrument,
    Item,
    ItemType,
    Section,
    Start,
    Subscale,
    Words,
    check_answers,
    coded_raw,
    not_asked,
    score,
)
from tests.exchange.r4 import answer_flaws, enabled, flaws, form_flaws, given_by, walked

EVERY = [one for code in instruments() for one in versions(code).values()]
NAMES = [f"{one.code}.{one.version}" for one in EVERY]
each_instrument = pytest.mark.parametrize("of", EVERY, ids=NAMES)
randomly = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def filled(of: Instrument, answers: dict[str, Answer | None], **other: Any) -> Filled:
    facts: dict[str, Any] = {
        "id": "018f2b7e-5d7a-7c3e-9a41-0d6f6c2b1a90",
        "person": "R-0042",
        "authored": date(2026, 11, 20),
        "language": "id",
        "mode": "interview",
        "version": of.version,
        "coding": of.codings[0].code,
        "answers": answers,
    }
    return Filled(**facts | other)


def answer_to(item: Item) -> st.SearchStrategy[Answer]:
    if item.type is ItemType.CHOICE:
        return st.sampled_from(item.values)
    if item.type is ItemType.COUNT:
        return st.integers(item.least, item.most)
    if item.type is ItemType.AMOUNT:
        cents = st.integers(item.least * 100, item.most * 100)
        return st.integers(item.least, item.most) | cents.map(lambda one: one / 100)
    return st.text("aé1 \n\t“", min_size=1, max_size=min(item.most, 30))


@st.composite
def forms(draw: st.DrawFn, of: Instrument, *, gaps: bool = True) -> tuple[str, dict[str, Answer | None]]:
    """A coding, and answers that the instrument takes in it."""
    coding = draw(st.sampled_from(of.codings)).code
    rarely = st.integers(0, 9).map(lambda one: one == 0)
    answers: dict[str, Answer | None] = {}
    for item in of.items:
        if not (gaps and draw(rarely)):
            answers[item.code] = draw(answer_to(item))
    while not (verdict := check_answers(of, answers, coding)):
        for reason in verdict.reasons:
            del answers[reason.facts["item"]]
    return coding, answers


def test_the_validators_find_what_is_wrong() -> None:
    """Else everything below would prove nothing."""
    of = instrument("dast-10")
    form = questionnaire(of, "id")
    response = questionnaire_response(of, filled(of, {"1": 0}))
    (made,) = observations(of, filled(of, {}), score(of, {}, coding="raw"))
    assert flaws(form | {"status": "final"})
    assert flaws(form | {"invented": True})
    assert flaws(made | {"valueQuantity": {"value": 3}})
    assert flaws(made | {"code": "total"})
    assert form_flaws(form | {"item": [*form["item"], form["item"][0]]})
    open_ = questionnaire_response(of, filled(of, {"1": 1}))
    assert answer_flaws(open_ | {"status": "completed"}, form)
    item_2 = {"linkId": "2", "answer": list(given_by(response).values())}
    assert answer_flaws(response | {"item": [*response["item"], item_2]}, form)


@pytest.mark.parametrize("language", LANGUAGES)
@each_instrument
def test_every_instrument_is_a_questionnaire_in_both_languages(of: Instrument, language: str) -> None:
    made = questionnaire(of, language)
    assert flaws(made) == []
    assert form_flaws(made) == []
    asked = {
        item["linkId"]: item for item in walked(made["item"]) if item["type"] not in ("group", "display")
    }
    assert asked.keys() == of.by_code.keys()
    assert {code: item["text"] for code, item in asked.items()} == {
        item.code: item.caption.say(language) for item in of.items
    }
    assert made["copyright"] == of.licence.say(language)
    assert (made["url"], made["version"], made["language"]) == (
        f"urn:pulih:instrument:{of.code}",
        of.version,
        language,
    )


@each_instrument
def test_every_option_says_what_it_counts(of: Instrument) -> None:
    for asked in walked(questionnaire(of, "en")["item"]):
        item = of.item(asked["linkId"])
        if item is None or item.answers is None:
            continue
        for option in asked["answerOption"]:
            value = int(option["valueCoding"]["code"])
            counted = [one["valueDecimal"] for one in option.get("extension", [])]
            points = item.points_of(value)
            assert counted == [points] or (counted == [] and points in (value, None)), item.code


@each_instrument
def test_a_form_is_a_valid_response_and_reads_back_as_it_was_keyed(of: Instrument) -> None:
    @randomly
    @given(data=st.data(), language=st.sampled_from(LANGUAGES))
    def holds(data: st.DataObject, language: str) -> None:
        coding, answers = data.draw(forms(of))
        form = filled(of, answers, coding=coding, language=language)
        response = questionnaire_response(of, form)
        assert flaws(response) == []
        assert answer_flaws(response, questionnaire(of, language)) == []
        assert coding_of(response, of) == coding
        assert answers_from(response, of) == answers

    holds()


@each_instrument
def test_conditions_survive(of: Instrument) -> None:
    """On a form without gaps a receiver asks exactly what the engine does not leave out."""

    @randomly
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        coding, answers = data.draw(forms(of, gaps=False))
        raw = coded_raw(of, answers, coding)
        raw = {code: answer for code, answer in raw.items() if code not in not_asked(of, raw)}
        form = filled(of, raw, coding=next(one.code for one in of.codings if not one.already_reversed))
        response = questionnaire_response(of, form)
        assert enabled(questionnaire(of, "id"), given_by(response)) == of.by_code.keys() - not_asked(of, raw)

    holds()


@each_instrument
def test_scores_are_observations_and_what_cannot_be_scored_has_a_reason_and_no_value(of: Instrument) -> None:
    @randomly
    @given(data=st.data(), language=st.sampled_from(LANGUAGES))
    def holds(data: st.DataObject, language: str) -> None:
        coding, answers = data.draw(forms(of))
        scored = score(
            of,
            answers,
            coding=coding,
            rule=data.draw(st.sampled_from(of.missing_rules)),
            circumstances={name: values[0] for name, values in of.circumstances},
        )
        form = filled(of, answers, coding=coding, language=language)
        made = observations(of, form, scored)
        assert len({one["id"] for one in made}) == len(made) == len(scored.subscales)
        for one, subscale in zip(made, scored.subscales, strict=True):
            assert flaws(one) == []
            if subscale.scorable:
                assert one["valueQuantity"]["value"] == subscale.value
                assert len(one.get("interpretation", [])) == len(
                    [1 for _, label in subscale.bands if label is not None]
                )
                assert len(one.get("component", [])) == len(subscale.figures) - 1
            else:
                assert not {"valueQuantity", "interpretation", "component"} & one.keys()
                codes = [coding["code"] for coding in one["dataAbsentReason"]["coding"]]
                assert codes == ["unknown", subscale.reason.code if subscale.reason else ""]
                assert "–" not in one["dataAbsentReason"]["text"]

    holds()


def test_a_sheet_with_printed_reversal_travels_raw() -> None:
    """Item 3 of WHOQOL-BREF: 5 on a sheet that reversed it already is a 1 to everybody else."""
    of = instrument("whoqol-bref")
    answers: dict[str, Answer | None] = {"3": 5, "5": 2}
    response = questionnaire_response(of, filled(of, answers, coding="pre_reversed", mode="self"))
    codes = {link: answer["valueCoding"]["code"] for link, answer in given_by(response).items()}
    assert codes == {"3": "1", "5": "2"}
    assert answers_from(response, of) == answers


def test_a_response_from_elsewhere_is_read_as_coded_raw() -> None:
    of = instrument("whoqol-bref")
    response = questionnaire_response(of, filled(of, {"3": 4}))
    del response["extension"]
    assert answers_from(response, of) == {"3": 4}


def test_an_answer_that_was_not_asked_but_counts_stands_beside_the_items() -> None:
    """A DAST sheet with all "no" counts 1 for item 3, which R4 would not have among the items."""
    of = instrument("dast-10")
    answers: dict[str, Answer | None] = {str(number): 0 for number in range(1, 11)}
    response = questionnaire_response(of, filled(of, answers))
    assert given_by(response).keys() == {"1"}
    assert response["status"] == "completed"
    assert answers_from(response, of) == answers


def test_a_form_with_a_hole_that_its_rule_forgives_is_complete_and_another_is_not() -> None:
    of = instrument("whoqol-bref")
    full: dict[str, Answer | None] = {item.code: 3 for item in of.items}
    forgiven = next(item.code for item in of.items if item.code not in required_items(of))
    assert questionnaire_response(of, filled(of, full | {forgiven: None}))["status"] == "completed"
    void = dict(list(full.items())[:20])
    assert questionnaire_response(of, filled(of, void))["status"] == "stopped"
    assert questionnaire_response(of, filled(of, {}))["status"] == "stopped"
    dast = instrument("dast-10")
    answers: dict[str, Answer | None] = {str(number): 1 for number in range(1, 10)}
    assert questionnaire_response(dast, filled(dast, answers))["status"] == "stopped"


def test_a_score_names_form_method_and_bands() -> None:
    of = instrument("dast-10")
    form = filled(of, {str(number): 1 for number in range(1, 11)}, language="en", window="past_12_months")
    (made,) = observations(of, form, score(of, form.answers, coding="raw"))
    assert made["derivedFrom"] == [
        {"type": "QuestionnaireResponse", "reference": f"QuestionnaireResponse/{form.id}"}
    ]
    assert made["method"]["coding"] == [
        {"system": "urn:pulih:scoring", "code": "dast-10.1/raw/complete/engine-1"}
    ]
    assert made["valueQuantity"]["value"] == 9
    (band,) = made["interpretation"]
    assert band["coding"] == [
        {"system": "urn:pulih:band:dast-10:band", "code": "severe", "display": "severe"}
    ]
    assert made["subject"] == {
        "type": "Patient",
        "identifier": {"system": "urn:pulih:person", "value": "R-0042"},
    }
    assert UUID(made["id"])
    again = observations(of, form, score(of, form.answers, coding="raw"))
    assert again == [made]


def nested() -> Instrument:
    """Two clauses with alternatives each, conditions on a range, and a question outside every section."""
    yes_no = AnswerSet("yes_no", (0, 1), (0, 1))
    words = Words("x", "x")
    choices = [
        Item(code=code, caption=words, type=ItemType.CHOICE, answers=yes_no) for code in ("a", "b", "c", "d")
    ]
    either = (Clause(("a", "b"), frozenset((1,))), Clause(("c", "d"), frozenset((1,))))
    days = Item(code="days", caption=words, type=ItemType.COUNT, most=30, shown_when=either)
    paid = Item(
        code="paid",
        caption=words,
        type=ItemType.AMOUNT,
        most=1000,
        shown_when=(Clause(("days",), at_least=3), *either),
    )
    note = Item(
        code="note",
        caption=words,
        type=ItemType.NOTE,
        most=20,
        optional=True,
        shown_when=(Clause(("paid",), at_least=10),),
    )
    return Instrument(
        code="nested",
        version="1",
        title=words,
        licence=words,
        source=words,
        changed=words,
        items=(*choices, days, paid, note),
        sections=(Section(words, ("a", "b", "c", "d", "days", "paid")),),
        codings=(Coding("raw"),),
        missing_rules=("complete",),
        subscales=(Subscale(code="t", title=words, start=Start.SUM, figure="sum", items=("a",)),),
    )


def test_all_of_several_alternatives_is_said_by_groups_around_the_question() -> None:
    of = nested()
    made = questionnaire(of, "id")
    assert [*flaws(made), *form_flaws(made)] == []

    @settings(randomly, max_examples=150)
    @given(form=forms(of))
    def holds(form: tuple[str, dict[str, Answer | None]]) -> None:
        response = questionnaire_response(of, filled(of, form[1]))
        assert [*flaws(response), *answer_flaws(response, made)] == []
        assert answers_from(response, of) == form[1]

    holds()
    response = questionnaire_response(
        of, filled(of, {"a": 1, "b": 0, "c": 0, "d": 1, "days": 3, "paid": 12.5})
    )
    assert enabled(made, given_by(response)) == of.by_code.keys()
    assert Fraction(str(answers_from(response, of)["paid"])) == Fraction("12.5")


def changed(response: dict[str, Any], item: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    other = copy.deepcopy(response)
    next(one for one in walked(other["item"]) if one["linkId"] == item)["answer"] = answers
    return other


def test_what_comes_from_elsewhere_is_refused_by_name() -> None:
    of = instrument("dast-10")
    response = questionnaire_response(of, filled(of, {"1": 1, "2": 1}))
    (one,) = [answer for link, answer in given_by(response).items() if link == "1"]
    foreign = one["valueCoding"] | {"system": "urn:elsewhere"}
    outside = one["valueCoding"] | {"code": "7"}
    beside = {
        "url": "urn:pulih:extension:answer-not-asked",
        "extension": [{"url": "item", "valueString": "2"}, {"url": "answer", **one}],
    }
    refused = [
        ("fhir_other_questionnaire", response | {"questionnaire": "urn:pulih:instrument:dast-10|2"}),
        ("fhir_other_questionnaire", response | {"resourceType": "Questionnaire"}),
        ("fhir_response_malformed", response | {"item": {}}),
        ("fhir_response_malformed", response | {"item": ["1"]}),
        (
            "fhir_response_malformed",
            response | {"extension": [beside | {"extension": [beside["extension"][0]]}]},
        ),
        ("fhir_answer_twice", changed(response, "1", [one, one])),
        ("fhir_answer_twice", response | {"extension": [*response["extension"], beside]}),
        ("fhir_answer_unreadable", changed(response, "1", [{"valueInteger": 1}])),
        ("fhir_answer_unreadable", changed(response, "1", [{"valueCoding": foreign}])),
        ("fhir_answer_unreadable", changed(response, "1", [{"valueCoding": outside}])),
        ("answer_item_unknown", response | {"item": [{"linkId": "99", "answer": [one]}]}),
        (
            "coding_unknown",
            response | {"extension": [{"url": "urn:pulih:extension:sheet-coding", "valueCode": "x"}]},
        ),
    ]
    for code, resource in refused:
        with pytest.raises(RuleBroken) as broken:
            answers_from(resource, of)
        assert broken.value.code == code


def test_answers_and_scores_of_another_version_are_a_mistake_of_the_caller() -> None:
    of = instrument("dast-10")
    form = filled(of, {"1": 0}, version="7")
    with pytest.raises(ValueError, match="version 1"):
        questionnaire_response(of, form)
    with pytest.raises(ValueError, match="version 1"):
        observations(of, form, score(of, form.answers, coding="raw"))
