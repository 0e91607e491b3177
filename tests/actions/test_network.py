"""Openings through actions: recorded and mended by the own office, each change in the trail."""

import json
from datetime import date
from uuid import uuid4

import pytest

from pulih.actions import network as actions
from pulih.actions.network import Guest
from pulih.queries import network as queries
from pulih.records.models import EventAttendance
from pulih.rules.errors import RuleBroken
from pulih.rules.network import MOST_PHOTOS
from tests import factories, waves
from tests.waves import acting

pytestmark = pytest.mark.usefixtures("db")
DAY = date(2024, 3, 4)
PICTURE = b"\xff\xd8\xff\xdb\x00\x04\x01\x02\xff\xda\x00\x02scan\xff\xd9"


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def agency():
    return factories.organisation("BNN Provinsi Uji", "narcotics_agency", level="province")


def record(team, agency, **more):
    given = {
        "kind": "opening",
        "title": "Pembukaan  rehabilitasi",
        "held_on": DAY,
        "host_id": agency.pk,
        "guests": [Guest(agency.pk, 3)],
    }
    with acting(team.manager, DAY):
        return actions.record_event(**{**given, **more}, by=team.manager)


def refusal(by, function, **given) -> RuleBroken:
    with acting(by, DAY), pytest.raises(RuleBroken) as broken:
        function(**given, by=by)
    return broken.value


def last_event(owner, event: str) -> dict:
    row = owner.execute("SELECT body FROM audit_event WHERE event = %s ORDER BY id DESC LIMIT 1", [event])
    return json.loads(row.fetchone()[0])


def test_an_opening_stands_with_its_wave_and_its_words_folded(team, agency):
    wave = waves.plan(team, social=2)
    made = record(team, agency, wave_id=wave.id, host_role=" Kepala ", minutes=" Dibuka. ")
    with acting(team.head, DAY):
        found = queries.open_event(team.head, made)
    assert (found.title, found.host_role, found.minutes) == ("Pembukaan rehabilitasi", "Kepala", "Dibuka.")
    assert (found.wave_reference, found.guests[0].people) == (wave.reference, 3)


def test_a_form_sent_twice_records_one_opening(team, agency):
    token = uuid4()
    record(team, agency, token=token)
    with pytest.raises(RuleBroken, match="already_sent"):
        record(team, agency, token=token)
    with acting(team.manager, DAY):
        assert len(queries.events_of(team.manager)) == 1


def test_host_and_guests_must_exist_and_a_wave_must_be_ours(team, agency):
    for more in ({"host_id": 10**6}, {"guests": [Guest(10**6)]}):
        with pytest.raises(RuleBroken, match="event_organisation_unknown"):
            record(team, agency, **more)
    foreign = waves.plan(waves.team(), social=1)
    with pytest.raises(RuleBroken, match="wave_unknown") as broken:
        record(team, agency, wave_id=foreign.id)
    assert broken.value.attempt, "who tries another office's wave is seen"


def test_mending_replaces_the_guests_once_and_refuses_a_page_that_is_stale(team, agency):
    made = record(team, agency)
    other = factories.organisation("Yayasan Uji Baru", "ngo")
    given = {
        "event_id": made,
        "kind": "opening",
        "title": "Pembukaan rehabilitasi",
        "held_on": DAY,
        "host_id": agency.pk,
        "guests": [Guest(other.pk, 2), Guest(agency.pk, 3)],
        "revision": 1,
    }
    with acting(team.manager, DAY):
        actions.change_event(**given, by=team.manager)
        assert EventAttendance.objects.filter(event=made).count() == 2
    assert refusal(team.manager, actions.change_event, **given).code == "page_stale"


def test_another_office_neither_reads_nor_mends_nor_adds_pictures(team, agency):
    made, stranger = record(team, agency), waves.team().manager
    given = {
        "event_id": made,
        "kind": "opening",
        "title": "Milik kami",
        "held_on": DAY,
        "host_id": agency.pk,
        "guests": [],
    }
    for function, facts in (
        (actions.change_event, given),
        (actions.add_photo, {"event_id": made, "content": PICTURE}),
        (actions.remove_photo, {"photo_id": uuid4()}),
    ):
        broken = refusal(stranger, function, **facts)
        assert (broken.code, broken.attempt) == ("event_unknown", True)
    assert refusal(team.nurse, actions.add_photo, event_id=made, content=PICTURE).code == "permission_missing"


def test_an_event_holds_so_many_pictures_and_no_more(team, agency):
    made = record(team, agency)
    with acting(team.manager, DAY):
        photos = [
            actions.add_photo(event_id=made, content=PICTURE, by=team.manager) for _ in range(MOST_PHOTOS)
        ]
    given = {"event_id": made, "content": PICTURE}
    assert refusal(team.manager, actions.add_photo, **given).code == "photo_too_many"
    with acting(team.manager, DAY):
        assert actions.remove_photo(photo_id=photos[0], by=team.manager) == made
        actions.add_photo(**given, by=team.manager)


@pytest.mark.commits
def test_the_trail_keeps_what_stood_there_before(owner):
    team = waves.team()
    agency = factories.organisation("BNN Provinsi Uji", "narcotics_agency", level="province")
    made = record(team, agency, minutes="Dibuka.")
    facts = {
        "kind": "opening",
        "title": "Pembukaan rehabilitasi",
        "held_on": DAY,
        "host_id": agency.pk,
        "guests": [],
    }
    with acting(team.manager, DAY):
        actions.change_event(
            event_id=made, **facts, minutes="Dibuka dengan doa.", revision=1, by=team.manager
        )
    changes = last_event(owner, "network.change_event")["changes"]
    assert set(changes) == {"guests", "minutes"}
    assert changes["guests"] == [[[agency.pk, 3, ""]], []]
    assert "doa" not in str(changes["minutes"]), "long words are kept as a mark of themselves"
