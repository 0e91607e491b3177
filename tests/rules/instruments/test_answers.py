"""Answers that do not fit an instrument are refused by name, each with its item, and never scored."""

import pytest

from pulih.language.instruments import instrument
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import check_answers, score

WHOQOL = instrument("whoqol-bref")


def same(answer: int) -> dict[str, int | None]:
    return {item.code: answer for item in WHOQOL.items}


def test_every_wrong_answer_is_named_with_its_item() -> None:
    wrong: dict[str, object] = {"3": 6, "4": 0, "7": True, "8": 3.0, "9": "3", "27": 1, "10": None}
    verdict = check_answers(WHOQOL, wrong, "raw")  # type: ignore[arg-type]
    assert [(reason.code, reason.about) for reason in verdict.reasons] == [
        ("answer_out_of_range", "item_3"),
        ("answer_out_of_range", "item_4"),
        ("answer_not_whole", "item_7"),
        ("answer_not_whole", "item_8"),
        ("answer_not_whole", "item_9"),
        ("answer_item_unknown", "item_27"),
    ]
    assert verdict.reasons[0].facts == {"item": "3", "answer": 6, "values": [1, 2, 3, 4, 5]}


def test_an_unknown_coding_is_refused_by_name() -> None:
    verdict = check_answers(WHOQOL, same(3), "reversed")
    assert [(reason.code, reason.about) for reason in verdict.reasons] == [("coding_unknown", "coding")]


@pytest.mark.parametrize(
    ("answers", "coding", "rule", "code"),
    [
        (same(6), "raw", None, "answer_out_of_range"),
        (same(3), "upside_down", None, "coding_unknown"),
        (same(3), "raw", "guess", "missing_rule_unknown"),
    ],
)
def test_nothing_malformed_is_scored(
    answers: dict[str, int | None], coding: str, rule: str | None, code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        score(WHOQOL, answers, coding=coding, rule=rule)
    assert broken.value.code == code
