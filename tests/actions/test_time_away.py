"""Isolation, court, hospital: the programme stands still where it must and goes on by itself."""

from datetime import timedelta

import pytest

from pulih.actions import custody, enrolments
from pulih.queries import custody as looked_up
from pulih.records.models import Enrolment, StatusChange, Stay, TimeAway
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

DAY = START + timedelta(days=30)


@pytest.fixture
def team(db):
    return waves.team()


@pytest.fixture
def inside(team):
    """Somebody admitted to one programme and a candidate of the other."""
    wave = waves.plan(team, social=2, medical=2)
    person = waves.resident(team)
    waves.candidate(team, wave.cycles["medical"], person)
    return Enrolment(pk=waves.admitted(team, wave.cycles["social"], person), person_id=person)


def away(team, person, kind="isolation", from_on=DAY, back_on=None, today=DAY):
    with acting(team.registrar, today):
        return custody.record_away(
            person_id=person, kind=kind, from_on=from_on, back_on=back_on, by=team.registrar
        )


def back(team, away_id, on):
    with acting(team.registrar, on):
        custody.record_return(away_id=away_id, back_on=on, by=team.registrar)


def stands(team, row, day=DAY):
    with acting(team.manager, day):
        row = Enrolment.objects.get(pk=row.pk)
        last = StatusChange.objects.filter(enrolment=row).latest("id")
        return row.status, last.reason, last.effective_on


def test_isolation_puts_on_hold_who_was_admitted_and_the_return_takes_them_back(team, inside):
    one = away(team, inside.person_id)
    assert stands(team, inside) == ("on_hold", "isolation", DAY)
    with acting(team.registrar, DAY):
        (row,) = looked_up.away_list(team.registrar)
        assert (row.held, row.days) == (1, 0)
    later = DAY + timedelta(days=9)
    back(team, one, later)
    assert stands(team, inside, later) == ("admitted", "", later)
    with pytest.raises(RuleBroken, match="away_back_already"):
        back(team, one, later)


@pytest.mark.parametrize(("days", "status"), [(0, "admitted"), (7, "admitted"), (8, "admitted")])
def test_what_is_over_when_entered_leaves_the_programme_running(team, inside, days, status):
    """Eight days were too long: the hold and its end are both entered."""
    away(team, inside.person_id, "court", DAY, DAY + timedelta(days=days), DAY + timedelta(days=10))
    assert stands(team, inside)[0] == status
    with acting(team.manager, DAY):
        steps = StatusChange.objects.filter(enrolment_id=inside.pk, to_status="on_hold").count()
    assert steps == (1 if days > 7 else 0)


def test_what_somebody_moved_on_meanwhile_is_left_to_them(team, inside):
    one = away(team, inside.person_id, "hospital")
    with acting(team.manager, DAY + timedelta(days=2)):
        enrolments.move_on(
            enrolment_id=inside.pk, target="exited", effective_on=DAY + timedelta(days=2), reason="medical",
            by=team.manager,
        )  # fmt: skip
    back(team, one, DAY + timedelta(days=5))
    assert stands(team, inside)[:2] == ("exited", "medical")


def test_whoever_leaves_is_away_no_more_and_out_of_the_programme(team, inside):
    away(team, inside.person_id, "hospital")
    gone = DAY + timedelta(days=3)
    with acting(team.registrar, gone):
        stay = Stay.objects.get(person_id=inside.person_id)
        custody.end_stay(stay_id=stay.pk, ended_on=gone, how="died", revision=None, by=team.registrar)
        assert TimeAway.objects.get().back_on == gone
    assert stands(team, inside, gone)[:2] == ("exited", "died")


def test_refused_are_a_second_time_at_once_and_somebody_of_another_office(team, inside):
    away(team, inside.person_id)
    with pytest.raises(RuleBroken, match="away_overlaps"):
        away(team, inside.person_id, "court")
    with pytest.raises(RuleBroken, match="not_found"):
        away(waves.team(), inside.person_id)
