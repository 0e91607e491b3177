"""Answer sheets from a file, on pages: hand in, look, decide; and the file to type into."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pulih.records.models import Response
from tests import waves
from tests.exchange.workbooks import sheets_of, workbook
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
BEGAN = TODAY - timedelta(days=5)
HEADINGS = [
    "Nomor Register",
    "Tanggal",
    "Kode Lembar",
    "Cara",
    *(f"butir {n}" for n in range(1, 27)),
    "Jumlah",
]


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    made = waves.plan(team, "Tahap lembar", BEGAN)
    for number in (1, 2):
        waves.admitted(
            team, made.cycles["social"], waves.resident(team, register_number=f"BI.{number}/2024"), on=BEGAN
        )
    return made


def text(answer) -> str:
    return answer.content.decode()


def sheet(number: int, total: int = 78) -> list:
    return [f"BI.{number}/2024", TODAY, "raw", "Wawancara", *[3] * 26, total]


def handed_in(browser, wave, *lines, **more):
    file = SimpleUploadedFile("lembar.xlsx", workbook(HEADINGS, *lines))
    about = {"instrument": "whoqol-bref", "wave": wave.reference, "point": "baseline", "once": str(uuid4())}
    return browser.post("/assessments/import/", about | {"file": file} | more)


def forms(team) -> int:
    with acting(team.assessor, TODAY):
        return Response.objects.filter(organisation_id=team.office).count()


def decide(browser, page: str, at: str, **more):
    revision = re.search(r'name="revision" value="(\d+)"', text(browser.get(at)))
    assert revision
    return browser.post(f"{at}{page}/", {"revision": revision[1], "once": str(uuid4()), **more})


def test_a_file_is_looked_at_before_it_is_saved(team, wave):
    browser = entered(team.assessor)
    answer = handed_in(browser, wave, sheet(1), sheet(2))
    assert answer.status_code == 303
    at = answer["Location"]
    assert "Siap disimpan (2)" in text(browser.get(at))
    assert forms(team) == 0
    saved = decide(browser, "apply", at)
    assert saved.status_code == 303
    assert "2 lembar tersimpan, 0 baris disisihkan." in text(browser.get(at))
    assert forms(team) == 2
    assert "lembar.xlsx" in text(browser.get("/assessments/import/"))


def test_rows_in_the_way_are_named_come_back_to_be_mended_and_may_be_left_out(team, wave):
    browser = entered(team.assessor)
    at = handed_in(browser, wave, sheet(1), sheet(2, 77))["Location"]
    page = text(browser.get(at))
    assert "Perlu diperbaiki (1)" in page
    assert "Jumlah pada lembar 77, jumlah yang diketik 78." in page
    refused = decide(browser, "apply", at)
    assert refused.status_code == 422
    assert "1 baris belum dapat diambil." in text(refused)
    mend = sheets_of(browser.get(f"{at}errors/").content)["Perbaikan"]
    assert mend[0][:3] == ["Baris semula", "Yang perlu diperbaiki", "Nomor Register"]
    assert mend[1][2] == "BI.2/2024"
    assert decide(browser, "apply", at, leave_out="on").status_code == 303
    assert forms(team) == 1


def test_a_mended_error_file_is_taken_as_it_is(team, wave):
    browser = entered(team.assessor)
    at = handed_in(browser, wave, sheet(2, 77))["Location"]
    mend = sheets_of(browser.get(f"{at}errors/").content)["Perbaikan"]
    file = SimpleUploadedFile("mend.xlsx", workbook(mend[0], [*mend[1][:-1], 78]))
    again = handed_in(browser, wave, file=file)
    assert "Siap disimpan (1)" in text(browser.get(again["Location"]))


def test_a_file_that_cannot_be_read_says_why_where_it_was_chosen(team, wave):
    file = SimpleUploadedFile("lembar.pdf", b"%PDF")
    answer = handed_in(entered(team.assessor), wave, file=file)
    assert answer.status_code == 422
    assert 'href="#id_file"' in text(answer)


def test_a_discarded_file_is_gone(team, wave):
    browser = entered(team.assessor)
    at = handed_in(browser, wave, sheet(1))["Location"]
    assert decide(browser, "discard", at)["Location"] == "/assessments/import/"
    assert "Impor ini dibuang." in text(browser.get(at))


def test_the_file_to_fill_in_names_people_only_where_names_are_asked_for(team, wave):
    browser = entered(team.assessor)
    asked = {"instrument": "whoqol-bref", "wave": wave.reference, "point": "baseline"}
    plain = sheets_of(browser.get("/assessments/import/template/", asked).content)["Lembar"]
    assert [line[0] for line in plain] == ["Nomor Register", "BI.1/2024", "BI.2/2024"]
    assert "Nama" not in plain[0]
    named = sheets_of(browser.get("/assessments/import/template/", asked | {"names": "on"}).content)["Lembar"]
    assert named[0][0] == "Nama"
    assert browser.get("/assessments/import/template/", asked | {"wave": "x"}).status_code == 303
    assert "Pilih instrumen dan tahap" in text(browser.get("/assessments/import/"))


def test_a_filled_template_is_taken(team, wave):
    browser = entered(team.assessor)
    asked = {"instrument": "whoqol-bref", "wave": wave.reference, "point": "baseline", "names": "on"}
    lines = sheets_of(browser.get("/assessments/import/template/", asked).content)["Lembar"]
    heads = lines[0]
    filled = {"Tanggal": TODAY, "Kode Lembar": "raw", "Cara": "self"}
    filled |= {f"butir {n}": 4 for n in range(1, 27)}
    row = [filled.get(head, cell) for head, cell in zip(heads, lines[1], strict=True)]
    again = handed_in(browser, wave, file=SimpleUploadedFile("isi.xlsx", workbook(heads, row, lines[2])))
    page = text(browser.get(again["Location"]))
    assert "Siap disimpan (1)" in page
    assert "Perlu diperbaiki (0)" in page


def test_who_may_not_measure_gets_no_such_page(team, wave):
    at = handed_in(entered(team.assessor), wave, sheet(1))["Location"]
    browser = entered(team.registrar)
    for page in ("/assessments/import/", at, f"{at}errors/"):
        assert browser.get(page).status_code == 403
    assert "lembar.xlsx" not in text(browser.get("/people/import/"))
