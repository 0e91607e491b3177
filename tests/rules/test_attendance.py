"""Attendance by rule: who may be marked when, what an absence owes, which absences stand out."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules import attendance
from pulih.rules.attendance import (
    PLAIN,
    PRESENT,
    REASONS,
    Attendee,
    Mark,
    Sitting,
    Word,
    check_correction,
    check_mark,
    check_marking,
    check_not_held,
    pattern_in,
)
from tests.rules.refusing import codes

DAY = date(2024, 5, 14)
HELD = Sitting(DAY, "planned", 60)
ONE = Attendee(uuid4(), True, DAY - timedelta(days=90))
ABSENT = Mark(False, reason="no_word")
marks = st.lists(st.sampled_from([PRESENT, ABSENT, Mark(False, reason="lockdown")]), max_size=30)


def marking(sitting=HELD, people=(ONE,), said=None, today=DAY):
    return codes(check_marking(sitting, people, said or {}, today))


def test_a_session_is_marked_on_its_day_and_any_day_after():
    assert marking() == []
    assert marking(today=DAY + timedelta(days=400)) == []
    assert marking(today=DAY - timedelta(days=1)) == ["attendance_in_future"]


@pytest.mark.parametrize(
    ("sitting", "code"),
    [
        (Sitting(DAY, "cancelled", 60), "attendance_cancelled"),
        (Sitting(DAY, "held", 60), "attendance_marked"),
        (Sitting(DAY, "planned", 60, suspended=True), "attendance_suspended"),
    ],
)
def test_what_was_not_held_or_is_marked_is_not_marked(sitting, code):
    assert marking(sitting) == [code]


def test_nobody_is_marked_who_was_not_a_member_not_yet_admitted_or_had_left():
    before = Attendee(uuid4(), True, DAY + timedelta(days=1))
    elsewhere = Attendee(uuid4(), False, DAY)
    gone = Attendee(uuid4(), True, DAY - timedelta(days=90), DAY - timedelta(days=1))
    people = (ONE, before, elsewhere, gone)
    said = {one.enrolment_id: PRESENT for one in people}
    assert marking(people=people, said=said) == [
        "attendance_not_member", "attendance_not_member", "attendance_had_left",
    ]  # fmt: skip
    assert marking(said={uuid4(): PRESENT}) == ["attendance_not_member"]
    assert marking(people=(before,)) == ["attendance_nobody"]


def test_the_last_day_of_an_enrolment_still_counts():
    assert marking(people=(Attendee(uuid4(), True, DAY, DAY),)) == []


def test_every_absence_owes_a_reason_and_the_reason_says_whose_doing_it_was():
    assert codes(check_mark(Mark(False), 60)) == ["attendance_reason_missing"]
    assert codes(check_mark(Mark(False, reason="holiday"), 60)) == ["attendance_reason_unknown"]
    assert codes(check_mark(Mark(False, "person", "court"), 60)) == ["attendance_side_differs"]
    assert codes(check_mark(Mark(True, reason="court"), 60)) == ["attendance_reason_present"]
    for code, reason in REASONS.items():
        assert check_mark(Mark(False, reason.side.value, code), 60)
        assert Mark(False, reason=code).whose == reason.side


def test_each_word_alone_is_a_reason():
    assert {word: REASONS[code].word for word, code in PLAIN.items()} == {one: one for one in PLAIN}
    assert set(PLAIN) == set(Word) - {Word.PRESENT}


@pytest.mark.parametrize("minutes", [-1, 60, 600])
def test_late_is_less_than_the_whole_session(minutes):
    assert codes(check_mark(Mark(True, late_minutes=minutes), 60)) == ["attendance_late_minutes"]
    assert check_mark(Mark(True, late_minutes=59), 60)
    assert codes(check_mark(Mark(False, reason="ill", late_minutes=5), 60)) == ["attendance_late_absent"]


def test_a_session_not_held_says_whose_doing_and_why():
    assert check_not_held(HELD, DAY, "facility", "Blok dikunci.")
    assert codes(check_not_held(HELD, DAY, "nobody", "x")) == [
        "attendance_side_unknown", "attendance_because_missing",
    ]  # fmt: skip
    assert codes(check_not_held(HELD, DAY, "facility", "x" * 501)) == ["attendance_why_long"]


def test_a_correction_changes_something_and_says_why():
    held = Sitting(DAY, "held", 60)
    assert check_correction(held, ABSENT, PRESENT, "Salah baca.")
    assert check_correction(held, None, PRESENT, "Terlewat.")
    assert codes(check_correction(HELD, None, PRESENT, "Terlewat.")) == ["attendance_not_marked"]
    assert codes(check_correction(held, ABSENT, ABSENT, "")) == ["attendance_same", "attendance_why_missing"]
    assert codes(check_correction(held, ABSENT, PRESENT, "x" * 501)) == ["attendance_why_long"]


def test_entries_after_three_days_carry_that_they_came_late():
    assert not attendance.entered_late(DAY, DAY + timedelta(days=3))
    assert attendance.entered_late(DAY, DAY + timedelta(days=4))


def test_three_absences_in_a_row_stand_out_and_two_do_not():
    assert pattern_in([PRESENT, ABSENT, ABSENT]) is None
    found = pattern_in([PRESENT, ABSENT, ABSENT, Mark(False, reason="lockdown")])
    assert (found.in_a_row, found.sides) == (3, {"person": 2, "facility": 1})
    assert pattern_in([ABSENT, ABSENT, ABSENT, PRESENT]) is None


def test_less_than_sixty_of_a_hundred_of_the_last_ten_stand_out():
    def of_ten(came):
        return [ABSENT, PRESENT] * (10 - came) + [PRESENT] * (2 * came - 10)

    assert pattern_in(of_ten(6)) is None
    assert pattern_in(of_ten(5)).attended == 5
    assert pattern_in([PRESENT] * 5 + of_ten(5)).in_a_row == 0
    assert pattern_in([ABSENT, PRESENT] * 4) is None, "fewer than ten sessions give no percentage"


@given(marks)
def test_patterns_agree_with_counting_by_hand(said):
    last = said[-10:]
    row = len(said) >= 3 and not any(one.attended for one in said[-3:])
    few = len(last) == 10 and sum(one.attended for one in last) / 10 < 0.6
    assert (pattern_in(said) is not None) == (row or few)


@given(marks)
def test_whoever_came_last_was_not_absent_in_a_row(said):
    found = pattern_in([*said, PRESENT])
    assert found is None or found.in_a_row == 0
