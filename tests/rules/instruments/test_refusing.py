"""Answers that do not fit are refused by name, of every instrument and every item, and nothing is scored."""

from math import inf, nan
from typing import Any

import pytest

from pulih.language.instruments import instrument, instruments
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Instrument, Item, ItemType, check_answers, score
from tests.rules.instruments.drawing import Form

every_instrument = pytest.mark.parametrize("code", tuple(instruments()))


def wrong_answers(item: Item) -> list[tuple[object, str]]:
    """Answers an item cannot take, with the code of the refusal."""
    if item.type is ItemType.NOTE:
        return [(7, "answer_not_text"), ("x" * (item.most + 1), "answer_too_long")]
    if item.type is ItemType.AMOUNT:
        return [
            *((one, "answer_not_number") for one in ("500", True, nan, inf, [1])),
            *((one, "answer_not_between") for one in (item.least - 1, item.most + 0.5)),
        ]
    odd: list[tuple[object, str]] = [(one, "answer_not_whole") for one in ("1", "", True, 1.0, 1.5, nan, [1])]
    if item.type is ItemType.COUNT:
        return [*odd, (item.least - 1, "answer_not_between"), (item.most + 1, "answer_not_between")]
    lowest, highest = min(item.values), max(item.values)
    beside = {lowest - 1, highest + 1, *range(lowest, highest)} - set(item.values)
    return [*odd, *((one, "answer_out_of_range") for one in sorted(beside))]


@every_instrument
def test_a_wrong_answer_is_refused_by_name_and_nothing_is_scored(code: str) -> None:
    of = instrument(code)
    for item in of.items:
        for answer, refusal in wrong_answers(item):
            verdict = check_answers(of, {item.code: answer}, "raw")  # type: ignore[dict-item]
            assert (refusal, f"item_{item.code}") in {(one.code, one.about) for one in verdict.reasons}, (
                answer
            )
            with pytest.raises(RuleBroken) as broken:
                score(of, {item.code: answer}, coding="raw")  # type: ignore[dict-item]
            assert broken.value.code == refusal


@every_instrument
def test_an_unknown_item_coding_rule_circumstance_or_subscale_is_refused_by_name(code: str) -> None:
    of = instrument(code)
    wrong: list[tuple[dict[str, Any], dict[str, Any], str]] = [
        ({"no_such_item": 1}, {}, "answer_item_unknown"),
        ({}, {"coding": "upside_down"}, "coding_unknown"),
        ({}, {"rule": "guess"}, "missing_rule_unknown"),
        ({}, {"circumstances": {"shoe_size": "42"}}, "circumstance_unknown"),
        ({}, {"only": ("no_such_subscale",)}, "subscale_unknown"),
        *(({}, {"circumstances": {name: "x"}}, "circumstance_unknown") for name, _values in of.circumstances),
    ]
    for answers, given_beside, refusal in wrong:
        with pytest.raises(RuleBroken) as broken:
            score(of, answers, **{"coding": "raw", **given_beside})
        assert broken.value.code == refusal


@every_instrument
def test_an_answer_to_a_question_not_asked_is_refused_or_counted_as_the_definition_says(code: str) -> None:
    of = instrument(code)
    for item in of.conditional:
        if item.type is ItemType.NOTE:
            continue
        closing = closed_by(of, item)
        given_all_the_same = item.values[-1] if item.values else item.most
        verdict = check_answers(of, {**closing, item.code: given_all_the_same}, "raw")
        if of.hidden_answers == "count":
            assert verdict, item.code
        else:
            assert [(one.code, one.about) for one in verdict.reasons] == [
                ("answer_not_asked", f"item_{item.code}")
            ]


def closed_by(of: Instrument, item: Item) -> Form:
    """Answers to earlier items after which this one is not asked."""
    clause = item.shown_when[0]
    found: Form = {}
    for code in clause.items:
        before = of.by_code[code]
        values = before.values or (before.least, before.most)
        found[code] = next(value for value in values if not clause.fits(value))
        for earlier in before.shown_when[:1]:
            open_ = of.by_code[earlier.items[0]]
            found[open_.code] = next(one for one in (open_.values or (open_.most,)) if earlier.fits(one))
    return found
