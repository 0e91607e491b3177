"""Asking participants: when it may be done, and that figures never speak for fewer than five."""

from collections import Counter
from datetime import date, timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.feedback import (
    AGAIN,
    FEWEST,
    LONGEST_TEXT,
    POINTS,
    STATEMENTS,
    Round,
    check_answers,
    check_printing,
    check_round,
    closes_by_default,
    is_closed,
    most_slips,
    result_of,
    together,
)
from tests.rules.refusing import codes

DAY = date(2024, 3, 4)
LATER = closes_by_default(DAY)


@pytest.mark.parametrize(
    ("people", "opens", "closes", "running", "found"),
    [
        (5, DAY, LATER, None, []),
        (4, DAY, LATER, None, ["feedback_few_people"]),
        (9, DAY - timedelta(days=1), LATER, None, ["feedback_opens_past"]),
        (9, DAY, DAY, None, ["feedback_days_odd"]),
        (9, DAY, DAY + timedelta(days=60), None, ["feedback_days_odd"]),
        (9, DAY, LATER, DAY, ["feedback_runs_already"]),
        (9, DAY + timedelta(days=1), LATER, DAY, []),
    ],
)
def test_when_a_round_may_be_opened(people, opens, closes, running, found):
    assert codes(check_round(Round(people, opens, closes, running), DAY)) == found


@pytest.mark.parametrize(
    ("wanted", "printed", "capacity", "today", "found"),
    [
        (20, 0, 20, DAY, []),
        (4, 20, 20, DAY, []),
        (5, 20, 20, DAY, ["feedback_slips_many"]),
        (0, 0, 20, DAY, ["feedback_slips_many"]),
        (4, 0, 20, DAY, ["feedback_slips_few"]),
        (5, 0, 20, LATER + timedelta(days=1), ["feedback_closed"]),
    ],
)
def test_how_many_slips_may_be_printed(wanted, printed, capacity, today, found):
    assert codes(check_printing(wanted, printed, capacity, LATER, today)) == found


def test_slips_are_limited_by_places_and_never_fewer_than_can_be_shown():
    assert [most_slips(one) for one in (0, 4, 20, 130)] == [5, 5, 24, 156]


def test_a_round_is_closed_the_day_after_its_last():
    assert [is_closed(LATER, day) for day in (LATER, LATER + timedelta(days=1))] == [False, True]


@pytest.mark.parametrize(
    ("answers", "text", "found"),
    [
        ({"helped": 4, "again": 0}, "", []),
        ({}, "Terima kasih.", []),
        ({}, "  ", ["feedback_empty"]),
        ({"helped": 5}, "", ["feedback_answer_odd"]),
        ({"helped": 0}, "", ["feedback_answer_odd"]),
        ({"who": 1}, "", ["feedback_answer_odd"]),
        ({"safe": 1}, "x" * (LONGEST_TEXT + 1), ["feedback_text_long"]),
    ],
)
def test_what_a_slip_may_say(answers, text, found):
    assert codes(check_answers(answers, text)) == found


SLIPS = st.lists(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(points) for name, points in POINTS.items()}),
    max_size=30,
)


def tally(slips):
    return {
        name: dict(Counter(one[name] for one in slips if name in one))
        for name in POINTS
        if any(name in one for one in slips)
    }


@given(SLIPS)
def test_figures_are_those_of_counting_by_hand_and_none_is_of_fewer_than_five(slips):
    found = result_of(30, len(slips), tally(slips), ("x",))
    shown = {one.question: one for one in found.questions}
    if len(slips) < FEWEST:
        assert (shown, found.texts, found.mean, found.shown) == ({}, (), None, False)
        return
    for name in POINTS:
        given_points = [one[name] for one in slips if name in one]
        if len(given_points) < FEWEST:
            assert name not in shown
            continue
        assert shown[name].answered == len(given_points)
        assert shown[name].mean == pytest.approx(mean(given_points))
        good = (1,) if name == AGAIN else (3, 4)
        assert shown[name].content == sum(one in good for one in given_points)
    every = [one[name] for name in STATEMENTS if name in shown for one in slips if name in one]
    assert (found.said, found.content) == (len(every), sum(one > 2 for one in every))
    assert found.mean == (pytest.approx(mean(every)) if every else None)


@given(st.lists(SLIPS, max_size=4))
def test_a_wave_in_one_figure_holds_nothing_of_a_round_that_is_not_shown(rounds):
    results = tuple(result_of(30, len(slips), tally(slips), ()) for slips in rounds)
    large = [slips for slips in rounds if len(slips) >= FEWEST]
    whole = together(results)
    assert (whole.answers, whole.slips) == (sum(map(len, large)), 30 * len(large))
    for question in whole.questions:
        told = [one for one in results for two in one.questions if two.question == question.question]
        assert question.answered == sum(
            two.answered for one in told for two in one.questions if two.question == question.question
        )
        assert question.answered >= FEWEST
