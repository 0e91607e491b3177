"""A stay ends, and with it what ran there: one act, one truth, everybody still on the sheet."""

from datetime import timedelta

import pytest

from pulih.actions import custody
from pulih.actions.enrolments import correct_change
from pulih.queries.outcomes import sheet_of
from pulih.records.models import Enrolment, StatusChange, Stay
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

LEFT = START + timedelta(days=50)


@pytest.fixture
def team(db):
    return waves.team()


def leave(team, person, how="released_parole", note="", on=LEFT):
    with acting(team.registrar, LEFT + timedelta(days=1)):
        stay = Stay.objects.get(person_id=person, ended_on=None)
        custody.end_stay(
            stay_id=stay.pk, ended_on=on, how=how, note=note, revision=stay.revision, by=team.registrar
        )


def test_whoever_runs_is_exited_and_whoever_waits_is_not_selected(team):
    wave = waves.plan(team, medical=2, social=2)
    person = waves.resident(team)
    running = waves.admitted(team, wave.cycles["social"], person)
    waiting = waves.candidate(team, wave.cycles["medical"], person)
    leave(team, person)
    with acting(team.manager, LEFT + timedelta(days=2)):
        rows = {row.pk: row for row in Enrolment.objects.filter(person_id=person)}
        sheet = sheet_of(team.manager, wave.reference).sheet
    assert (rows[running].status, rows[running].exit_reason) == ("exited", "released_early")
    assert (rows[running].ended_on, rows[running].in_place) == (LEFT, False)
    assert rows[waiting].status == "not_selected"
    social = next(one for one in sheet.columns if one.code == "social")
    assert (social.started, [(one.reason, one.count) for one in social.places if one.count]) == (
        1,
        [("released_early", 1)],
    )


def test_the_place_is_free_at_once(team):
    wave = waves.plan(team, social=1)
    person = waves.resident(team)
    waves.admitted(team, wave.cycles["social"], person)
    leave(team, person, how="died")
    waves.admitted(team, wave.cycles["social"], waves.resident(team), on=LEFT + timedelta(days=2))


def test_an_ending_in_other_words_carries_them_into_the_pathway(team):
    wave = waves.plan(team)
    person = waves.resident(team)
    running = waves.admitted(team, wave.cycles["social"], person)
    with pytest.raises(RuleBroken):
        leave(team, person, how="other")
    leave(team, person, how="other", note="Dibawa ke tahanan polisi untuk perkara lain")
    with acting(team.manager, LEFT + timedelta(days=2)):
        last = StatusChange.objects.filter(enrolment_id=running).latest("id")
    assert (last.reason, last.note) == ("other", "Dibawa ke tahanan polisi untuk perkara lain")


def test_an_enrolment_that_ended_before_is_left_as_it_was(team):
    wave = waves.plan(team)
    person = waves.resident(team)
    running = waves.admitted(team, wave.cycles["social"], person)
    waves.left(team, running, "exited", START + timedelta(days=9), "withdrew")
    leave(team, person)
    with acting(team.manager, LEFT + timedelta(days=2)):
        row = Enrolment.objects.get(pk=running)
    assert (row.exit_reason, row.ended_on) == ("withdrew", START + timedelta(days=9))


def test_what_is_refused_changes_nothing(team):
    wave = waves.plan(team)
    person = waves.resident(team)
    running = waves.admitted(team, wave.cycles["social"], person)
    with pytest.raises(RuleBroken):
        leave(team, person, on=LEFT + timedelta(days=30))
    with acting(team.manager, LEFT + timedelta(days=2)):
        assert Enrolment.objects.get(pk=running).status == "admitted"
        assert Stay.objects.get(person_id=person).ended_on is None


def test_an_end_is_not_taken_back_for_somebody_who_has_left(team):
    """Annulled, the exit would leave somebody running who is not here."""
    wave = waves.plan(team)
    person = waves.resident(team)
    running = waves.admitted(team, wave.cycles["social"], person)
    leave(team, person)
    with acting(team.manager, LEFT + timedelta(days=2)):
        last = StatusChange.objects.filter(enrolment_id=running).latest("id")
        with pytest.raises(RuleBroken, match="not_held_here"):
            correct_change(change_id=last.pk, annul=True, why="Salah orang yang dicatat", by=team.manager)
