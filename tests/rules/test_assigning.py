"""Whether a counsellor may be given somebody, and when a worker is away."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.language.definitions import LANGUAGES, wording
from pulih.rules.assigning import (
    ABSENCES,
    Absence,
    Given,
    Place,
    check_absence,
    check_assigning,
    check_choice,
    check_coming_back,
    check_reporting,
    check_why,
    last_day,
    remaining,
)
from pulih.rules.competencies import Held
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Role
from pulih.rules.verdicts import ALLOWED, refused
from tests.rules.refusing import codes

TODAY = date(2024, 5, 2)
DAY = timedelta(days=1)
WORKER = Given(uuid4(), frozenset({Role.COUNSELLOR}))
PLACE = Place(Status.ADMITTED, None, TODAY - 90 * DAY)


def test_a_counsellor_who_is_here_may_be_given_somebody_in_a_programme():
    assert check_assigning(WORKER, PLACE, TODAY, TODAY)


@pytest.mark.parametrize("status", Status)
def test_from_the_recommendation_to_the_end_of_the_pathway(status):
    open_to_it = {Status.RECOMMENDED, Status.WAITING, Status.OFFERED, Status.ADMITTED, Status.ON_HOLD}
    found = check_assigning(WORKER, replace(PLACE, status=status), TODAY, TODAY)
    assert codes(found) == ([] if status in open_to_it else ["caseload_status"])


def test_on_hold_counts_as_what_it_was_held_from():
    held = replace(PLACE, status=Status.ON_HOLD, held_from=Status.CANDIDATE)
    assert codes(check_assigning(WORKER, held, TODAY, TODAY)) == ["caseload_status"]
    assert check_assigning(WORKER, replace(held, held_from=Status.ADMITTED), TODAY, TODAY)


def test_only_a_counsellor_answers_for_somebody_others_stand_beside():
    nurse = replace(WORKER, roles=frozenset({Role.NURSE}))
    assert codes(check_assigning(nurse, PLACE, TODAY, TODAY)) == ["caseload_not_counsellor"]
    assert check_assigning(nurse, PLACE, TODAY, TODAY, main=False)
    for roles in (frozenset(), frozenset({Role.REGISTRAR})):
        stranger = replace(WORKER, roles=roles)
        assert codes(check_assigning(stranger, PLACE, TODAY, TODAY)) == ["caseload_not_staff"]


def test_not_to_who_is_away_not_twice_not_in_the_future_and_not_before_the_pathway():
    away = replace(WORKER, away_until=TODAY + DAY)
    assert codes(check_assigning(away, PLACE, TODAY, TODAY)) == ["caseload_away"]
    taken = replace(PLACE, main=WORKER.id, main_since=TODAY - 5 * DAY, all=frozenset({WORKER.id}))
    assert codes(check_assigning(WORKER, taken, TODAY, TODAY)) == ["caseload_already"]
    assert codes(check_assigning(WORKER, taken, TODAY, TODAY, main=False)) == ["caseload_already"]
    assert codes(check_assigning(WORKER, PLACE, TODAY + DAY, TODAY)) == ["caseload_in_future"]
    assert codes(check_assigning(WORKER, PLACE, TODAY - 91 * DAY, TODAY)) == ["caseload_before"]
    other = replace(taken, main=uuid4(), all=frozenset())
    assert codes(check_assigning(WORKER, other, TODAY - 6 * DAY, TODAY)) == ["caseload_before"]
    assert check_assigning(WORKER, other, TODAY - 6 * DAY, TODAY, main=False)


def test_the_main_counsellor_holds_what_the_programme_measures_with():
    asked = replace(PLACE, needs=("addiction_severity", "motivation"))
    half = replace(WORKER, held=(Held("motivation", TODAY - DAY),))
    found = check_assigning(half, asked, TODAY, TODAY)
    assert codes(found) == ["caseload_competency"]
    assert found.reasons[0].facts == {"competencies": ["addiction_severity"]}
    assert check_assigning(half, asked, TODAY, TODAY, main=False)


def test_everything_that_is_wrong_is_said_at_once():
    nobody = Given(uuid4(), away_until=TODAY)
    found = check_assigning(nobody, replace(PLACE, status=Status.CLOSED), TODAY + DAY, TODAY)
    assert codes(found) == ["caseload_status", "caseload_in_future", "caseload_not_staff", "caseload_away"]


def test_the_suggested_one_needs_no_words_another_does():
    one, other = uuid4(), uuid4()
    assert check_choice(one, one, "")
    assert codes(check_choice(one, other, " x ")) == ["caseload_reason_missing"]
    assert codes(check_choice(one, None, "")) == ["caseload_reason_missing"]
    assert check_choice(one, other, "Sudah saling kenal.")
    assert codes(check_choice(one, one, "x" * 501)) == ["caseload_reason_long"]
    assert codes(check_why("")) == ["caseload_why_missing"]


def test_an_absence_has_a_cause_an_order_and_does_not_cross_another():
    days = Absence(TODAY, TODAY + 5 * DAY)
    assert check_absence(days, "leave", [], TODAY)
    assert codes(check_absence(days, "x", [], TODAY)) == ["absence_reason"]
    assert codes(check_absence(Absence(TODAY, TODAY - DAY), "ill", [], TODAY)) == ["absence_order"]
    assert codes(check_absence(Absence(TODAY, TODAY + 366 * DAY), "ill", [], TODAY)) == ["absence_long"]
    assert codes(check_absence(Absence(TODAY - 93 * DAY, TODAY), "ill", [], TODAY)) == ["absence_long_ago"]
    far = TODAY + 367 * DAY
    assert codes(check_absence(Absence(far, far), "leave", [], TODAY)) == ["absence_far"]
    beside = Absence(TODAY + 5 * DAY, TODAY + 9 * DAY)
    assert codes(check_absence(days, "leave", [beside], TODAY)) == ["absence_overlaps"]
    assert check_absence(days, "leave", [Absence(TODAY + 6 * DAY, TODAY + 9 * DAY)], TODAY)


def test_coming_back_keeps_the_days_that_were():
    days = Absence(TODAY - 5 * DAY, TODAY + 5 * DAY)
    assert check_coming_back(days, TODAY, TODAY)
    assert remaining(days, TODAY) == Absence(TODAY - 5 * DAY, TODAY - DAY)
    assert remaining(days, days.from_on) is None
    assert remaining(days, TODAY + 6 * DAY) == days
    assert codes(check_coming_back(days, TODAY + DAY, TODAY)) == ["return_in_future"]
    assert codes(check_coming_back(days, TODAY - 6 * DAY, TODAY)) == ["return_before"]


def test_who_is_away_is_said_by_oneself_or_by_the_one_who_assigns():
    me, other = uuid4(), uuid4()
    no = refused("permission_missing")
    assert check_reporting(me, me, no)
    assert check_reporting(other, me, ALLOWED)
    assert codes(check_reporting(other, me, no)) == ["permission_missing"]


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_counsellor_never_ends_before_they_began(start, later):
    begun = TODAY + start * DAY
    last = last_day(begun, begun + later * DAY)
    assert begun <= last <= begun + later * DAY
    assert later == 0 or last == begun + (later - 1) * DAY


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_has_words(language):
    assert {f"absence.{code}" for code in ABSENCES} <= set(wording(language))
