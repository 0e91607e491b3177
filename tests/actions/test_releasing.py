"""Getting ready for release, and who cannot finish any more because the dates moved."""

from datetime import timedelta

import pytest

from pulih.actions import custody, enrolments
from pulih.actions.people import record_sentence
from pulih.queries import custody as looked_up
from pulih.records.models import Stay
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

DAY = START + timedelta(days=60)


@pytest.fixture
def team(db):
    return waves.team()


@pytest.fixture
def person(team):
    """Somebody in a programme who is free in ten days, as the register says now."""
    wave = waves.plan(team)
    found = waves.resident(team, "Bagas Rekaan")
    waves.admitted(team, wave.cycles["social"], found)
    waves.resident(team, expires_on=DAY + timedelta(days=3)), "goes too, but was in no programme"
    moved(team, found, DAY + timedelta(days=10))
    return found


def moved(team, person, expires_on):
    with acting(team.registrar, DAY - timedelta(days=5)):
        record_sentence(
            person_id=person, articles="112", started_on=None, two_thirds_on=None, expires_on=expires_on,
            as_of=DAY - timedelta(days=6), source="SDP", by=team.registrar,
        )  # fmt: skip


def settle(by, person, item, state="done", note=""):
    with acting(by, DAY + timedelta(days=4)):
        custody.settle_item(person_id=person, item=item, state=state, note=note, by=by)


def test_the_list_opens_a_week_before_and_shrinks_as_each_role_does_its_part(team, person):
    with acting(team.nurse, DAY + timedelta(days=2)):
        assert looked_up.due_releases(team.nurse) == ()
    with acting(team.nurse, DAY + timedelta(days=3)):
        (one,) = looked_up.due_releases(team.nurse)
        assert (one.name, one.open_items, one.left_for(team.nurse.role)) == (
            "Bagas Rekaan", 5, ("medicine", "overdose_advice")
        )  # fmt: skip
    settle(team.nurse, person, "medicine")
    settle(team.manager, person, "aftercare", "not_needed", "Pindah ke keluarga di luar negeri")
    with pytest.raises(RuleBroken, match="release_item_of_others"):
        settle(team.nurse, person, "papers")
    with acting(team.nurse, DAY + timedelta(days=4)):
        (one,) = looked_up.due_releases(team.nurse)
        assert (one.open_items, one.said("medicine").by) == (3, team.nurse.name)


def test_whoever_goes_with_something_open_goes_with_a_reason(team, person):
    day = DAY + timedelta(days=10)
    with acting(team.registrar, day):
        stay = Stay.objects.get(person_id=person)
        facts = {"stay_id": stay.pk, "ended_on": day, "how": "released_expiry", "revision": None}
        with pytest.raises(RuleBroken, match="release_items_open"):
            custody.end_stay(**facts, by=team.registrar)
        custody.end_stay(**facts, note="Dijemput keluarga pagi hari", by=team.registrar)


def test_a_date_that_moved_shows_who_cannot_finish_until_the_head_has_decided(team, person):
    with acting(team.manager, DAY):
        (one,) = looked_up.cannot_finish(team.manager)
        assert (one.name, one.expires_on, one.asked) == ("Bagas Rekaan", DAY + timedelta(days=10), False)
        asked = enrolments.ask_exception(
            enrolment_id=one.enrolment_id, reason="Sisa materi diselesaikan di luar bersama Bapas",
            by=team.manager,
        )  # fmt: skip
        assert looked_up.cannot_finish(team.manager)[0].asked
    with acting(team.head, DAY):
        enrolments.decide_exception(exception_id=asked, grant=True, by=team.head)
    with acting(team.manager, DAY):
        assert looked_up.cannot_finish(team.manager) == ()
    moved(team, person, DAY + timedelta(days=8))
    with acting(team.manager, DAY):
        assert len(looked_up.cannot_finish(team.manager)) == 1, "earlier than what was allowed"
