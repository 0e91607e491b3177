"""When two scores may be compared, what measuring error does to a difference, and how far a scale reaches."""

from dataclasses import replace
from math import sqrt

import pytest

from pulih.language.instruments import instrument, instruments
from pulih.language.wording import reason_text
from pulih.rules.instruments import score
from pulih.rules.instruments.comparing import Measured, comparable, direction, precision, span

WHOQOL = instrument("whoqol-bref")
PHYSICAL = WHOQOL.subscale("physical")
FIRST = Measured(
    scale="physical", value=50.0, version="1", coding="raw", rule="syntax", engine="1", time_window="past"
)


def codes(verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def test_two_scores_made_alike_are_comparable():
    assert comparable(WHOQOL, FIRST, replace(FIRST, value=75.0))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"version": "2"}, "compare_other_version"),
        ({"coding": "pre_reversed"}, "compare_other_coding"),
        ({"rule": "manual_text"}, "compare_other_rule"),
        ({"engine": "2"}, "compare_other_engine"),
        ({"time_window": "before_custody"}, "compare_other_window"),
        ({"scale": "social"}, "compare_other_scale"),
        ({"value": None}, "compare_not_scorable"),
    ],
)
def test_what_stands_in_the_way_is_named_in_both_languages(changed, code):
    verdict = comparable(WHOQOL, FIRST, replace(FIRST, **changed))
    assert not verdict
    assert codes(verdict) == [code]
    for language in ("id", "en"):
        assert not reason_text(verdict.reasons[0], language).startswith("compare_")


def test_a_first_form_without_a_score_is_no_beginning():
    assert codes(comparable(WHOQOL, replace(FIRST, value=None), FIRST)) == ["compare_not_scorable"]


def test_every_reason_is_named_at_once():
    other = replace(FIRST, version="2", rule="manual_text", value=None)
    assert codes(comparable(WHOQOL, FIRST, other)) == [
        "compare_other_version", "compare_other_rule", "compare_not_scorable",
    ]  # fmt: skip


def test_what_shows_a_stage_is_never_compared():
    stages = replace(WHOQOL, for_progress=False)
    assert codes(comparable(stages, FIRST, FIRST)) == ["compare_not_for_progress"]


def test_a_scale_with_parameters_has_a_measuring_error():
    found = precision(PHYSICAL)
    assert found.error == pytest.approx(15 * sqrt(0.28))
    assert found.band == pytest.approx(15.557, abs=0.001)
    assert found.threshold == pytest.approx(22.001, abs=0.001)
    assert not found.checked


def test_without_parameters_nothing_is_said_about_the_error():
    assert precision(instrument("dast-10").subscale("total")) is None
    assert direction(9, None) == "unknown"


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (22.1, "risen"),
        (21.9, "within_error"),
        (0, "within_error"),
        (-21.9, "within_error"),
        (-22.1, "fallen"),
    ],
)
def test_a_difference_says_where_it_went_only_beyond_the_error(difference, words):
    assert direction(difference, precision(PHYSICAL)) == words


def test_a_scale_reaches_from_its_lowest_to_its_highest_score():
    assert span(WHOQOL, PHYSICAL) == (0, 100)
    dast = instrument("dast-10")
    assert span(dast, dast.subscale("total")) == (0, 10)
    assist = instrument("assist-3.1")
    assert span(assist, assist.subscale("alcohol")) == (0, 39)
    assert span(assist, assist.subscale("tobacco")) == (0, 31)


def test_every_scale_of_the_library_reaches_somewhere():
    for one in instruments().values():
        for scale in one.subscales:
            low, high = span(one, scale)
            assert low < high, (one.code, scale.code)


def test_scores_of_a_whole_form_lie_within_their_reach():
    for level in (1, 5):
        answers = {item.code: 6 - level if item.reverse else level for item in WHOQOL.items}
        for one in score(WHOQOL, answers, coding="raw").subscales:
            assert one.value == span(WHOQOL, WHOQOL.subscale(one.code))[level == 5]
