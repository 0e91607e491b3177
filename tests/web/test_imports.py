"""The pages of the import, as a registrar presses them: wrong files, odd rows, decisions, downloads."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pulih.exchange.spreadsheets.reading import LARGEST_FILE
from pulih.exchange.spreadsheets.residents import read_residents
from pulih.queries import imports as queries
from pulih.records import scope
from pulih.records.models import ImportBatch, Person
from pulih.rules.permissions import Role
from tests import factories
from tests.registers import bring, but, resident, residents, stage, workbook
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
UPLOAD = "/people/import/"


@pytest.fixture
def registrar(db):
    return factories.worker(Role.REGISTRAR, factories.organisation())


@pytest.fixture
def browser(registrar) -> Client:
    return entered(registrar)


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def send(browser: Client, content: bytes, name: str = "register.xlsx", **typed: str):
    return browser.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **typed})


def marks(answer) -> dict[str, str]:
    """What the decision's form carries hidden."""
    form = re.search(r'<form[^>]*action="[^"]*/apply/".*?</form>', answer.content.decode(), re.DOTALL)[0]
    return dict(re.findall(r'name="(once|revision)" value="([^"]*)"', form))


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"%PDF-1.4 bukan register", "register.pdf", "register.pdf tidak dapat dibaca"),
        (b"PK\x03\x04 rusak", "register.xlsx", "rusak atau tidak lengkap"),
        (
            b"Nomor Register;Nama;Warna Mata\nA.1;Budi Rekaan;coklat\n",
            "r.csv",
            "Kolom “Warna Mata” tidak dikenal",
        ),
        (b"Nama;Blok;Status\nBudi Rekaan;A;Tahanan\n", "r.csv", "Kolom “Nomor Register” belum ada"),
        (b"Nomor Register;Nama\n", "r.csv", "belum ada isi"),
        (b"x" * (LARGEST_FILE + 1), "r.csv", "paling besar 20 MB"),
    ],
    ids=["another kind", "broken", "unknown column", "missing column", "no rows", "too large"],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(browser, content, name, says):
    answer = send(browser, content, name)
    assert answer.status_code == 422
    assert 'href="#id_file"' in text(answer)
    assert says in text(answer)
    assert ImportBatch.objects.count() == 0


def test_no_file_at_all_and_half_a_date_are_both_said(browser):
    answer = browser.post(UPLOAD, {"as_of_day": "3"})
    assert answer.status_code == 422
    assert "Pilih berkas register lebih dahulu." in text(answer)
    assert 'value="3"' in text(answer)


def test_two_rows_with_one_register_number_name_each_other(registrar, browser):
    twice = [resident(2), but(resident(3), register_number=resident(2).register_number)]
    shown = browser.get(send(browser, workbook(twice)).url)
    assert text(shown).count("lebih dari satu baris: 2, 3") == 2


def test_a_future_date_and_an_expiry_before_the_start_are_said_at_their_rows(browser):
    from datetime import date

    future = but(resident(2), started_on=date(2039, 1, 1))
    early = but(resident(3), expires_on=date(2001, 1, 1), two_thirds_on=None)
    shown = text(browser.get(send(browser, workbook([future, early])).url))
    assert "Tanggal masuk 1 Januari 2039 belum tiba" in shown
    assert "Tanggal ekspirasi mendahului mulai pidana" in shown


def test_somebody_held_elsewhere_is_named_with_the_office_and_not_linked(browser):
    bring(factories.worker(Role.REGISTRAR, factories.organisation("Lapas Jauh")), [resident(2)])
    shown = text(browser.get(send(browser, workbook(residents(2))).url))
    assert "masih tercatat di Lapas Jauh" in shown
    assert "/people/record/" not in shown


def test_a_register_is_checked_looked_at_and_applied(registrar, browser):
    bring(registrar, [but(resident(2), block="C 7"), resident(3)])
    sent = send(browser, workbook([but(resident(2), block="D 2"), resident(4)]))
    assert sent.status_code == 303
    changed = text(browser.get(sent.url + "?show=changed"))
    assert 'Blok:</span> C 7 <span aria-hidden="true">→</span>' in changed
    assert '<b class="font-semibold">D 2</b>' in changed
    page = browser.get(sent.url)
    assert "1 orang tidak ada dalam berkas: ditanyakan, tidak dihapus" in text(page)
    done = browser.post(sent.url + "apply/", marks(page))
    assert done.status_code == 303
    assert "1 orang baru, 1 berubah, 1 tidak ada lagi, 0 baris disisihkan." in text(browser.get(done.url))


def test_a_refused_decision_says_what_stands_in_the_way_and_keeps_the_ticks(registrar, browser):
    bring(registrar, [but(resident(2), national_number=None)])
    twin = but(resident(2), number=3, register_number="BI.3/2025", national_number=None)
    bad = but(resident(4), name="B4di")
    sent = send(browser, workbook([but(resident(2), national_number=None), twin, bad]))
    page = browser.get(sent.url)
    (tick,) = re.findall(r'name="take" value="([^"]+)"', page.content.decode())
    refused = browser.post(sent.url + "apply/", {**marks(page), "take": tick})
    assert refused.status_code == 422
    assert "1 baris tidak terbaca" in text(refused)
    assert "meragukan belum" not in text(refused)
    assert re.search(rf'value="{tick}"[^>]* checked', refused.content.decode())
    done = browser.post(sent.url + "apply/", {**marks(page), "take": tick, "leave_out": "on"})
    assert done.status_code == 303
    with scope.acting_as(registrar):
        assert Person.objects.count() == 2


def test_the_rows_to_mend_come_back_as_a_file_that_is_known_to_be_a_part(registrar, browser):
    bring(registrar, residents(30))
    sent = send(browser, workbook([*residents(29), but(resident(31), name="B4di")]))
    download = browser.get(sent.url + "errors/")
    assert download.headers["Content-Disposition"] == 'attachment; filename="perbaikan-register.xlsx"'
    again = read_residents(download.content, "perbaikan-register.xlsx")
    assert again.is_part
    assert [row.cells["national_number"] for row in again.table.rows] == [resident(31).national_number]
    mended = browser.get(send(browser, download.content, "perbaikan.xlsx").url)
    assert "Tidak ada lagi (0)" in text(mended)


def test_half_a_register_asks_for_a_tick_before_so_many_are_called_gone(registrar, browser):
    bring(registrar, residents(60))
    sent = send(browser, workbook(residents(20)))
    page = browser.get(sent.url)
    assert "Berkas ini memang register lengkap" in text(page)
    assert browser.post(sent.url + "apply/", marks(page)).status_code == 422
    assert browser.post(sent.url + "apply/", {**marks(page), "complete": "on"}).status_code == 303


def test_laying_aside_and_checking_again(registrar, browser):
    batch = stage(registrar, residents(2))
    address = reverse("people:import_batch", args=[batch.id])
    page = browser.get(address)
    assert browser.post(address + "recheck/", marks(page)).status_code == 303
    page = browser.get(address)
    assert browser.post(address + "discard/", marks(page)).url == UPLOAD
    assert "Impor ini dibuang." in text(browser.get(address))


def test_the_template_can_be_downloaded_and_read(browser):
    download = browser.get("/people/import/template/")
    assert download.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert io.BytesIO(download.content).read(2) == b"PK"


@pytest.mark.parametrize("page", ["", "template/"])
def test_a_nurse_has_no_import(page):
    nurse = entered(factories.worker(Role.NURSE, factories.organisation()))
    assert nurse.get(UPLOAD + page).status_code == 403


def test_another_office_finds_no_such_import(registrar):
    batch = stage(registrar, residents(1))
    stranger = entered(factories.worker(Role.REGISTRAR, factories.organisation()))
    address = reverse("people:import_batch", args=[batch.id])
    assert stranger.get(address).status_code == 404
    assert stranger.get(address + "errors/").status_code == 404
    assert stranger.post(address + "apply/").status_code == 404
    assert "register.xlsx" not in text(stranger.get(UPLOAD))


def test_pages_ask_as_much_of_the_database_at_a_thousand_rows_as_at_ten(registrar, browser):
    def asked(batch) -> list[int]:
        counts = []
        for show in ("new", "changed", "gone", "bad", "doubt"):
            with CaptureQueriesContext(connection) as caught:
                browser.get(reverse("people:import_batch", args=[batch.id]) + f"?show={show}")
            counts.append(len(caught))
        return counts

    small = stage(registrar, residents(10))
    browser.get(reverse("people:import_batch", args=[small.id]))
    few = asked(small)
    assert asked(stage(registrar, residents(1000))) == few


def test_a_long_list_has_pages(registrar, browser):
    batch = stage(registrar, residents(230))
    with scope.acting_as(registrar):
        assert queries.rows_of(registrar, batch.id, "new", 3).number == 3
    shown = text(browser.get(reverse("people:import_batch", args=[batch.id]) + "?show=new&page=3"))
    assert "201–230 dari 230" in shown
