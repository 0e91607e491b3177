"""Pages of days away, of getting ready for release, and of merging: what is shown, offered, refused."""

from datetime import time, timedelta

import pytest

from pulih.actions import sessions as planning
from pulih.actions.people import record_sentence
from pulih.queries.today.custody import NAMED
from pulih.records import scope
from pulih.records.models import Cycle, Enrolment, Person, TimeAway
from tests import waves
from tests.waves import acting
from tests.web.entering import entered


@pytest.fixture
def team(db):
    return waves.team()


@pytest.fixture
def today():
    return scope.today()


@pytest.fixture
def inside(team, today):
    """Somebody in a programme that began thirty days ago."""
    start = today - timedelta(days=30)
    wave = waves.plan(team, starts_on=start)
    person = waves.resident(team, "Bagas Rekaan", begin=start, expires_on=today + timedelta(days=400))
    with acting(team.registrar, start - timedelta(days=40)):
        from pulih.actions.enrolments import admit, move_on, nominate
        from pulih.actions.people import record_willingness

        nominate(cycle_id=wave.cycles["social"], people=[person], by=team.registrar)
    with acting(team.assessor, start - timedelta(days=20)):
        record_willingness(
            person_id=person, signed_on=scope.today(), witness="Saksi Rekaan", by=team.assessor
        )
        row = Enrolment.objects.get(person_id=person)
        for target in ("assessed", "recommended"):
            move_on(enrolment_id=row.pk, target=target, effective_on=scope.today(), by=team.assessor)
    with acting(team.manager, start):
        admit(enrolment_id=row.pk, on=start, by=team.manager)
    return row


def reference(team, person):
    with scope.acting_as(team.registrar):
        return Person.objects.get(pk=person).reference


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_somebody_in_isolation_is_on_the_list_and_back_with_two_forms(team, inside, today):
    who = reference(team, inside.person_id)
    client = entered(team.registrar)
    person = client.get(f"/people/record/{who}/").content.decode()
    assert f"/custody/away/record/{who}/" in person
    page = f"/custody/away/record/{who}/"
    answered = client.post(page, {"kind": "isolation", **day("from_on", today + timedelta(days=1))})
    assert answered.status_code == 422
    assert "belum tiba" in answered.content.decode()
    assert (
        client.post(page, {"kind": "isolation", **day("from_on", today - timedelta(days=9))}).status_code
        == 303
    )
    listed = client.get("/custody/away/").content.decode()
    assert "Bagas Rekaan" in listed
    assert "Program ditahan" in listed
    assert "lama tidak bisa datang" in client.get("/").content.decode()
    with scope.acting_as(team.registrar):
        away = TimeAway.objects.get().pk
    assert client.post(f"/custody/away/{away}/return/", day("back_on", today)).status_code == 303
    assert "sudah tercatat" in client.get(f"/custody/away/{away}/return/").content.decode()


def test_whoever_is_away_is_marked_before_anybody_marks(team, inside, today):
    with scope.acting_as(team.manager):
        made = planning.plan_session(
            wave_id=Cycle.objects.get(pk=inside.cycle_id).wave_id, cycle_id=inside.cycle_id, group_id=None,
            enrolment_id=None, module="seminar", title="Seminar", on=today, starts_at=time(9), ends_at=time(10),
            by=team.manager,
        )  # fmt: skip
    with scope.acting_as(team.registrar):
        from pulih.actions.custody import record_away

        record_away(person_id=inside.person_id, kind="court", from_on=today, back_on=today, by=team.registrar)
    page = entered(team.manager).get(f"/attendance/{made}/")
    assert page.context["rows"][0].choices[1].chosen, "excused, for the court"
    assert [one.code for one in page.context["rows"][0].finer[0].choices if one.chosen] == ["court"]


def test_a_release_in_five_days_waits_on_the_day_of_each_role(team, inside, today):
    with scope.acting_as(team.registrar):
        record_sentence(
            person_id=inside.person_id, articles="112", started_on=None, two_thirds_on=None,
            expires_on=today + timedelta(days=5), as_of=today, source="SDP", by=team.registrar,
        )  # fmt: skip
    who = reference(team, inside.person_id)
    nurse, manager = entered(team.nurse), entered(team.manager)
    assert "Persiapan bebas: 2 belum selesai" in nurse.get("/").content.decode()
    assert "bebas sebelum programnya berakhir" in manager.get("/").content.decode()
    assert "Bagas Rekaan" in manager.get("/custody/finishing/").content.decode()
    assert "Bagas Rekaan" in nurse.get("/custody/releases/").content.decode()
    page = f"/custody/releases/{who}/"
    assert "Asesmen akhir" in nurse.get(page).content.decode()
    assert nurse.post(page, {"item": "medicine", "state": "not_needed"}).status_code == 422
    assert nurse.post(page, {"item": "medicine", "state": "done"}).status_code == 303
    assert "Persiapan bebas: 1 belum selesai" in nurse.get("/").content.decode()
    assert entered(team.registrar).get(page).status_code == 403


def named(number: int) -> str:
    return f"Lewat {'ABCDEFGHIJ'[number]}ningsih"


def test_many_whose_day_has_passed_do_not_bury_the_day(team, today):
    wave = waves.plan(team)
    for number in range(NAMED + 3):
        person = waves.resident(team, named(number), expires_on=today + timedelta(days=400))
        waves.admitted(team, wave.cycles["social"], person)
        with scope.acting_as(team.registrar):
            record_sentence(
                person_id=person, articles="112", started_on=None, two_thirds_on=None,
                expires_on=today - timedelta(days=100 * number + 1), as_of=today, source="SDP", by=team.registrar,
            )  # fmt: skip
    nurse = entered(team.nurse)
    page = nurse.get("/").content.decode()
    assert [number for number in range(NAMED + 3) if named(number) in page] == list(range(NAMED))
    assert "3 orang lagi lewat hari bebasnya" in page
    assert nurse.get("/custody/releases/").content.decode().count("ningsih") >= NAMED + 3


def test_two_records_are_compared_and_made_one_and_the_old_address_leads_on(team, today):
    kept, gone = (reference(team, waves.resident(team, name)) for name in ("Budi Rekaan", "Boedi Rekaan"))
    client = entered(team.registrar)
    choose = f"/custody/merge/{kept}/"
    assert client.get(choose).status_code == 200
    assert client.get(choose, {"other": "7KQM-4XWX"}).status_code == 422
    sent = client.get(choose, {"other": gone})
    assert sent.status_code == 302
    page = client.get(sent["Location"])
    assert "Boedi Rekaan" in page.content.decode()
    wrong = {"confirmed": kept, "reason": "Sidik jari dan kartu sama"}
    assert client.post(sent["Location"], wrong).status_code == 422
    assert client.post(sent["Location"], {**wrong, "confirmed": gone}).status_code == 303
    old = client.get(f"/people/record/{gone}/")
    assert old["Location"].endswith(f"/people/record/{kept}/")
    assert gone in client.get(old["Location"]).content.decode()
    assert entered(team.manager).get(choose).status_code == 403


def test_why_two_records_cannot_become_one_stands_where_the_button_would(team):
    kept = reference(team, waves.resident(team))
    gone = reference(team, waves.resident(team, sex="female"))
    page = entered(team.registrar).get(f"/custody/merge/{kept}/both/", {"other": gone}).content.decode()
    assert "Jenis kelamin kedua catatan berbeda" in page
    assert 'name="confirmed"' not in page
