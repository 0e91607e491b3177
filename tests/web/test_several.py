"""One step for many people: papers of willingness, offers down the list, completions, certificates."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from pulih.actions.enrolments import put_on_list
from pulih.records import scope
from pulih.records.models import AuditEvent, Consent, Document, Enrolment
from pulih.rules.documents import check_series, numbers_of
from tests import waves
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
BEGAN = TODAY - timedelta(days=20)


@pytest.fixture
def team():
    return waves.team()


def text(answer) -> str:
    return answer.content.decode()


def filled(name: str, day: date, **more) -> dict[str, object]:
    return {
        f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year, "once": str(uuid4()),
        **more,
    }  # fmt: skip


def statuses(team, ids) -> list[str]:
    with scope.acting_as(team.manager):
        rows = dict(Enrolment.objects.filter(pk__in=ids).values_list("pk", "status"))
        return [rows[one] for one in ids]


def waiting(team, wave, number: int) -> list:
    """So many who wait, the first since longest."""
    found = []
    for at in range(number):
        until = TODAY + timedelta(days=400 + 100 * at)
        person = waves.resident(team, f"{chr(65 + at)}ri Rekaan", expires_on=until)
        found.append(waves.recommended(team, wave.cycles["social"], person, BEGAN))
        with acting(team.manager, BEGAN + timedelta(days=at)):
            put_on_list(enrolment_id=found[-1], on=BEGAN + timedelta(days=at), by=team.manager)
    return found


def test_a_tick_for_all_and_the_whole_list_on_one_page(team):
    cycle = waves.plan(team, starts_on=BEGAN, social=40).cycles["social"]
    for number in range(21):
        waves.candidate(
            team, cycle, waves.resident(team, f"Orang {chr(97 + number // 26)}{chr(97 + number % 26)} Rekaan")
        )
    client = entered(team.assessor)
    page = text(client.get("/enrolments/?step=candidate"))
    assert 'data-tick-all="enrolment"' in page
    assert page.count('name="enrolment"') == 20
    whole = re.search(r'href="(\?step=candidate&amp;all=1)"', page)
    assert whole
    assert text(client.get("/enrolments/" + whole[1].replace("&amp;", "&"))).count('name="enrolment"') == 21


def test_the_papers_of_a_meeting_are_recorded_at_once_and_who_needs_a_guardian_is_named(team):
    cycle = waves.plan(team, starts_on=BEGAN).cycles["social"]
    grown = [waves.candidate(team, cycle, waves.resident(team, f"{one} Rekaan")) for one in "AB"]
    young = waves.candidate(
        team, cycle, waves.resident(team, "Muda Rekaan", birth_date=TODAY - timedelta(days=5950))
    )
    client = entered(team.assessor)
    page = text(client.get("/enrolments/willing/"))
    assert "checked" not in page.split("<ul", 3)[-1], (
        "nobody is willing before somebody has looked at the paper"
    )
    fields = filled("signed_on", TODAY, witness="Saksi Rekaan", language="id")
    assert client.post("/enrolments/willing/", fields).status_code == 422
    answer = client.post("/enrolments/willing/", fields | {"enrolment": [*grown, young]})
    assert answer.status_code == 200
    assert "2 orang tercatat." in text(answer)
    assert "wali" in text(answer)
    with scope.acting_as(team.assessor):
        assert Consent.objects.count() == 2
    with scope.acting_as(team.head):
        assert AuditEvent.objects.filter(event="people.record_willingness").count() == 2
    gone = client.post("/enrolments/willing/", fields | {"enrolment": grown})
    assert "sudah tidak di daftar ini" in text(gone)
    assert entered(team.registrar).get("/enrolments/willing/").status_code == 403


def test_places_are_offered_from_the_top_as_far_as_they_go(team):
    wave = waves.plan(team, starts_on=BEGAN, social=2)
    people = waiting(team, wave, 3)
    client = entered(team.manager)
    address = f"/enrolments/waiting/{wave.cycles['social']}/offers/"
    assert f'href="{address}"' in text(client.get("/enrolments/waiting/"))
    page = text(client.get(address))
    assert page.count(" checked") == 2
    answer = client.post(address, {"enrolment": people, "because": "", "once": str(uuid4())})
    assert "2 orang tercatat." in text(answer)
    assert "1 orang belum tercatat" in text(answer)
    assert sorted(statuses(team, people)) == ["offered", "offered", "waiting"]


def test_whoever_is_passed_over_in_a_row_of_offers_is_told_why(team):
    wave = waves.plan(team, starts_on=BEGAN, social=3)
    people = waiting(team, wave, 3)
    client = entered(team.manager)
    address = f"/enrolments/waiting/{wave.cycles['social']}/offers/"
    first = re.findall(r'name="enrolment" value="([^"]+)"', text(client.get(address)))[0]
    others = [str(one) for one in people if str(one) != first]
    refused = client.post(address, {"enrolment": others, "because": "", "once": str(uuid4())})
    assert "2 orang belum tercatat" in text(refused)
    why = "Sedang dirawat di rumah sakit"
    assert (
        client.post(address, {"enrolment": others, "because": why, "once": str(uuid4())}).status_code == 303
    )
    assert sorted(statuses(team, people)) == ["offered", "offered", "waiting"]


@pytest.fixture
def ended(team):
    """A wave past its end: two who stayed to the end, one who came late and is not there yet."""
    begin = TODAY - timedelta(days=190)
    wave = waves.plan(team, starts_on=begin, social=3)
    people = [waves.resident(team, f"{one} Rekaan") for one in ("Agus", "Bayu", "Cahyo")]
    stayed = [waves.admitted(team, wave.cycles["social"], one, begin) for one in people[:2]]
    late = waves.recommended(team, wave.cycles["social"], people[2], begin)
    from pulih.actions.enrolments import admit

    with acting(team.manager, begin + timedelta(days=90)):
        admit(enrolment_id=late, on=begin + timedelta(days=90), by=team.manager)
    return wave, stayed, late


def test_everybody_at_the_end_of_a_wave_is_completed_and_certified_at_once(team, ended):
    wave, stayed, late = ended
    client = entered(team.manager)
    address = f"/enrolments/finish/{wave.reference}/"
    assert f'href="{address}"' in text(client.get(f"/programmes/{wave.reference}/"))
    assert text(client.get(address)).count(" checked") == 2
    answer = client.post(address, filled("effective_on", TODAY, enrolment=[*stayed, late]))
    assert "2 orang tercatat." in text(answer)
    assert "Cahyo Rekaan" in text(answer)
    assert statuses(team, [*stayed, late]) == ["completed", "completed", "admitted"]

    address = "/documents/certificates/"
    assert f'href="{address}"' in text(client.get("/documents/"))
    fields = filled("on", TODAY, enrolment=stayed, first=7)
    refused = client.post(address, fields | {"pattern": "SERT/2025"})
    assert refused.status_code == 422
    assert "tanda #" in text(refused)
    done = client.post(address, fields | {"pattern": "SERT-###/2025"})
    assert done.status_code == 303
    with scope.acting_as(team.manager):
        issued = Document.objects.filter(kind="certificate").order_by("number")
        assert [one.number for one in issued] == ["SERT-007/2025", "SERT-008/2025"]
        assert [one.facts["name"] for one in issued] == ["Agus Rekaan", "Bayu Rekaan"]
    assert "Tidak ada sertifikat yang terutang" in text(client.get(address))


def test_a_number_that_is_taken_is_skipped_and_its_person_told(team, ended):
    from pulih.actions.documents import issue_certificate
    from pulih.actions.enrolments import move_on

    _wave, stayed, late = ended
    with acting(team.manager, TODAY):
        for one in (*stayed,):
            move_on(enrolment_id=one, target="completed", effective_on=TODAY, by=team.manager)
        issue_certificate(enrolment_id=stayed[0], number="SERT-1", on=TODAY, by=team.manager)
    client = entered(team.manager)
    answer = client.post(
        "/documents/certificates/", filled("on", TODAY, enrolment=[stayed[1]], first=1, pattern="SERT-#")
    )
    assert "sudah dipakai" in text(answer)
    assert statuses(team, [late]) == ["admitted"]


def test_a_series_needs_one_place_for_its_numbers():
    assert numbers_of("A-##/25", 9, 2) == ("A-09/25", "A-10/25")
    assert check_series("A-#/25")
    assert not check_series("A-/25")
    assert not check_series("#-#")


def test_whoever_got_no_place_is_told_why_at_once_and_the_wave_can_be_closed(team):
    wave = waves.plan(team, starts_on=BEGAN, social=1)
    people = waiting(team, wave, 2)
    client = entered(team.manager)
    address = f"/enrolments/leave-out/{wave.reference}/"
    assert f'href="{address}"' in text(client.get(f"/programmes/{wave.reference}/"))
    fields = filled("effective_on", TODAY, enrolment=people, note="")
    assert client.post(address, fields | {"reason": ""}).status_code == 422
    owed = client.post(address, fields | {"reason": "other_priority"})
    assert "2 orang belum tercatat" in text(owed), "this reason owes a note"
    assert client.post(address, fields | {"reason": "no_place"}).status_code == 303
    assert statuses(team, people) == ["not_selected"] * 2
    assert "Tidak ada yang masih di jalur" in text(client.get(address))


def statements(client, address: str) -> int:
    """How many statements a page takes."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_for_many_take_as_many_statements_for_five_as_for_two(team):
    wave = waves.plan(team, starts_on=BEGAN, social=9)
    cycle = wave.cycles["social"]
    manager, assessor = entered(team.manager), entered(team.assessor)
    pages = [
        (assessor, "/enrolments/willing/"),
        (manager, f"/enrolments/finish/{wave.reference}/"),
        (manager, f"/enrolments/leave-out/{wave.reference}/"),
        (manager, f"/enrolments/waiting/{cycle}/offers/"),
        (manager, "/enrolments/?step=candidate&all=1"),
    ]

    def grown(number: int) -> list[int]:
        for _ in range(number):
            waves.candidate(team, cycle, waves.resident(team))
        for one in range(number):
            waves.admitted(team, cycle, waves.resident(team, f"{chr(75 + one)}ri Rekaan"), BEGAN)
        waiting(team, wave, number)
        return [statements(client, address) for client, address in pages]

    assert grown(2) == grown(3)
