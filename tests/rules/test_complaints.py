"""Complaints: what may be recorded, when an answer is owed, and what an answer must say."""

from datetime import date, timedelta

import pytest

from pulih.rules.complaints import (
    ANSWER_DAYS,
    LATEST_DAYS,
    LONGEST_TEXT,
    check_answer,
    check_complaint,
    is_late,
    owed_by,
)
from tests.rules.refusing import codes

DAY = date(2024, 3, 4)
TEXT = "Obat pagi tidak dibagikan."


@pytest.mark.parametrize(
    ("about", "text", "received", "found"),
    [
        ("health", TEXT, DAY, []),
        ("food", TEXT, DAY, ["complaint_about_unknown"]),
        ("health", " obat ", DAY, ["complaint_text_short"]),
        ("health", "x" * (LONGEST_TEXT + 1), DAY, ["complaint_text_long"]),
        ("health", TEXT, DAY + timedelta(days=1), ["complaint_in_future"]),
        ("health", TEXT, DAY - timedelta(days=LATEST_DAYS + 1), ["complaint_too_old"]),
    ],
)
def test_what_may_be_recorded(about, text, received, found):
    assert codes(check_complaint(about, text, received, DAY)) == found


def test_an_answer_is_owed_a_fortnight_after_the_complaint_came_in():
    owed = owed_by(DAY)
    assert (owed - DAY).days == ANSWER_DAYS == 14
    assert [is_late(owed, None, owed), is_late(owed, None, owed + timedelta(days=1))] == [False, True]
    assert not is_late(owed, owed + timedelta(days=9), owed + timedelta(days=20))


@pytest.mark.parametrize(
    ("decision", "answer", "answered_on", "found"),
    [
        ("upheld", "Jadwal obat diperbaiki.", None, []),
        ("", "ya", None, ["complaint_decision_missing", "complaint_answer_short"]),
        ("upheld", "x" * (LONGEST_TEXT + 1), None, ["complaint_text_long"]),
        ("upheld", "Jadwal obat diperbaiki.", DAY, ["complaint_answered"]),
    ],
)
def test_an_answer_is_given_once_with_what_was_found_and_why(decision, answer, answered_on, found):
    assert codes(check_answer(decision, answer, answered_on)) == found
