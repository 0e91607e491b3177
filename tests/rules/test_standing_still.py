"""A timetable after standing still: nobody is owed less, nothing where nothing can be, weekdays kept."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulih.rules.curricula import Curriculum, Module
from pulih.rules.programmes import Suspension, day_of_programme, programme_days, stretch_of
from pulih.rules.sessions import Meeting, check_clashes
from pulih.rules.timetable import Frame, Going, Leader, Place, Stuck, Unit, generate, shift

START = date(2024, 2, 5)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
HALL, ROOM = Place(UUID(int=900), "Aula", 30), Place(UUID(int=901), "Ruang kelompok", 12)
LEADER = Leader(UUID(int=800), "Konselor Rekaan", frozenset({"addiction_counsellor"}))
UNITS = [
    Unit(UUID(int=one), f"Kelompok {one}", "group", frozenset({UUID(int=100 + 2 * one), UUID(int=101 + 2 * one)}))
    for one in (1, 2)
]  # fmt: skip
PLAN = Curriculum("social", "non_tc", "Uji", "Test", (
    Module("talk", "Penyuluhan", "Talk", "group", 3, 60, ""),
    Module("meeting", "Kelompok", "Group", "group", 2, 90, "addiction_counsellor"),
))  # fmt: skip


def planned(weeks: int, closures=frozenset()) -> list[Meeting]:
    """A generated timetable, each session with an id."""
    frame = Frame(START, START + WEEK * weeks - DAY, START, closures)
    made = generate(PLAN, UNITS, [HALL, ROOM], [LEADER], frame)
    assert not made.unplaced
    return [replace(one.meeting, id=UUID(int=5000 + n)) for n, one in enumerate(made.placed)]


def later(meetings, weeks, first, until, closures=frozenset(), leaders=(LEADER,), taken=()):
    """What becomes of a timetable whose wave stood still from a day until another, resumed on that day."""
    still = (Suspension(first, until),)
    last = START + WEEK * weeks - DAY + (until - first)
    frame = Frame(START, last, until, closures, still)
    going = [
        Going(one, day_of_programme(START, programme_days(START, one.on, (), until), still, until), frame,
              lambda _day, people=one.people: people)
        for one in meetings if one.on >= first
    ]  # fmt: skip
    now = datetime.combine(until, time(6))
    return shift(going, replace(frame, taken=tuple(taken)), [HALL, ROOM], leaders, now)


def clashes(meetings):
    return [
        reason
        for place, one in enumerate(meetings)
        for reason in check_clashes(one, meetings[place + 1 :]).reasons
    ]


@settings(max_examples=40, deadline=None)
@given(
    weeks=st.integers(3, 8),
    begins=st.integers(0, 14),
    lasts=st.integers(1, 40),
    holidays=st.sets(st.integers(0, 90), max_size=6),
)
def test_nobody_is_owed_less_and_nothing_stands_where_nothing_can(weeks, begins, lasts, holidays):
    closures = frozenset(START + DAY * day for day in holidays)
    meetings = planned(weeks, closures)
    first = START + DAY * begins
    until = first + DAY * lasts
    made = later(meetings, weeks, first, until, closures)
    owed = Counter((one.title, one.group_id) for one in meetings if one.on >= first)
    found = Counter((one.now.title, one.now.group_id) for one in made.shifted)
    found += Counter((one.was.title, one.was.group_id) for one in made.stuck)
    assert found == owed
    held = [one.now for one in made.shifted]
    assert not {one.on for one in held} & closures
    assert all(until <= one.on < START + WEEK * weeks + (until - first) for one in held)
    assert clashes(held) == []
    assert {one.id for one in held} | {one.was.id for one in made.stuck} == {
        one.id for one in meetings if one.on >= first
    }


@pytest.mark.parametrize("weeks_still", [1, 2, 5])
def test_whole_weeks_keep_every_weekday_hour_room_and_leader(weeks_still):
    meetings = planned(6)
    made = later(meetings, 6, START + WEEK, START + WEEK * (1 + weeks_still))
    assert not made.stuck
    for one in made.shifted:
        assert one.now == replace(one.was, on=one.was.on + WEEK * weeks_still)


def test_after_odd_days_nearly_all_keep_their_weekday():
    meetings = planned(10)
    made = later(meetings, 10, START + WEEK, START + WEEK + DAY * 10)
    assert not made.stuck
    kept = [one for one in made.shifted if one.now.on.weekday() == one.was.on.weekday()]
    assert len(kept) > 0.9 * len(made.shifted)


def test_what_finds_no_hour_is_named_with_why():
    meetings = planned(2)
    away = replace(LEADER, away=((START, START + WEEK * 20),))
    made = later(meetings, 2, START, START + WEEK, leaders=(away,))
    assert {one.was.title for one in made.stuck} == {"Kelompok"}
    assert {one.code for one in made.stuck} == {"timetable_leader_busy"}
    closed = frozenset(START + DAY * day for day in range(60))
    none = later(meetings, 2, START, START + WEEK, closures=closed)
    assert none.shifted == ()
    assert set(none.stuck) == {Stuck(one, "timetable_no_day") for one in meetings}


def test_what_another_wave_holds_stays_where_it_is():
    meetings = planned(3)
    other = [
        replace(one, id=UUID(int=one.id.int + 1), on=one.on + WEEK, people=frozenset(), group_id=None)
        for one in meetings
    ]
    made = later(meetings, 3, START, START + WEEK, taken=other)
    assert clashes([one.now for one in made.shifted] + other) == []
    assert len(made.shifted) + len(made.stuck) == len(meetings)


def test_a_stretch_is_what_overlaps_and_not_what_follows():
    one = Suspension(START, START + DAY * 10)
    over = Suspension(START + DAY * 5, START + DAY * 20)
    chained = Suspension(START + DAY * 19, None)
    after = Suspension(START + DAY * 20, START + DAY * 30)
    assert stretch_of(one, [one, over]) == (one, over)
    assert set(stretch_of(one, [one, over, chained])) == {one, over, chained}
    assert stretch_of(one, [one, after]) == (one,)
