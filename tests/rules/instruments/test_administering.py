"""Who may put an instrument to somebody: role, training on the day of the form, the way it is filled, licence."""

from dataclasses import replace
from datetime import date

import pytest

from pulih.language.instruments import instrument
from pulih.rules.competencies import Held
from pulih.rules.instruments import check_administering
from pulih.rules.permissions import Role

ASSIST, COWS, WHOQOL, CSQ = (instrument(code) for code in ("assist-3.1", "cows", "whoqol-bref", "csq-8"))
DAY = date(2026, 3, 2)
TRAINED = (Held("substance_screening", date(2024, 1, 1), date(2026, 3, 2)),)


def reasons(one=ASSIST, *, role=Role.ASSESSOR, mode="interview", held=TRAINED, on=DAY, worded=False):
    verdict = check_administering(one, role=role, mode=mode, held=held, on=on, worded=worded)
    assert bool(verdict) == (not verdict.reasons)
    return [reason.code for reason in verdict.reasons]


def test_whoever_is_trained_may_and_the_last_day_still_counts():
    assert reasons() == []
    assert reasons(on=date(2026, 3, 3)) == ["competency_expired"]
    assert reasons(on=date(2023, 12, 31)) == ["competency_not_yet"]
    assert reasons(held=()) == ["competency_missing"]


def test_training_for_something_else_is_no_training():
    assert reasons(held=(Held("observation", date(2024, 1, 1)),)) == ["competency_missing"]


def test_an_instrument_that_asks_for_none_needs_none():
    assert reasons(WHOQOL, held=()) == []


def test_keying_what_somebody_filled_needs_no_training_but_the_instrument_must_allow_it():
    by_themselves = replace(ASSIST, modes=("interview", "self"))
    assert reasons(by_themselves, mode="self", held=()) == []
    assert reasons(ASSIST, mode="self", held=()) == ["mode_not_valid"]


@pytest.mark.parametrize(
    ("role", "allowed"), [(Role.NURSE, True), (Role.COUNSELLOR, False), (Role.SYSTEM, True)]
)
def test_roles_are_the_definition_s(role, allowed):
    found = reasons(COWS, role=role, held=(Held("withdrawal_assessment", date(2024, 1, 1)),))
    assert found == ([] if allowed else ["instrument_not_for_role"])


def test_without_licensed_text_some_are_not_offered():
    assert reasons(CSQ, mode="self") == ["instrument_needs_wording"]
    assert reasons(CSQ, mode="self", worded=True) == []


def test_every_reason_is_said_at_once():
    assert reasons(ASSIST, role=Role.REGISTRAR, mode="self", held=()) == [
        "instrument_not_for_role",
        "mode_not_valid",
    ]
