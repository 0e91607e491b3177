"""The audit's pages as an auditor and a head meet them."""

import csv
import io

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pulih.queries import audit as trail
from pulih.records import audit, reading, scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from tests import factories
from tests.records.offices import Office, break_glass, gate, open_office
from tests.web.test_audit_at_the_door import signed_in

pytestmark = pytest.mark.commits
NOTE = "Diperiksa dengan kepala klinik, memang mendesak."


@pytest.fixture
def auditor(db: str) -> Actor:
    return factories.worker(Role.AUDITOR, factories.region())


@pytest.fixture
def office(auditor: Actor) -> Office:
    from pulih.records.models import Organisation

    return open_office("Lapas Bawah", parent=Organisation.objects.get(id=auditor.organisation_id))


@pytest.fixture
def browser(auditor: Actor) -> Client:
    return signed_in(auditor)


def page(client: Client, name: str, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(f"audit:{name}") + query)
    assert answer.status_code == status
    return answer.content.decode()


EMPTY = {
    "events": "Belum ada kejadian",
    "reads": "Belum ada pembacaan",
    "refusals": "Belum ada penolakan",
    "break_glass": "Belum pernah ada akses darurat",
    "seals": "Belum ada segel",
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_page_says_what_would_be_there(browser: Client, name: str) -> None:
    assert EMPTY[name] in page(browser, name)


@pytest.mark.parametrize("name", EMPTY)
def test_a_role_without_the_audit_is_turned_away_and_remembered(
    office: Office, owner: psycopg.Connection, name: str
) -> None:
    page(signed_in(office.registrar), name, status=403)
    rows = owner.execute("SELECT event FROM audit_event WHERE outcome = 'refused'").fetchall()
    assert rows == [(f"audit.{name}",)]


def test_what_was_refused_is_told_in_words(office: Office, browser: Client) -> None:
    page(signed_in(office.registrar), "events", status=403)
    told = page(browser, "refusals")
    assert "Membuka halaman: Audit" in told
    assert "Tidak berwenang membaca jejak audit." in told


def test_the_trail_shows_references_and_never_a_name(office: Office, browser: Client) -> None:
    told = page(browser, "events") + page(browser, "reads")
    with scope.acting_as(office.registrar):
        reference = str(gate("SELECT reference FROM person LIMIT 1"))
    assert reference in told
    assert "Orang Contoh" not in told


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?person=ABC", "Nomor rujukan terdiri atas"),
        ("?since=14-5-2024", "Tulis tanggal seperti"),
        ("?since=2024-05-14&until=2024-05-01", "mendahului tanggal mulai"),
    ],
)
def test_a_slip_in_the_filter_is_said_at_its_field_and_kept(
    office: Office, browser: Client, query: str, words: str
) -> None:
    told = page(browser, "events", query, status=422)
    assert words in told
    assert 'aria-invalid="true"' in told
    assert query.partition("=")[2].partition("&")[0] in told


@pytest.mark.parametrize(
    "query", ["?after=nonsense", "?organisation=x", "?organisation=99999999", "?event=%00x", "?page=-1"]
)
def test_an_address_somebody_fiddled_with_breaks_nothing(office: Office, browser: Client, query: str) -> None:
    assert browser.get(reverse("audit:events") + query).status_code in (200, 422)


def test_a_long_trail_goes_on_on_the_next_page(office: Office, browser: Client) -> None:
    with scope.acting_as(office.registrar):
        for number in range(60):
            audit.note_event("people.set_category", by=office.registrar, subject="person", subject_id=number)
    first = page(browser, "events", "?event=people.set_category")
    assert first.count("Menetapkan kategori peserta</a>") == 50
    address = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = page(browser, "events", address.replace("&amp;", "&"))
    assert second.count("Menetapkan kategori peserta</a>") == 10
    assert "Ini yang paling lama." in second


def test_one_event_is_told_in_words_with_its_proof(office: Office, browser: Client) -> None:
    with scope.acting_as(office.registrar):
        audit.note_event(
            "people.amend_stay",
            by=office.registrar,
            subject="stay",
            subject_id="1",
            person_id=office.people[0],
            changes={
                "block": ["A", "B"],
                "started_on": ["2024-03-01", "2024-03-02"],
                "national_number": [b"", b"x"],
            },
            why="Salah baca surat.",
        )
    with scope.acting_as(office.head):
        line = trail.events(office.head, trail.Wanted()).lines[0]
    address = reverse("audit:event", args=[line.day.isoformat(), line.id])
    waiting = browser.get(address).content.decode()
    assert "Belum disegel" in waiting
    audit.seal()
    told = browser.get(address + "?check=1").content.decode()
    for words in ("Membetulkan masa tinggal", "2 Maret 2024", "Salah baca surat.", "Segel ini utuh."):
        assert words in told
    assert "(disimpan sebagai sidik saja)" in told


def test_a_ruined_event_is_shown_as_such(office: Office, browser: Client, owner: psycopg.Connection) -> None:
    audit.seal()
    owner.execute("UPDATE audit_event SET body = replace(body, 'people', 'staff') WHERE subject_id LIKE '%'")
    with scope.acting_as(office.head):
        line = trail.events(office.head, trail.Wanted()).lines[0]
    told = browser.get(
        reverse("audit:event", args=[line.day.isoformat(), line.id]) + "?check=1"
    ).content.decode()
    assert "Berbeda dari sidiknya" in told
    assert "Segel ini tidak utuh." in told


def test_an_event_elsewhere_or_nowhere_is_not_found(office: Office, browser: Client) -> None:
    elsewhere = open_office()
    with scope.acting_as(elsewhere.head):
        line = trail.events(elsewhere.head, trail.Wanted()).lines[0]
    for day in (line.day.isoformat(), "2024-13-99"):
        assert browser.get(reverse("audit:event", args=[day, line.id])).status_code == 404


def test_the_filtered_trail_is_taken_along_and_that_is_audited(
    office: Office, browser: Client, owner: psycopg.Connection
) -> None:
    with scope.acting_as(office.registrar):
        audit.note_event(
            "people.end_stay", by=office.registrar, subject="stay", subject_id="1", why='=HYPERLINK("x")'
        )
    answer = browser.post(reverse("audit:export"), {"event": "people.end_stay"})
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert [row[4] for row in table] == ["Kejadian", "Mengakhiri masa tinggal"]
    assert table[1][-1] == '\'=HYPERLINK("x")', "no formula for a spreadsheet"
    assert owner.execute(
        "SELECT count(*) FROM audit_event WHERE event = 'audit.export_events'"
    ).fetchone() == (1,)
    assert browser.get(reverse("audit:export")).status_code == 405


def test_an_emergency_is_reviewed_on_its_page(office: Office, browser: Client, auditor: Actor) -> None:
    other = open_office("Lapas Samping")
    opening = break_glass(other.nurse, office.people[0])
    with scope.acting_as(other.nurse):
        reading.note(other.nurse, office.people[0], "custody", by_break_glass=True)
    address = reverse("audit:review", args=[opening])
    assert "Menunggu tinjauan" in page(browser, "break_glass", "?state=waiting")
    assert "Tahanan dan pidana" in browser.get(address).content.decode()
    missing = browser.post(address, {"finding": "", "note": NOTE})
    assert missing.status_code == 422
    assert NOTE in missing.content.decode(), "nothing typed is lost"
    short = browser.post(address, {"finding": "justified", "note": "ya"})
    assert "Alasan terlalu pendek" in short.content.decode()
    done = browser.post(address, {"finding": "justified", "note": NOTE})
    assert (done.status_code, done.headers["Location"]) == (303, reverse("audit:break_glass"))
    assert "Dapat dibenarkan" in page(browser, "break_glass", "?state=reviewed")
    again = browser.post(address, {"finding": "unjustified", "note": NOTE})
    assert again.status_code == 422
    assert "sudah ditinjau" in again.content.decode()


def test_who_opened_an_emergency_sees_why_the_button_is_closed(office: Office) -> None:
    from pulih.records.models import Account, Organisation

    other = open_office()
    opening = break_glass(other.nurse, office.people[0])
    place = Organisation.objects.get(id=other.id)
    held = factories.membership(Account.objects.get(id=other.nurse.account_id), place, Role.HEAD_OF_FACILITY)
    told = signed_in(factories.actor_of(held.account, held)).get(reverse("audit:review", args=[opening]))
    assert "Orang lain yang meninjaunya" in told.content.decode()


def test_the_seals_page_verifies_and_knows_a_printed_head(
    office: Office, browser: Client, owner: psycopg.Connection
) -> None:
    audit.seal()
    head = trail.head().short
    assert "Semuanya utuh." in page(browser, "seals", "?verify=100")
    assert "Kepala ini ada dalam rantai." in page(browser, "seals", f"?head={head}")
    assert "tidak ada dalam rantai" in page(browser, "seals", "?head=1-0000-0000-0000-0000")
    owner.execute("DELETE FROM audit_event")
    assert "Ada yang tidak cocok." in page(browser, "seals", "?verify=100")


def test_a_queue_nobody_seals_is_shouted_about(
    office: Office, browser: Client, owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_event SET at = at - interval '5 minutes'")
    assert "Penyegelan tertinggal." in page(browser, "seals")


@pytest.mark.parametrize("name", ["events", "reads", "refusals", "break_glass"])
def test_the_number_of_statements_does_not_grow_with_the_list(
    office: Office, browser: Client, name: str
) -> None:
    other = open_office()
    counts = []
    for _ in range(2):
        for person_id in office.people * 8:
            break_glass(other.nurse, person_id)
            page(signed_in(office.registrar), "events", status=403)
        with CaptureQueriesContext(connection) as queries:
            page(browser, name)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
