"""A wave played by five people in the browser: candidates, willingness, scores, urine, closing, approval."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pulih.records import scope
from pulih.records.models import Person
from tests import factories, waves
from tests.journeys.test_the_house import Walker
from tests.today import TODAY

pytestmark = pytest.mark.journey

START = TODAY - timedelta(days=183)
MOST_KEYS = 60


@pytest.fixture
def office(db):
    """A prison in the last days of its wave: two people in it, measured at the start, and one to come."""
    place = factories.organisation("Lapas Kelas IIA Tirta Wana", parent=factories.region(), capacity=240)
    team = waves.team(place, mark="1")
    wave = waves.plan(team, "Tahap 1", starts_on=START, social=3)
    people = [
        waves.resident(team, name, begin=START, expires_on=TODAY + timedelta(days=900))
        for name in ("Bagas Rekaan", "Yoga Rekaan", "Damar Rekaan")
    ]
    inside = [begun(team, wave, person) for person in people[:2]]
    with scope.acting_as(team.registrar):
        references = [Person.objects.get(pk=person).reference for person in people]
    return team, wave, inside, references


def begun(team, wave, person):
    """Admitted on the first day and measured in the first week."""
    waves.willing(team, person, START - timedelta(days=39))
    enrolment = waves.candidate(team, wave.cycles["social"], person, START - timedelta(days=40))
    from pulih.actions.enrolments import admit, move_on

    for target in ("assessed", "recommended"):
        with waves.acting(team.assessor, START - timedelta(days=20)):
            day = START - timedelta(days=20)
            move_on(enrolment_id=enrolment, target=target, effective_on=day, by=team.assessor)
    with waves.acting(team.manager, START):
        admit(enrolment_id=enrolment, on=START, by=team.manager)
    waves.measured(team, enrolment, "baseline", START + timedelta(days=4), waves.answers(3))
    waves.sampled(team, enrolment, "start", START + timedelta(days=4), "negative")
    return enrolment


class Keys:
    """A keyboard that counts what it takes."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def answered(page) -> int:
    return int(page.locator("[data-answered]").first.inner_text())


def test_a_wave_from_a_candidate_to_an_approved_sheet_by_five_people(office, live_server, browser):
    team, wave, (bagas, yoga), references = office

    registrar = Walker(browser, live_server.url).sign_in("registrar1")
    page = registrar.goes_to(f"/programmes/{wave.reference}/candidates/")
    page.get_by_label("Damar Rekaan").check()
    page.get_by_role("button", name="Jadikan calon").click()
    registrar.goes_to(f"/programmes/{wave.reference}/candidates/")
    registrar.sees("Sudah di jalur Tahap 1")

    assessor = Walker(browser, live_server.url).sign_in("assessor1")
    page = assessor.goes_to("/enrolments/")
    assessor.sees("Damar Rekaan")
    assessor.finds_no_barrier()
    page = assessor.goes_to(f"/enrolments/willingness/{references[2]}/")
    page.fill("#id_witness", "")
    page.get_by_role("button", name="Simpan surat kesediaan").click()
    page.locator(".ui-errors").wait_for()
    page.fill("#id_witness", "Saksi Rekaan")
    page.get_by_role("button", name="Simpan surat kesediaan").click()
    assessor.goes_to(f"/enrolments/willingness/{references[2]}/")
    assessor.sees("Sudah bersedia")

    keyed_through_a_cut_line(assessor, yoga)
    page = assessor.goes_to(f"/assessments/{bagas}/whoqol-bref/month_6/")
    keys = Keys(page)
    choose_coding(keys)
    keys.press(*("4" if place not in (3, 4, 26) else "2" for place in range(1, 27)), "Control+Enter")
    page.wait_for_url("**/assessments/response/**")
    assert keys.pressed < MOST_KEYS
    assessor.finds_no_barrier()
    assessor.takes_picture("whoqol-result")

    nurse = Walker(browser, live_server.url).sign_in("nurse1")
    page = nurse.goes_to("/")
    nurse.sees("Tes urine")
    page = nurse.goes_to(f"/clinic/round/{wave.reference}/month_6/")
    for select in page.locator("li select").all():
        select.select_option("negative")
    nurse.finds_no_barrier()
    page.get_by_role("button", name="Simpan baris yang diisi").click()
    nurse.sees("Putaran ini selesai")

    manager = Walker(browser, live_server.url).sign_in("manager1")
    page = manager.goes_to(f"/programmes/{wave.reference}/")
    manager.sees("Yoga Rekaan")
    manager.finds_no_barrier()
    manager.takes_picture("wave")
    for enrolment in (bagas, yoga):
        page = manager.goes_to(f"/enrolments/{enrolment}/step/completed/")
        page.locator("main form button.btn-primary").click()
        page.wait_for_load_state()
    page = manager.goes_to(f"/programmes/{wave.reference}/")
    page.locator("button[aria-disabled=true]", has_text="Tutup tahap").wait_for()
    page = manager.goes_to("/enrolments/")
    page.get_by_role("link", name="Damar Rekaan").first.click()
    page.goto(page.url.rstrip("/") + "/step/not_selected/")
    page.get_by_label("Tidak ada tempat").check()
    page.locator("main form button:not([type=button])").last.click()
    page.wait_for_load_state()
    page = manager.goes_to(f"/programmes/{wave.reference}/close/")
    page.get_by_role("button", name="Tutup tahap").click()
    page = manager.goes_to(f"/outcomes/{wave.reference}/")
    page.get_by_role("button", name="Susun konsep").click()
    manager.sees("Konsep tersusun")
    manager.finds_no_barrier()

    page = assessor.goes_to(f"/outcomes/{wave.reference}/")
    page.get_by_role("button", name="Sudah diperiksa, cocok").click()
    assessor.sees("menunggu persetujuan")

    head = Walker(browser, live_server.url).sign_in("head1")
    page = head.goes_to(f"/outcomes/{wave.reference}/")
    page.get_by_role("button", name="Setujui lembar hasil").click()
    head.sees("Lembar hasil disetujui")
    head.sees("Dari 2 orang yang mulai, 2 berhasil")
    head.takes_picture("result-sheet")
    paper = downloaded(page, "Unduh PDF A4")
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(paper)).pages)
    assert "Dari 2 orang yang mulai, 2 berhasil" in " ".join(text.split())
    assert "KONSEP" not in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(downloaded(page, "Unduh lembar kerja")))
    assert len(book.sheet_names) == 3


def choose_coding(keys):
    """Where the form does not know how the paper is coded, one key says it."""
    if keys.page.locator("input[name=coding]:checked").count() == 0:
        keys.press("1")
    if keys.page.locator("input[name=mode]:checked").count() == 0:
        keys.press("1")


def keyed_through_a_cut_line(assessor, enrolment):
    """Half the form, the line is cut, more answers, the page is loaded again: nothing is lost."""
    page = assessor.goes_to(f"/assessments/{enrolment}/whoqol-bref/month_6/")
    assessor.finds_no_barrier()
    assessor.takes_picture("whoqol-form")
    keys = Keys(page)
    choose_coding(keys)
    keys.press(*"4422444444")
    page.locator("[data-draft-line]:visible", has_text="Tersimpan sebagai draf").first.wait_for()
    page.context.set_offline(True)
    keys.press(*"44444")
    assert answered(page) == 15
    page.wait_for_timeout(3000)
    page.context.set_offline(False)
    page.reload()
    assert answered(page) == 15
    keys.press(*"4444444444", "2")
    assert answered(page) == 26
    keys.press("Control+Enter")
    page.wait_for_url("**/assessments/response/**")
    assert keys.pressed < MOST_KEYS


def downloaded(page, words: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words).click()
    return waiting.value.path().read_bytes()
