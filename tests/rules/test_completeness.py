"""What is owed: nothing before its day, nothing of whoever left in time, and nobody late for suspended days."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.completeness import Duty, Kind, Line, State, Tally, how_owed, of_measure, pressing, tally
from pulih.rules.measuring import Due, how_due
from pulih.rules.programmes import Point, Suspension, window

TODAY = date(2024, 5, 1)
DAY = timedelta(days=1)
ANY = Kind.MEASUREMENT


def duty(opens: int | None, due: int | None, done: bool = False, ended: int | None = None) -> Duty:
    """A duty by days from today."""
    days = [None if one is None else TODAY + DAY * one for one in (opens, due, ended)]
    return Duty(ANY, done, *days)


@pytest.mark.parametrize(
    ("one", "state", "counted"),
    [
        (duty(5, 20), None, (0, 0)),
        (duty(-5, 20), State.DUE, (0, 0)),
        (duty(0, 0), State.DUE, (0, 0)),
        (duty(-20, -1), State.OVERDUE, (0, 1)),
        (duty(-20, -1, done=True), None, (1, 1)),
        (duty(-5, 20, done=True), None, (0, 0)),
        (duty(None, None), State.MISSING, (0, 1)),
        (duty(None, None, done=True), None, (1, 1)),
        (duty(-20, -1, ended=-10), None, (0, 0)),
        (duty(-20, -10, ended=-5), None, (0, 1)),
        (duty(-20, -1, done=True, ended=-10), None, (1, 1)),
        (duty(None, None, ended=-5), None, (0, 0)),
    ],
)
def test_a_duty_presses_from_its_first_day_and_counts_after_its_last(one, state, counted):
    assert how_owed(one, TODAY) is state
    assert tally([one], TODAY) == Tally(*counted)


@given(st.lists(st.tuples(st.integers(-60, 60), st.integers(0, 40), st.booleans()), max_size=30))
def test_done_is_never_more_than_owed_and_only_the_whole_is_a_hundred(drawn):
    found = tally([duty(first, first + length, done) for first, length, done in drawn], TODAY)
    assert 0 <= found.done <= found.owed
    assert found.percent == (None if not found.owed else found.done * 100 // found.owed)
    assert (found.percent == 100) == (found.owed > 0 and found.done == found.owed)


def test_suspended_days_make_nobody_late():
    admitted, point = TODAY - DAY * 40, Point("whoqol-bref", "month_1", 1, 7, 7)
    for still, state in (((), State.OVERDUE), ((Suspension(TODAY - DAY * 20, TODAY - DAY * 5),), State.DUE)):
        when = window(admitted, point, still, TODAY)
        how = how_due(when, False, None, TODAY)
        assert how_owed(of_measure(ANY, how, when.first, when.last, None), TODAY) is state
    assert of_measure(ANY, Due.DONE, TODAY, TODAY, None).done


def test_a_line_is_whose_name_it_bears_else_of_whoever_has_the_role():
    me, other = UUID(int=1), UUID(int=2)
    mine = Line(ANY, State.DUE, TODAY, "counsellor", me)
    assert mine.is_of(me, "counsellor")
    assert not mine.is_of(other, "counsellor")
    anybodys = Line(ANY, State.DUE, TODAY, "nurse")
    assert anybodys.is_of(other, "nurse")
    assert not anybodys.is_of(other, "counsellor")


def test_the_longest_overdue_stands_first():
    lines = [
        Line(ANY, State.DUE, TODAY, ""),
        Line(Kind.CATEGORY, State.MISSING, None, ""),
        Line(ANY, State.OVERDUE, TODAY - DAY, ""),
        Line(ANY, State.OVERDUE, TODAY - DAY * 9, ""),
    ]
    assert sorted(lines, key=pressing) == [lines[3], lines[2], lines[1], lines[0]]
