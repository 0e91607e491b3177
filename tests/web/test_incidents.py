"""Incidents from the worker's side: custody's own list and pages, the nurse called, nothing on clinical pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries.custody.incidents import incidents_of_office
from pulih.records.models import Incident, Organisation, Person, Task
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
TOLD = "Ditemukan dengan luka gores di lengan kiri."


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def person(team):
    made = waves.resident(team, "Galih Rekaan", begin=TODAY - timedelta(days=40))
    with acting(team.registrar, TODAY):
        return Person.objects.get(pk=made)


def text(answer) -> str:
    return answer.content.decode()


def typed(kind="fight", **more) -> dict[str, str]:
    return {
        "once": str(uuid4()),
        "kind": kind,
        "on": TODAY.isoformat(),
        "text": TOLD,
        "followed_by": "",
        **more,
    }


def test_an_incident_is_recorded_completed_and_found_in_the_list(team, person):
    registrar = entered(team.registrar)
    home = f"/custody/incidents/{person.reference}/"
    assert home in text(registrar.get(f"/people/record/{person.reference}/"))
    assert registrar.post(home + "record/", typed()).status_code == 303
    with acting(team.registrar, TODAY):
        [first] = Incident.objects.all()
    listed = text(registrar.get("/custody/incidents/"))
    assert "Galih Rekaan" in listed
    assert "belum tertulis" in listed
    assert TOLD not in listed, "what happened is read on the person's page, which leaves a read event"
    done = typed(
        "damage", followed_by="Sidang tata tertib.", why="Salah jenis, dan tindak lanjutnya menyusul."
    )
    assert registrar.post(f"{home}{first.pk}/correct/", done).status_code == 303
    page = text(registrar.get(home))
    assert page.index("Perusakan") < page.index("Sebelum diperbaiki") < page.index("Perkelahian")
    assert "Salah jenis" in page
    assert registrar.post(f"{home}{first.pk}/correct/", done | {"once": str(uuid4())}).status_code != 303
    found = {
        query: text(registrar.get(f"/custody/incidents/?{query}")).count(home)
        for query in ("kind=damage", "kind=fight", "who=galih", "who=samsul", "kind=%00", "page=99")
    }
    assert found == {"kind=damage": 1, "kind=fight": 0, "who=galih": 1, "who=samsul": 0, "kind=%00": 1,
                     "page=99": 1}  # fmt: skip


@pytest.mark.commits
def test_self_harm_calls_the_nurse_who_learns_that_it_was_and_not_what_custody_told(team, person, owner):
    registrar, nurse = entered(team.registrar), entered(team.nurse)
    home = f"/custody/incidents/{person.reference}/"
    registrar.post(home + "record/", typed("self_harm"))
    with acting(team.nurse, TODAY):
        [task] = Task.objects.all()
    assert (task.kind, task.role, task.person_id) == ("self_harm_incident", "nurse", person.pk)
    page = text(nurse.get(f"/assessments/tasks/{task.pk}/"))
    assert "Kejadian melukai diri" in page
    assert TOLD not in page
    assert TOLD not in text(nurse.get(f"/plans/notes/{person.reference}/"))
    with acting(team.registrar, TODAY):
        [row] = Incident.objects.all()
    registrar.post(
        f"{home}{row.pk}/correct/", typed("self_harm", followed_by="Dibawa ke klinik.", why="Menyusul.")
    )
    with acting(team.nurse, TODAY):
        assert Task.objects.count() == 1, "the nurse is called once"
    trail = "\n".join(body for (body,) in owner.execute("SELECT body FROM audit_event ORDER BY at, id"))
    assert "custody.record_incident" in trail
    assert "custody.correct_incident" in trail
    for words in (TOLD, "self_harm", "Dibawa ke klinik"):
        assert words not in trail


def test_who_may_not_record_reads_and_who_holds_nobody_sees_nothing(team, person):
    home = f"/custody/incidents/{person.reference}/"
    entered(team.registrar).post(home + "record/", typed())
    head = entered(team.head)
    assert TOLD in text(head.get(home))
    assert head.post(home + "record/", typed()).status_code == 403
    elsewhere = waves.team(mark="_lain")
    other = entered(elsewhere.registrar)
    assert other.get(home).status_code == 404
    assert other.post(home + "record/", typed()).status_code == 404
    assert "Galih" not in text(other.get("/custody/incidents/"))
    office = Organisation.objects.get(pk=team.office)
    officer = entered(factories.worker(Role.REGIONAL_OFFICER, office.parent, "wilayah"))
    assert officer.get("/custody/incidents/").status_code == 403
    for changed, words in (({"on": "2001-01-01"}, "tidak ada di sini"), ({"text": "ribut"}, "satu kalimat"),
                           ({"kind": ""}, "Pilih jenis kejadian")):  # fmt: skip
        answer = entered(team.registrar).post(home + "record/", typed(**changed))
        assert answer.status_code == 422
        assert words in text(answer)


def test_the_list_is_one_statement_whatever_its_length(team, person):
    with acting(team.registrar, TODAY):
        Incident.objects.bulk_create(
            Incident(
                organisation_id=team.office, person=person, kind="fight", text=TOLD,
                on=TODAY - timedelta(days=n), recorded_at=person.created_at,
            )
            for n in range(60)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            second = incidents_of_office(team.registrar, page=2)
    assert len(seen) == 1
    assert (second.total, len(second.lines), second.page) == (60, 10, 2)
