"""Notes: the compartments a role reads, the days a note may bear, and what a correction must say."""

from datetime import date, timedelta

import pytest

from pulih.rules.actors import Actor
from pulih.rules.notes import (
    LATE_AFTER_DAYS,
    LONGEST_TEXT,
    Compartment,
    Meeting,
    check_correction,
    check_note,
    check_reading,
    readable,
    written_late,
)
from pulih.rules.permissions import Role
from pulih.rules.stays import Stay, StayKind

TODAY = date(2024, 5, 14)
HERE = Stay(1, "B2-1", StayKind.SENTENCED, date(2024, 2, 1), ended_on=date(2024, 5, 1))
BACK = Stay(1, "B2-2", StayKind.SENTENCED, date(2024, 5, 10))
TEXT = "Datang tenang, mau bercerita."


def refusals(**changed):
    given = {
        "compartment": "psychological",
        "open_to_writer": (Compartment.PSYCHOLOGICAL,),
        "on": TODAY,
        "text": TEXT,
        "stays": (HERE, BACK),
        "today": TODAY,
        **changed,
    }
    return {(one.code, one.about) for one in check_note(**given).reasons}


@pytest.mark.parametrize(
    ("role", "compartments"),
    [
        (Role.NURSE, {Compartment.CLINICAL}),
        (Role.COUNSELLOR, {Compartment.PSYCHOLOGICAL}),
        (Role.ASSESSOR, {Compartment.PSYCHOLOGICAL}),
        (Role.PROGRAMME_MANAGER, set()),
        (Role.HEAD_OF_FACILITY, set()),
        (Role.REGISTRAR, set()),
        (Role.REGIONAL_OFFICER, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_a_role_reads_its_compartment_and_no_other(role, compartments):
    actor = Actor(None, "Rekaan", role, 1)
    assert set(readable(actor)) == compartments
    assert bool(check_reading(actor)) is bool(compartments)


def test_a_note_of_a_day_here_in_an_open_compartment_is_written():
    assert refusals() == set()
    assert refusals(on=date(2024, 5, 1)) == set(), "the day of leaving is still a day here"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"compartment": "clinical"}, ("note_compartment_closed", "compartment")),
        ({"compartment": "diary"}, ("note_compartment_closed", "compartment")),
        ({"on": TODAY + timedelta(days=1)}, ("note_in_future", "on")),
        ({"on": date(2024, 5, 5)}, ("note_not_here", "on")),
        ({"on": date(2024, 1, 31)}, ("note_not_here", "on")),
        ({"stays": ()}, ("note_not_here", "on")),
        ({"text": "   ok    "}, ("note_text_missing", "text")),
        ({"text": "x" * (LONGEST_TEXT + 1)}, ("note_text_long", "text")),
        ({"meeting": Meeting(TODAY, False, False)}, ("note_session_not_theirs", None)),
        ({"meeting": Meeting(TODAY, True, True)}, ("note_session_cancelled", None)),
        ({"meeting": Meeting(date(2024, 5, 13), False, True)}, ("note_session_other_day", "on")),
    ],
)
def test_what_cannot_be_a_note_says_why_at_its_place(changed, refusal):
    assert refusals(**changed) == {refusal}


@pytest.mark.parametrize(
    ("text", "why", "corrected", "codes"),
    [
        ("Datang tenang, tidak mau bercerita.", "Keliru mendengar.", False, set()),
        (f" {TEXT} ", "Keliru mendengar.", False, {"note_unchanged"}),
        ("Datang gelisah, mau bercerita.", " ", False, {"note_why_missing"}),
        ("Datang gelisah, mau bercerita.", "x" * 501, False, {"note_why_long"}),
        ("Datang gelisah, mau bercerita.", "Keliru.", True, {"note_corrected_already"}),
        ("", "", False, {"note_text_missing", "note_why_missing"}),
    ],
)
def test_a_correction_says_something_else_and_why_once(text, why, corrected, codes):
    assert {one.code for one in check_correction(TEXT, text, why, corrected=corrected).reasons} == codes


def test_a_note_is_late_from_the_third_day():
    days = [written_late(TODAY - timedelta(days=after), TODAY) for after in range(5)]
    assert days == [after > LATE_AFTER_DAYS for after in range(5)] == [False, False, False, True, True]
