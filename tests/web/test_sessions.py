"""The pages of groups and sessions, pressed as a programme manager and a counsellor press them."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.actions import sessions as actions
from pulih.records import scope
from pulih.records.models import Closure, Group, GroupMember, PlannedSession, Room
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")


def text(answer) -> str:
    return answer.content.decode()


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def today() -> date:
    return scope.today()


def workday() -> date:
    """A day to come on which sessions are held."""
    day = today() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    """A wave that began a week ago, with four people."""
    begin = today() - timedelta(days=7)
    made = waves.plan(team, starts_on=begin)
    for _ in range(4):
        who = waves.resident(team, begin=begin, expires_on=begin + timedelta(days=2000))
        late_admitted(team, made.cycles["social"], who, begin)
    return made


def late_admitted(team, cycle, person, on):
    """An enrolment admitted on a day of our time, through the same steps as elsewhere."""
    from pulih.actions.enrolments import admit, move_on, nominate
    from pulih.actions.people import record_willingness
    from pulih.records.models import Enrolment

    before = on - timedelta(days=20)
    with waves.acting(team.registrar, before):
        nominate(cycle_id=cycle, people=[person], by=team.registrar)
        made = Enrolment.objects.get(cycle_id=cycle, person_id=person).pk
    with waves.acting(team.assessor, before):
        record_willingness(person_id=person, signed_on=before, witness="Saksi Rekaan", by=team.assessor)
        for target in ("assessed", "recommended"):
            move_on(enrolment_id=made, target=target, effective_on=before, by=team.assessor)
    with waves.acting(team.manager, on):
        admit(enrolment_id=made, on=on, by=team.manager)
    return made


def kept(team, rows, **which):
    """Rows as the office itself sees them."""
    with scope.acting_as(team.manager):
        return list(rows.objects.filter(**which))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def group(team, wave, name="Kelompok A"):
    client = entered(team.manager)
    page = text(client.get(f"/sessions/waves/{wave.reference}/groups/social/new/"))
    members = re.findall(r'name="members" value="([^"]+)"', page)
    answer = client.post(
        f"/sessions/waves/{wave.reference}/groups/social/new/",
        {"name": name, "members": members[:2], "once": str(uuid4()), **typed("from_on", today())},
    )
    assert answer.status_code == 303, text(answer)
    return Group.objects.get(name=name)


def planned(team, wave, made, **changed):
    client = entered(team.manager)
    fields = {
        "title": "Konseling kelompok", "group": f"group:{made.pk}", "starts_at": "8.30", "ends_at": "10:00",
        "once": str(uuid4()), **typed("on", workday()), **changed,
    }  # fmt: skip
    return client.post(f"/sessions/waves/{wave.reference}/plan/", fields)


def test_a_split_is_shown_first_and_kept_with_a_second_press(team, wave):
    client = entered(team.manager)
    address = f"/sessions/waves/{wave.reference}/groups/social/split/"
    fields = {"size": "2", "once": str(uuid4()), **typed("from_on", today())}
    page = text(client.post(address, {**fields, "show": "1"}))
    assert "Kelompok 2" in page
    assert not Group.objects.exists()
    assert client.post(address, {**fields, "keep": "1"}).status_code == 303
    assert len(kept(team, GroupMember)) == 4
    assert "Kelompok 2" in text(client.get(f"/sessions/waves/{wave.reference}/groups/"))
    assert client.post(address, {**fields, "size": "1", "show": "1"}).status_code == 422


def test_a_session_is_planned_moved_cancelled_and_made_good(team, wave):
    made = group(team, wave)
    client = entered(team.manager)
    answer = planned(team, wave, made)
    assert answer.status_code == 303
    address = answer["Location"]
    page = text(client.get(address))
    assert "08.30–10.00" in page
    assert "Batalkan sesi" in page
    (row,) = kept(team, PlannedSession)
    fields = {
        "starts_at": "09.00",
        "ends_at": "10.30",
        "revision": "1",
        "once": str(uuid4()),
        **typed("on", row.on),
    }
    assert client.post(f"{address}move/", fields).status_code == 303
    stale = client.post(f"{address}cancel/", {"side": "facility", "because": "Ruang banjir", "revision": "1"})
    assert stale.status_code == 422
    done = client.post(f"{address}cancel/", {"side": "facility", "because": "Ruang banjir", "revision": "2"})
    assert done.status_code == 303
    page = text(client.get(address))
    assert "Fasilitas: Ruang banjir" in page
    assert "Jadwalkan pengganti" in page
    fields = {"starts_at": "09.00", "ends_at": "10.30", "once": str(uuid4()), **typed("on", row.on)}
    assert client.post(f"{address}catch-up/", fields).status_code == 303
    assert len(kept(team, PlannedSession)) == 2


def test_a_clash_is_said_at_its_field_and_nothing_is_planned(team, wave):
    made = group(team, wave)
    planned(team, wave, made)
    answer = planned(team, wave, made, starts_at="09.00", ends_at="11.00")
    assert answer.status_code == 422
    assert "sudah punya sesi pada jam itu" in text(answer)
    assert len(kept(team, PlannedSession)) == 1
    assert "Tulis jam seperti" in text(planned(team, wave, made, starts_at="pagi"))


def test_the_week_shows_sessions_closures_and_weeks_around(team, wave):
    made = group(team, wave)
    planned(team, wave, made)
    client = entered(team.manager)
    page = text(client.get(f"/sessions/waves/{wave.reference}/?on={workday().isoformat()}"))
    assert "Konseling kelompok" in page
    assert "Minggu berikutnya" in page
    assert client.get(f"/sessions/waves/{wave.reference}/?on=kemarin&group=%00").status_code == 200
    later = workday() + timedelta(days=14)
    assert "Konseling kelompok" not in text(
        client.get(f"/sessions/waves/{wave.reference}/?on={later.isoformat()}")
    )


def test_a_timetable_is_shown_with_what_found_no_place_and_kept(team, wave):
    group(team, wave)
    client = entered(team.manager)
    address = f"/sessions/waves/{wave.reference}/generate/social/"
    page = text(client.get(address))
    fields = {
        "curriculum": "social-non-tc", "morning_from": "08.00", "morning_to": "11.30",
        "afternoon_from": "13.00", "afternoon_to": "15.00", "once": hidden(page, "once"),
        **typed("from_on", today()),
    }  # fmt: skip
    shown = client.post(address, {**fields, "show": "1"})
    assert "Tidak ada ruang yang cukup besar" in text(shown)
    client.post("/sessions/rooms/", {"name": "Aula", "seats": "30", "once": str(uuid4())})
    page = text(client.post(address, {**fields, "show": "1"}))
    assert "Tidak ada petugas yang dapat memimpinnya: Konselor adiksi" in page
    assert not kept(team, PlannedSession)
    answer = client.post(address, {**fields, "keep": "1", "mark": hidden(page, "mark")})
    assert answer.status_code == 303
    assert len(kept(team, PlannedSession)) > 50
    again = client.post(address, {**fields, "once": str(uuid4()), "keep": "1", "mark": "x"})
    assert again.status_code == 422


def test_rooms_and_closures_are_kept(team):
    client = entered(team.manager)
    client.post("/sessions/rooms/", {"name": "Aula", "seats": "30", "once": str(uuid4())})
    room = Room.objects.get()
    assert client.post("/sessions/rooms/", {"name": "Aula", "seats": "x"}).status_code == 422
    answer = client.post(f"/sessions/rooms/{room.pk}/", {"name": "Aula besar", "seats": "40"})
    assert answer.status_code == 303
    assert client.get(f"/sessions/rooms/{uuid4()}/").status_code == 404
    client.post("/sessions/closures/", {"name": "Hari libur", **typed("on", workday()), "once": str(uuid4())})
    closure = Closure.objects.get()
    assert "Hari libur" in text(client.get("/sessions/closures/"))
    assert client.post(f"/sessions/closures/{closure.pk}/remove/").status_code == 303
    assert not Closure.objects.exists()


def test_members_are_added_moved_and_leave(team, wave):
    first, second = group(team, wave), group(team, wave, "Kelompok B")
    client = entered(team.manager)
    who = kept(team, GroupMember, group=first)[0]
    page = text(client.get(f"/sessions/groups/{first.pk}/"))
    assert str(who.enrolment_id) in page
    soon = today() + timedelta(days=2)
    fields = {"target": str(second.pk), "once": str(uuid4()), **typed("on", soon)}
    assert client.post(f"/sessions/groups/{first.pk}/{who.enrolment_id}/", fields).status_code == 303
    other = kept(team, GroupMember, group=first, until_on=None)[0]
    fields = {"target": "", "once": str(uuid4()), **typed("on", soon)}
    assert client.post(f"/sessions/groups/{first.pk}/{other.enrolment_id}/", fields).status_code == 303
    fields = {"members": str(other.enrolment_id), "once": str(uuid4()), **typed("from_on", soon)}
    assert client.post(f"/sessions/groups/{second.pk}/add/", fields).status_code == 303
    assert client.get(f"/sessions/groups/{second.pk}/close/").status_code == 200
    assert client.post(f"/sessions/groups/{second.pk}/close/", {"revision": "1"}).status_code == 303


def test_a_counsellor_sees_the_own_day(team, wave):
    from pulih.records.models import Organisation

    place = Organisation.objects.get(pk=team.office)
    counsellor = factories.worker(Role.COUNSELLOR, place)
    made = group(team, wave)
    day = today()
    with scope.acting_as(team.manager):
        actions.plan_session(
            wave_id=wave.id, cycle_id=wave.cycles["social"], group_id=made.pk, enrolment_id=None, module="group",
            title="Konseling kelompok", on=day, starts_at=waves.at(day, 8).time(),
            ends_at=waves.at(day, 9).time(), leader_id=counsellor.account_id, by=team.manager,
        )  # fmt: skip
    assert "Konseling kelompok" in text(entered(counsellor).get("/sessions/"))
    assert "Konseling kelompok" not in text(entered(team.nurse).get("/sessions/"))


def test_another_offices_and_who_may_not_see_nothing(team, wave):
    made = group(team, wave)
    address = planned(team, wave, made)["Location"]
    other = waves.team(mark=".lain")
    client = entered(other.manager)
    for path in (address, f"/sessions/groups/{made.pk}/", f"/sessions/waves/{wave.reference}/"):
        assert client.get(path).status_code == 404
    assert entered(team.registrar).get("/sessions/").status_code == 403
    nurse = entered(team.nurse)
    assert nurse.get(f"{address}move/").status_code == 403
    assert "Susun jadwal" not in text(nurse.get(f"/sessions/waves/{wave.reference}/"))
