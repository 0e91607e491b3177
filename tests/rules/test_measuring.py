"""Measurements: what is due by facts alone, and on which days one may be dated."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules import measuring
from pulih.rules.measuring import Due, Taking, check_taking, how_due
from pulih.rules.programmes import Window
from pulih.rules.verdicts import ALLOWED, refused
from tests.rules.refusing import codes

WINDOW = Window(date(2024, 3, 1), date(2024, 2, 28), date(2024, 3, 15))
ADMITTED = date(2024, 1, 31)
FINE = Taking(on=date(2024, 2, 29), today=date(2024, 2, 29), admitted_on=ADMITTED, ended_on=None,
              willing=ALLOWED, window=WINDOW)  # fmt: skip


def taking(**other):
    return codes(check_taking(replace(FINE, **other)))


@pytest.mark.parametrize(
    ("today", "ended_on", "expected"),
    [
        (date(2024, 2, 27), None, Due.NOT_YET),
        (date(2024, 2, 28), None, Due.DUE),
        (date(2024, 3, 15), None, Due.DUE),
        (date(2024, 3, 16), None, Due.LATE),
        (date(2024, 3, 16), date(2024, 2, 27), Due.NOT_NEEDED),  # left the day before it opened
        (date(2024, 3, 16), date(2024, 2, 28), Due.MISSED),  # left on the very day
        (date(2024, 3, 1), date(2024, 3, 15), Due.MISSED),
    ],
)
def test_how_a_measurement_stands_follows_from_the_days(today, ended_on, expected):
    assert how_due(WINDOW, False, ended_on, today) is expected
    assert how_due(WINDOW, True, ended_on, today) is Due.DONE


@given(st.dates(date(2024, 1, 1), date(2024, 6, 1)), st.none() | st.dates(date(2024, 1, 1), date(2024, 6, 1)))
def test_what_is_over_never_presses(today, ended_on):
    found = how_due(WINDOW, False, ended_on, today)
    assert (found in (Due.NOT_YET, Due.DUE, Due.LATE)) == (ended_on is None)


def test_the_first_and_last_day_in_the_programme_count_and_no_day_beside_them():
    assert taking(on=ADMITTED, window=None) == []
    assert taking(on=ADMITTED - timedelta(days=1), window=None) == ["measure_before_admission"]
    assert taking(ended_on=FINE.on) == []
    assert taking(ended_on=FINE.on - timedelta(days=1)) == ["measure_after_end"]
    assert taking(on=FINE.today + timedelta(days=1)) == ["measure_in_future"]


def test_nobody_is_measured_before_admission_whoever_is_willing():
    assert taking(admitted_on=None, willing=refused("willingness_missing")) == ["measure_before_admission"]


def test_outside_its_window_a_measurement_says_why():
    late = {"on": date(2024, 3, 16), "today": date(2024, 3, 20)}
    assert taking(**late) == ["measure_outside_window"]
    assert taking(**late, outside_because="sakit") == []
    assert taking(**late, outside_because="   - ") == ["measure_outside_window"]
    assert taking(**late, window=None) == [], "beside the plan there is no window"


def test_a_day_that_is_wrong_anyway_is_not_asked_for_a_reason_as_well():
    assert taking(on=date(2024, 3, 16)) == ["measure_in_future"]
    assert taking(on=date(2024, 3, 16), today=date(2024, 4, 1), willing=refused("willingness_withdrawn")) == [
        "willingness_withdrawn"
    ]


def test_corrections_and_concerns_are_written_so_that_others_understand():
    assert codes(measuring.check_amendment("  ok ")) == ["amendment_reason_missing"]
    assert measuring.check_amendment("salah lembar")
    assert codes(measuring.check_concern("gelisah")) == ["concern_too_short"]
    assert measuring.check_concern("tidak mau makan dua hari")
