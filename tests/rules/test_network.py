"""What an event must say, by its kind; what an agreement and what hangs on it must."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pulih.rules.network import (
    ENDS_SOON_DAYS,
    MOST_GUESTS,
    MOST_PEOPLE,
    Activity,
    Agreed,
    AgreementState,
    Guest,
    Meeting,
    WaveDays,
    check_activity,
    check_agreement,
    check_ending,
    check_meeting,
    state_of,
)

TODAY = date(2024, 5, 14)
WAVE = WaveDays(2024, date(2024, 8, 4))
OPENING = Meeting("opening", "Pembukaan rehabilitasi 2024", TODAY, 3, (Guest(7, 2, "Kepala BNNP"), Guest(8)))
CLOSING = replace(OPENING, kind="closing", held_on=date(2024, 8, 2), wave=WAVE)
RALLY = replace(OPENING, kind="coordination", held_on=date(2024, 6, 3))
AGREED = Agreed(
    7, "PKS-1/2024", "Pelatihan las", ("education", "health"), date(2024, 1, 2), date(2024, 1, 8), date(2024, 12, 31)
)  # fmt: skip
LESSONS = Activity("education", "Kejar paket C", date(2024, 2, 1), date(2024, 6, 1), 12)


def refused(verdict) -> list[tuple[str, str | None]]:
    return [(reason.code, reason.about) for reason in verdict.reasons]


def test_an_opening_of_today_with_host_and_guests_is_recorded():
    assert check_meeting(OPENING, TODAY)
    assert check_meeting(replace(OPENING, guests=()), TODAY), "nobody else needs to come"
    assert check_meeting(replace(OPENING, guests=(Guest(3, 5),)), TODAY), "the host's own people count too"
    assert check_meeting(replace(OPENING, wave=WAVE, minutes="Dibuka."), TODAY)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "party"}, "event_kind_unknown", "kind"),
        ({"title": "  abc "}, "event_title_missing", "title"),
        ({"held_on": date(2024, 5, 15)}, "event_in_future", "held_on"),
        ({"host_id": None}, "event_host_missing", "host"),
        ({"guests": (Guest(7), Guest(8), Guest(7, 3))}, "event_guest_twice", "guest_2"),
        ({"guests": (Guest(7), Guest(8, 0))}, "event_guest_people", "guest_1"),
        ({"guests": (Guest(7, MOST_PEOPLE + 1),)}, "event_guest_people", "guest_0"),
        ({"guests": (Guest(7, field="magic"),)}, "event_guest_field", "guest_0"),
        ({"wave": replace(WAVE, budget_year=2023)}, "event_outside_budget_year", "held_on"),
        ({"wave": replace(WAVE, budget_year=2025)}, "event_outside_budget_year", "held_on"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_named_at_its_field(change, code, field):
    assert refused(check_meeting(replace(OPENING, **change), TODAY)) == [(code, field)]


def test_a_closing_belongs_to_a_wave_that_ends_and_may_be_announced():
    assert check_meeting(CLOSING, TODAY), "guests are invited ahead"
    assert check_meeting(replace(CLOSING, held_on=WAVE.ends_on - timedelta(days=30)), TODAY)
    early = replace(CLOSING, held_on=WAVE.ends_on - timedelta(days=31))
    assert refused(check_meeting(early, TODAY)) == [("event_closing_early", "held_on")]
    assert check_meeting(replace(CLOSING, held_on=WAVE.ends_on), date(2025, 1, 1)), "or afterwards"
    assert refused(check_meeting(replace(CLOSING, wave=None), TODAY)) == [("event_wave_missing", "wave")]


def test_a_coordination_meeting_is_announced_and_minuted_afterwards():
    assert check_meeting(RALLY, TODAY)
    minuted = replace(RALLY, minutes="Disepakati jadwal.")
    assert refused(check_meeting(minuted, TODAY)) == [("event_minutes_early", "minutes")]
    assert check_meeting(minuted, RALLY.held_on)
    typo = replace(RALLY, held_on=date(2042, 6, 3))
    assert refused(check_meeting(typo, TODAY)) == [("event_far_ahead", "held_on")]


def test_everything_wrong_is_said_at_once():
    wrong = Meeting("opening", "", date(2025, 1, 1), None, (Guest(7, 0), Guest(7)), "Sudah.")
    assert [code for code, _ in refused(check_meeting(wrong, TODAY))] == [
        "event_title_missing", "event_in_future", "event_host_missing", "event_minutes_early",
        "event_guest_people", "event_guest_twice",
    ]  # fmt: skip


def test_a_list_has_an_end():
    guests = tuple(Guest(number) for number in range(1, MOST_GUESTS + 2))
    assert refused(check_meeting(replace(OPENING, guests=guests), TODAY)) == [
        ("event_guests_many", f"guest_{MOST_GUESTS}")
    ]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"partner_id": None}, "agreement_partner_missing", "partner"),
        ({"partner_id": 3}, "agreement_with_itself", "partner"),
        ({"number": " 1"}, "agreement_number_missing", "number"),
        ({"title": "Las"}, "agreement_title_missing", "title"),
        ({"fields": ()}, "agreement_fields_missing", "fields"),
        ({"fields": ("education", "magic")}, "agreement_field_unknown", "fields"),
        ({"signed_on": date(2024, 5, 15)}, "agreement_signed_in_future", "signed_on"),
        ({"ends_on": date(2024, 1, 7)}, "agreement_ends_before_start", "ends_on"),
    ],
)
def test_an_agreement_says_with_whom_what_and_until_when(change, code, field):
    assert check_agreement(AGREED, 3, TODAY)
    assert check_agreement(replace(AGREED, ends_on=None), 3, TODAY), "one without an end"
    assert refused(check_agreement(replace(AGREED, **change), 3, TODAY)) == [(code, field)]


def test_a_number_stands_once():
    assert refused(check_agreement(AGREED, 3, TODAY, taken=True)) == [("agreement_number_taken", "number")]


@pytest.mark.parametrize(
    ("change", "on", "state"),
    [
        ({}, date(2024, 1, 7), AgreementState.COMING),
        ({}, date(2024, 1, 8), AgreementState.RUNNING),
        ({}, date(2024, 12, 30) - timedelta(days=ENDS_SOON_DAYS), AgreementState.RUNNING),
        ({}, date(2024, 12, 31) - timedelta(days=ENDS_SOON_DAYS), AgreementState.ENDS_SOON),
        ({}, date(2024, 12, 31), AgreementState.ENDS_SOON),
        ({}, date(2025, 1, 1), AgreementState.ENDED),
        ({"ends_on": None}, date(2030, 1, 1), AgreementState.RUNNING),
        ({"ended_early_on": date(2024, 3, 1)}, date(2024, 3, 2), AgreementState.ENDED_EARLY),
    ],
)
def test_how_an_agreement_stands_on_a_day(change, on, state):
    assert state_of(replace(AGREED, **change), on) is state


def test_an_agreement_ends_early_inside_its_period_with_a_reason():
    assert check_ending(AGREED, TODAY, "Mitra bubar", TODAY)
    why = "Mitra bubar"
    assert refused(check_ending(AGREED, TODAY, " ", TODAY)) == [("agreement_reason_missing", "because")]
    assert refused(check_ending(AGREED, date(2024, 5, 15), why, TODAY)) == [("agreement_end_in_future", "on")]
    assert refused(check_ending(AGREED, date(2024, 1, 7), why, TODAY)) == [("agreement_end_outside", "on")]
    assert refused(check_ending(AGREED, TODAY, why, date(2025, 1, 1))) == [("agreement_ended_already", None)]
    twice = replace(AGREED, ended_early_on=date(2024, 3, 1))
    assert refused(check_ending(twice, TODAY, why, TODAY)) == [("agreement_ended_already", None)]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"title": "Las"}, "activity_title_missing", "title"),
        ({"field": "research"}, "activity_field_not_agreed", "field"),
        ({"ends_on": date(2024, 1, 31)}, "activity_ends_before_start", "ends_on"),
        ({"starts_on": date(2024, 1, 7)}, "activity_before_agreement", "starts_on"),
        ({"starts_on": date(2025, 1, 1), "ends_on": None}, "activity_after_agreement", "starts_on"),
        ({"ends_on": date(2025, 1, 1)}, "activity_after_agreement", "ends_on"),
        ({"people": 0}, "activity_people", "people"),
    ],
)
def test_an_activity_hangs_on_an_agreement_in_a_field_of_it_and_inside_its_period(change, code, field):
    assert check_activity(AGREED, LESSONS)
    assert check_activity(AGREED, replace(LESSONS, ends_on=None, people=None))
    assert refused(check_activity(AGREED, replace(LESSONS, **change))) == [(code, field)]
