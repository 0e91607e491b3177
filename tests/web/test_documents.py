"""Papers on their pages, and the page where anybody checks one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from pulih.actions import documents as actions
from pulih.records import scope
from pulih.records.models import Document
from tests import waves
from tests.waves import START, acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
DONE = START + timedelta(days=181)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, social=3)


def text(answer) -> str:
    return answer.content.decode()


def filled(number: str, day) -> dict[str, object]:
    return {
        "number": number, "on_day": day.day, "on_month": day.month, "on_year": day.year, "once": str(uuid4()),
    }  # fmt: skip


def completed(team, wave, name="Agus Salim Rekaan"):
    enrolment = waves.admitted(team, wave.cycles["social"], waves.resident(team, name))
    waves.left(team, enrolment, "completed", DONE)
    return enrolment


def issued(team, wave):
    enrolment = completed(team, wave)
    with acting(team.manager, DONE):
        actions.issue_certificate(enrolment_id=enrolment, number="SERT-1/2024", on=DONE, by=team.manager)
        return Document.objects.get(organisation_id=team.office)


def test_an_office_without_papers_is_told_when_there_are_some(team):
    assert "Belum ada surat" in text(entered(team.manager).get("/documents/"))


def test_the_head_issues_a_decree_and_prints_it(team, wave):
    waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"))
    address = f"/documents/decree/{wave.cycles['social']}/"
    page = text(entered(team.manager).get("/documents/"))
    assert "1 orang diterima, belum ada suratnya" in page
    assert address not in page
    client = entered(team.head)
    assert address in text(client.get("/documents/"))
    assert client.get(address).status_code == 200
    refused = client.post(address, filled("", START))
    assert refused.status_code == 422
    assert client.post(address, filled("SK-1/2024", START)).status_code == 303
    assert client.post(address, filled("SK-2/2024", START)).status_code == 422
    assert client.get(address).status_code == 409
    with scope.acting_as(team.head):
        row = Document.objects.get(organisation_id=team.office)
    answer = client.get(f"/documents/{row.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert entered(team.manager).get(address).status_code == 403


def test_a_certificate_is_issued_and_withdrawn_with_a_reason(team, wave):
    enrolment = completed(team, wave)
    client = entered(team.manager)
    address = f"/documents/certificate/{enrolment}/"
    assert address in text(client.get("/documents/"))
    assert "Agus Salim Rekaan" in text(client.get(address))
    early = client.post(address, filled("SERT-1/2024", START))
    assert early.status_code == 422
    assert "Isi hari itu atau sesudahnya" in text(early)
    assert client.post(address, filled("SERT-1/2024", DONE)).status_code == 303
    with scope.acting_as(team.manager):
        row = Document.objects.get(organisation_id=team.office)
    address = f"/documents/{row.pk}/withdraw/"
    assert client.post(address, {"because": "x", "once": str(uuid4())}).status_code == 422
    assert client.post(address, {"because": "Nama keliru", "once": str(uuid4())}).status_code == 303
    assert "Ditarik" in text(client.get("/documents/"))
    assert entered(team.assessor).get(address).status_code == 403


def test_another_office_finds_no_paper(team, wave):
    row = issued(team, wave)
    client = entered(waves.team().manager)
    assert client.get(f"/documents/{row.pk}/pdf/").status_code == 404
    assert client.get(f"/documents/{row.pk}/withdraw/").status_code == 404


def test_anybody_checks_a_paper_and_learns_only_what_it_needs(team, wave):
    row = issued(team, wave)
    client = Client()
    assert "Kode surat" in text(client.get("/confirm/"))
    answer = client.get("/confirm/", {"code": row.code.lower()})
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    for said in ("Sertifikat", "Rehabilitasi sosial", "Tahap 1", "A. S. R.", team.manager.organisation_name,
                 "Diterbitkan dan berlaku"):  # fmt: skip
        assert said in page
    for hidden in ("Salim", "B2-", "SERT-1", team.manager.name):
        assert hidden not in page


def test_an_unknown_code_and_a_bad_one_are_answered_alike(team, wave):
    issued(team, wave)
    pages = set()
    for code in ("2222-2222", "abc", "' OR 1=1", "%00", "x" * 300):
        answer = Client().get(f"/confirm/{code}/")
        assert answer.status_code == 404
        assert "Tidak ada surat dengan kode itu" in text(answer)
        pages.add(text(answer).split("<form", 1)[0].split("<main", 1)[1])
    assert len(pages) == 1


def test_a_withdrawn_paper_says_so_to_anybody(team, wave):
    row = issued(team, wave)
    with acting(team.manager, DONE):
        actions.withdraw_document(document_id=row.pk, because="Nama keliru", by=team.manager)
    page = text(Client().get(f"/confirm/{row.code}/"))
    assert "Sudah ditarik, tidak berlaku" in page
    assert "Nama keliru" not in page
