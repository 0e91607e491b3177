"""Admission: every reason against it at once, and the mark of those whose end nobody knows."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from pulih.rules import admission
from pulih.rules.admission import Arrival, check_admission
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import ALLOWED, refused
from tests.rules.refusing import codes

START, END = date(2024, 2, 29), date(2024, 8, 28)
FINE = Arrival(
    on=START, today=START, willing=ALLOWED, stay_since=date(2023, 5, 1), stay_kind=StayKind.SENTENCED,
    expires_on=date(2025, 1, 1), cycle_starts_on=START, cycle_ends_on=END, suspended=False, closed=False,
    capacity=20, taken=19,
)  # fmt: skip


def judged(**other):
    return check_admission(replace(FINE, **other))


def test_the_last_place_on_the_first_day_is_given():
    assert judged().verdict == ALLOWED
    assert codes(judged(taken=20).verdict) == ["cycle_full"]


def test_a_sentence_that_ends_on_the_last_day_is_long_enough_and_one_that_ends_the_day_before_is_not():
    assert judged(expires_on=END).verdict
    short = judged(expires_on=END - timedelta(days=1))
    assert codes(short.verdict) == ["admission_time_too_short"]
    assert short.too_short, "so that an exception can be asked for"
    assert judged(expires_on=END - timedelta(days=1), exception_granted=True).verdict


def test_an_exception_helps_against_the_time_alone():
    also = judged(expires_on=START, taken=20)
    assert codes(also.verdict) == ["cycle_full", "admission_time_too_short"]
    assert not also.too_short
    assert codes(judged(expires_on=START, taken=20, exception_granted=True).verdict) == ["cycle_full"]


def test_remand_has_no_known_end_and_is_admitted_with_a_mark_whatever_the_paper_says():
    for arrival in (judged(stay_kind=StayKind.REMAND, expires_on=None), judged(expires_on=None),
                    judged(stay_kind=StayKind.REMAND, expires_on=START)):  # fmt: skip
        assert arrival.verdict.allowed
        assert arrival.unknown_end
        assert codes(arrival.verdict) == ["admission_end_unknown"]


def test_somebody_of_unknown_end_who_is_refused_carries_no_mark():
    found = judged(stay_kind=StayKind.REMAND, taken=20)
    assert codes(found.verdict) == ["cycle_full"]


def test_everything_in_the_way_is_told_at_once():
    found = judged(
        willing=refused("willingness_missing"), taken=20, on=START - timedelta(days=1), today=START,
        expires_on=START, stay_since=START,
    )  # fmt: skip
    assert codes(found.verdict) == [
        "willingness_missing", "cycle_full", "admission_before_stay", "admission_outside_cycle",
        "admission_time_too_short",
    ]  # fmt: skip


def test_who_is_not_held_here_has_no_days_to_judge():
    assert codes(judged(stay_since=None).verdict) == ["not_held_here"]


def test_a_closed_wave_and_one_that_stands_still_admit_nobody():
    assert codes(judged(closed=True, suspended=True).verdict) == ["wave_closed"]
    assert codes(judged(suspended=True).verdict) == ["wave_suspended"]


def test_the_first_and_the_last_day_of_a_cycle_belong_to_it():
    assert judged(on=END, today=END, expires_on=None).verdict.allowed
    late = judged(on=END + timedelta(days=1), today=END + timedelta(days=1), expires_on=None)
    assert codes(late.verdict) == ["admission_outside_cycle"]
    assert codes(judged(on=START + timedelta(days=1)).verdict) == ["step_in_future"]


@given(st.integers(0, 40), st.integers(0, 40), st.dates(date(2023, 1, 1), date(2026, 1, 1)))
def test_nobody_is_ever_admitted_above_capacity_or_beyond_their_time(capacity, taken, expires_on):
    found = judged(capacity=capacity, taken=taken, expires_on=expires_on)
    assert found.verdict.allowed == (taken < capacity and expires_on >= END)


def test_an_exception_is_asked_for_in_a_sentence_and_decided_once_by_another():
    assert codes(admission.check_exception("mohon diterima    ")) == ["exception_reason_short"]
    assert admission.check_exception("Keluarga meminta tetap ikut")
    one, other = uuid4(), uuid4()
    assert admission.check_exception_decision(one, other, False)
    assert codes(admission.check_exception_decision(one, one, False)) == ["exception_own"]
    assert codes(admission.check_exception_decision(one, other, True)) == ["exception_decided"]


def test_a_programme_is_completed_at_the_earliest_a_month_before_its_end():
    assert admission.check_completion(END - timedelta(days=30), END)
    assert codes(admission.check_completion(END - timedelta(days=31), END)) == ["completion_too_early"]
    assert admission.check_completion(END + timedelta(days=200), END), "late is entered late, not refused"
