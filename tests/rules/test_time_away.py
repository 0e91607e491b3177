"""When somebody counts as away, and when a programme stands still for it."""

from datetime import date, timedelta

import pytest

from pulih.rules import attendance, lifecycles
from pulih.rules.stays import Stay, StayKind
from pulih.rules.time_away import (
    ABSENCE_REASON,
    HOLD_AFTER_DAYS,
    HOLD_REASON,
    Away,
    AwayKind,
    check_away,
    holds_programme,
)
from tests.rules.refusing import codes

TODAY = date(2024, 5, 20)
STAY = Stay(1, "B1-1", StayKind.SENTENCED, date(2024, 1, 1))


def away(start, back=None, kind="isolation"):
    return Away(AwayKind(kind), date(2024, 5, start), date(2024, 5, back) if back else None)


@pytest.mark.parametrize(
    ("one", "others", "found"),
    [
        (away(10), [], []),
        (away(20, 20, "court"), [away(18, 20)], []),
        (away(21), [], ["away_in_future"]),
        (away(10, 9), [], ["away_back_before"]),
        (away(10, 21), [], ["away_back_in_future"]),
        (away(10, 12), [away(11)], ["away_overlaps"]),
        (away(12), [away(11)], ["away_overlaps"]),
        (Away(AwayKind.COURT, date(2023, 12, 31)), [], ["away_before_stay"]),
    ],
)
def test_only_facts_within_the_stay_and_one_at_a_time(one, others, found):
    assert codes(check_away(one, STAY, others, TODAY)) == found


def test_nobody_is_away_from_where_they_are_not():
    assert codes(check_away(away(10), None, [], TODAY)) == ["not_held_here"]


@pytest.mark.parametrize(
    ("one", "holds"),
    [
        (away(20), True),
        (away(20, kind="hospital"), True),
        (away(20, kind="court"), False),
        (away(12, kind="court"), True),
        (away(10, 17), False),
        (away(10, 18), True),
        (away(20, 20, "court"), False),
    ],
)
def test_a_programme_stands_still_for_what_is_long_or_has_no_known_end(one, holds):
    assert HOLD_AFTER_DAYS == 7
    assert holds_programme(one, TODAY) is holds


def test_a_court_day_is_a_day_away_and_the_day_of_return_is_not():
    assert away(10, 10, "court").covers(date(2024, 5, 10))
    assert [away(10, 12).covers(date(2024, 5, 9) + timedelta(days=n)) for n in range(4)] == [
        False, True, True, False
    ]  # fmt: skip


def test_every_reason_is_one_that_pathways_and_attendance_know():
    for kind in AwayKind:
        assert lifecycles.reason_of(lifecycles.Status.ON_HOLD, HOLD_REASON[kind])
        assert ABSENCE_REASON[kind] in attendance.REASONS
