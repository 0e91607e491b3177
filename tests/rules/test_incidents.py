"""Incidents: what one must say, how it is put right, and when the nurse is called."""

from dataclasses import replace
from datetime import date

import pytest

from pulih.language.definitions import LANGUAGES, wording
from pulih.rules.incidents import (
    LONGEST_TEXT,
    IncidentKind,
    Told,
    check_correction,
    check_incident,
    needs_a_nurse,
)
from pulih.rules.stays import Stay, StayKind

TODAY = date(2024, 5, 14)
STAYS = (Stay(1, "B2-1", StayKind.REMAND, date(2024, 2, 1)),)
TOLD = Told("fight", TODAY, "Berkelahi di lapangan saat apel.", "Dipisahkan petugas.")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"kind": "quarrel"}, ("incident_kind_unknown", "kind")),
        ({"on": date(2024, 5, 15)}, ("incident_in_future", "on")),
        ({"on": date(2024, 1, 31)}, ("incident_not_here", "on")),
        ({"text": "ribut"}, ("incident_text_missing", "text")),
        ({"text": "x" * (LONGEST_TEXT + 1)}, ("incident_text_long", "text")),
        ({"followed_by": "x" * (LONGEST_TEXT + 1)}, ("incident_followed_long", "followed_by")),
    ],
)
def test_what_cannot_be_an_incident_says_why_at_its_place(changed, refusal):
    assert check_incident(TOLD, STAYS, TODAY)
    assert check_incident(replace(TOLD, followed_by=""), STAYS, TODAY), "what follows may come later"
    verdict = check_incident(replace(TOLD, **changed), STAYS, TODAY)
    assert [(one.code, one.about) for one in verdict.reasons] == [refusal]


@pytest.mark.parametrize(
    ("changed", "why", "corrected", "codes"),
    [
        ({"followed_by": "Sidang TPP."}, "Tindak lanjut menyusul.", False, set()),
        ({"kind": "damage"}, "Salah jenis.", False, set()),
        ({"text": TOLD.text + " "}, "Salah ketik.", False, {"incident_unchanged"}),
        ({"kind": "damage"}, "", False, {"incident_why_missing"}),
        ({"kind": "damage"}, "x" * 501, False, {"incident_why_long"}),
        ({"kind": "damage"}, "Salah jenis.", True, {"incident_corrected_already"}),
    ],
)
def test_a_correction_differs_and_says_why_once(changed, why, corrected, codes):
    verdict = check_correction(TOLD, replace(TOLD, **changed), why, STAYS, TODAY, corrected=corrected)
    assert {one.code for one in verdict.reasons} == codes


def test_self_harm_calls_the_nurse_once():
    assert [kind for kind in IncidentKind if needs_a_nurse(kind)] == [IncidentKind.SELF_HARM]
    assert needs_a_nurse("self_harm", "fight"), "a correction may find out that it was self-harm"
    assert not needs_a_nurse("self_harm", "self_harm")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words(language):
    assert {f"incident.{kind.value}" for kind in IncidentKind} <= set(wording(language))
