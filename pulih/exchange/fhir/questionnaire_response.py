"""A final form to R4 QuestionnaireResponse and back.

Answers leave as a sheet coded raw carries them, so that every receiver reads the same numbers; an extension
names the coding of the sheet, and reading back gives the answers as they were keyed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pulih.exchange.fhir.filled import Filled, fits
from pulih.exchange.fhir.naming import (
    CODING_EXTENSION,
    COMPLETION_MODE,
    MODE,
    NOT_ASKED_EXTENSION,
    PERSON,
    RESPONSE,
    TERMINOLOGY,
    WINDOW_EXTENSION,
    Json,
    answers_of,
    canonical_of,
    tongue,
)
from pulih.exchange.fhir.questionnaire import questionnaire, required_items, value_of
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Answer, Instrument, Item, ItemType, check_answers, coded_raw

_CONTROL = re.compile(r"[^\S \r\n\t]|[\x00-\x08\x0e-\x1f]")
"""What R4 allows in no text, spaces of other kinds among it: they become plain spaces."""


def person(filled: Filled) -> Json:
    """The person by the office's reference, never by name."""
    return {"type": "Patient", "identifier": {"system": PERSON, "value": filled.person}}


def questionnaire_response(instrument: Instrument, filled: Filled) -> Json:
    """One final form. `stopped` when a required answer is missing, or too many are, and nobody will add them.

    An answer to an item that the conditions leave out may not stand among the items in R4, yet it counts
    where the instrument says so: it stands in an extension.
    """
    fits(instrument, filled.version)
    require(check_answers(instrument, filled.answers, filled.coding))
    language = tongue(filled.language)
    raw = {
        code: _CONTROL.sub(" ", answer) if isinstance(answer, str) else answer
        for code, answer in coded_raw(instrument, filled.answers, filled.coding).items()
    }
    asked = _asked(instrument, raw)
    values = {
        code: {f"value{kind}": value}
        for code, answer in raw.items()
        for kind, value in [value_of(instrument, instrument.by_code[code], answer, language)]
    }
    lacking = (required_items(instrument) & asked) - raw.keys()
    least = max(instrument.least_answered, 1)
    shown = {code: value for code, value in values.items() if code in asked}
    items = list(_answered(questionnaire(instrument, language)["item"], shown))
    return {
        "resourceType": "QuestionnaireResponse",
        "id": filled.id,
        "language": filled.language,
        "extension": [
            *_circumstances(filled),
            *(_beside(code, value) for code, value in values.items() if code not in asked),
        ],
        "identifier": {"system": RESPONSE, "value": filled.id},
        "questionnaire": canonical_of(instrument),
        "status": "stopped" if lacking or len(raw) < least else "completed",
        "subject": person(filled),
        "authored": filled.authored.isoformat(),
        **({"item": items} if items else {}),
    }


def coding_of(response: Mapping[str, Any], instrument: Instrument) -> str:
    """How the sheet was coded; raw where the response does not say."""
    for extension in _listed(response, "extension"):
        if extension.get("url") == CODING_EXTENSION:
            return str(extension.get("valueCode"))
    return next(
        (one.code for one in instrument.codings if not one.already_reversed), instrument.codings[0].code
    )


def answers_from(response: Mapping[str, Any], instrument: Instrument) -> dict[str, Answer]:
    """The answers as keyed from the sheet, in the coding that `coding_of` names.

    Refused by `fhir_response_malformed`, `fhir_other_questionnaire`, `fhir_answer_twice`,
    `fhir_answer_unreadable`, and by the codes of `check_answers`.
    """
    named = response.get("questionnaire")
    if response.get("resourceType") != "QuestionnaireResponse" or named != canonical_of(instrument):
        wanted = canonical_of(instrument)
        raise RuleBroken("fhir_other_questionnaire", "questionnaire", named=str(named or "–"), wanted=wanted)
    code = coding_of(response, instrument)
    coding = instrument.coding(code)
    answers: dict[str, Answer] = {}
    for link, value in (*_given(response), *_given_beside(response)):
        item = instrument.item(link)
        if item is None:
            raise RuleBroken("answer_item_unknown", f"item_{link}", item=link)
        if link in answers:
            raise RuleBroken("fhir_answer_twice", f"item_{link}", item=link)
        answer = _read(instrument, item, value)
        if coding is not None and link in coding.already_reversed and isinstance(answer, int):
            answer = item.mirrored(answer)
        answers[link] = answer
    require(check_answers(instrument, answers, code))
    return answers


def _asked(instrument: Instrument, raw: Mapping[str, Answer]) -> frozenset[str]:
    """The items that are enabled in the sense of R4: their conditions hold by answers that stand in the form."""
    known: dict[str, bool] = {}

    def is_asked(code: str) -> bool:
        if code not in known:
            known[code] = all(
                any(named in raw and clause.fits(raw[named]) and is_asked(named) for named in clause.items)
                for clause in instrument.by_code[code].shown_when
            )
        return known[code]

    return frozenset(item.code for item in instrument.items if is_asked(item.code))


def _circumstances(filled: Filled) -> Iterator[Json]:
    """How the sheet was coded, in which way it was filled, and which time it is about."""
    yield {"url": CODING_EXTENSION, "valueCode": filled.coding}
    way = {"self": "WRITTEN"}.get(filled.mode, "VERBAL")
    codings = [
        {"system": TERMINOLOGY + "v3-ParticipationMode", "code": way},
        {"system": MODE, "code": filled.mode},
    ]
    yield {"url": COMPLETION_MODE, "valueCodeableConcept": {"coding": codings}}
    if filled.window:
        yield {"url": WINDOW_EXTENSION, "valueCode": filled.window}


def _beside(code: str, value: Json) -> Json:
    answer = {"url": "answer", **value}
    return {"url": NOT_ASKED_EXTENSION, "extension": [{"url": "item", "valueString": code}, answer]}


def _answered(asked: list[Json], values: Mapping[str, Json]) -> Iterator[Json]:
    """The form's own nesting, with nothing in it that was not answered."""
    for one in asked:
        texts = {"text": one["text"]} if "text" in one else {}
        if "item" in one:
            inner = list(_answered(one["item"], values))
            if inner:
                yield {"linkId": one["linkId"], **texts, "item": inner}
        elif one["linkId"] in values:
            yield {"linkId": one["linkId"], **texts, "answer": [values[one["linkId"]]]}


def _listed(of: Any, name: str) -> list[Any]:
    """A list of objects inside a resource from outside."""
    listed = of.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise RuleBroken("fhir_response_malformed", name, name=name)
    return listed


def _given(of: Any) -> Iterator[tuple[str, Json]]:
    """Item and answer, however deep they stand."""
    for one in _listed(of, "item"):
        answers = _listed(one, "answer")
        link = str(one.get("linkId"))
        if len(answers) > 1:
            raise RuleBroken("fhir_answer_twice", f"item_{link}", item=link)
        for answer in answers:
            yield link, answer
            yield from _given(answer)
        yield from _given(one)


def _given_beside(response: Any) -> Iterator[tuple[str, Json]]:
    for extension in _listed(response, "extension"):
        if extension.get("url") == NOT_ASKED_EXTENSION:
            parts = {one.get("url"): one for one in _listed(extension, "extension")}
            if not {"item", "answer"} <= parts.keys():
                raise RuleBroken("fhir_response_malformed", "extension", name="extension")
            yield str(parts["item"].get("valueString")), parts["answer"]


def _read(instrument: Instrument, item: Item, value: Mapping[str, Any]) -> Answer:
    """One answer, as a sheet coded raw carries it; its range is judged elsewhere."""
    found: Any = None
    if item.answers is not None:
        coding = value.get("valueCoding")
        if isinstance(coding, dict) and coding.get("system") == answers_of(instrument, item.answers):
            found = next((one for one in item.values if str(one) == coding.get("code")), None)
    elif item.type is ItemType.NOTE:
        found = value.get("valueString")
    elif item.type is ItemType.COUNT:
        found = value.get("valueInteger")
    else:
        found = value.get("valueDecimal", value.get("valueInteger"))
    if found is None:
        raise RuleBroken("fhir_answer_unreadable", f"item_{item.code}", item=item.code)
    return found  # type: ignore[no-any-return]
