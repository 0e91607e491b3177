"""Scores over time as a page: the chart with its table, what is not compared and why, and blank forms."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from pulih.actions import assessments as actions
from pulih.records import scope
from pulih.records.models import Person, ReadEvent
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
BEGAN = TODAY - timedelta(days=185)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def enrolment(team):
    return waves.admitted(team, waves.plan(team, "Tahap 1", BEGAN).cycles["social"], on=BEGAN)


def text(answer) -> str:
    return answer.content.decode()


def person_of(team, enrolment):
    with acting(team.assessor, TODAY):
        return Person.objects.get(enrolments__pk=enrolment)


def recorded(team, enrolment, point, day, level, **more):
    with acting(team.assessor, day):
        return actions.record_response(
            enrolment_id=enrolment, instrument="whoqol-bref", point=point, taken_on=day,
            answers=waves.answers(level), coding=more.pop("coding", "raw"), mode="interview",
            by=team.assessor, **more,
        )  # fmt: skip


def shown(team, enrolment, actor=None) -> str:
    reference = person_of(team, enrolment).reference
    answer = entered(actor or team.assessor).get(f"/assessments/person/{reference}/whoqol-bref/trend/")
    assert answer.status_code == 200
    return text(answer)


# The page of a person


def test_before_any_form_the_page_says_what_will_stand_there(team, enrolment):
    page = shown(team, enrolment)
    assert "Belum ada pengukuran dengan instrumen ini" in page
    assert 'role="img"' not in page


def test_one_form_is_a_point_with_its_error_and_no_development(team, enrolment):
    made = recorded(team, enrolment, "baseline", BEGAN, 3)
    page = shown(team, enrolment)
    assert "Baru satu pengukuran" in page
    assert page.count('class="ui-fig w-full') == 4
    assert page.count("pengukuran pertama") == 4
    assert f"/assessments/response/{made.id}/" in page
    assert "34,4–65,6" in page, "the range of the score itself"
    assert "data-noise" not in page


def test_a_development_shows_what_is_beyond_measuring_error(team, enrolment):
    recorded(team, enrolment, "baseline", BEGAN, 3)
    recorded(team, enrolment, "month_3", BEGAN + timedelta(days=92), 4)
    page = shown(team, enrolment)
    assert "+25" in page
    assert "naik melebihi kesalahan pengukuran" in page
    assert "Kesalahan pengukuran ± 15,6 (95%)" in page
    assert "mulai 22,0 angka" in page
    assert "belum diperiksa pada sampel Indonesia" in page
    assert page.count("data-noise") == 4
    assert "garisnya terputus" not in page


def test_what_is_not_comparable_is_hollow_and_says_why(team, enrolment):
    recorded(team, enrolment, "baseline", BEGAN, 3)
    recorded(team, enrolment, "month_3", BEGAN + timedelta(days=92), 4, coding="pre_reversed")
    recorded(team, enrolment, "month_6", BEGAN + timedelta(days=184), 4, rule="manual_text")
    page = shown(team, enrolment)
    assert page.count("Tidak dibandingkan.") == 8
    assert "Kode lembarnya lain: Sudah dibalik, 5 ke 1." in page
    assert "Aturan jawaban kosongnya lain: Teks manual." in page
    assert "garisnya terputus" in page
    assert "tidak sebanding dengan yang pertama" in page, "also for those who do not see the chart"


def test_opening_it_leaves_one_read_event_and_asks_for_the_permission(team, enrolment):
    recorded(team, enrolment, "baseline", BEGAN, 3)
    shown(team, enrolment)
    with scope.acting_as(team.head):
        assert ReadEvent.objects.filter(what="measures").count() == 1
    address = f"/assessments/person/{person_of(team, enrolment).reference}/whoqol-bref/trend/"
    assert entered(team.registrar).get(address).status_code == 403
    elsewhere = factories.worker(Role.ASSESSOR, factories.organisation())
    assert entered(elsewhere).get(address).status_code == 404


def test_an_instrument_nobody_has_is_not_found(team, enrolment):
    reference = person_of(team, enrolment).reference
    browser = entered(team.assessor)
    assert browser.get(f"/assessments/person/{reference}/tidak-ada/trend/").status_code == 404
    assert browser.get("/assessments/blank/tidak-ada/").status_code == 404


def test_it_reads_in_english(team, enrolment):
    recorded(team, enrolment, "baseline", BEGAN, 3)
    recorded(team, enrolment, "month_3", BEGAN + timedelta(days=92), 4)
    reference = person_of(team, enrolment).reference
    browser = entered(team.assessor)
    browser.post("/staff/preferences/", {"language": "en", "next": "/"})
    page = text(browser.get(f"/assessments/person/{reference}/whoqol-bref/trend/"))
    assert "risen beyond measuring error" in page
    assert "A change is reliable from 22.0 points" in page


# Blank forms


def read(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.content))
    return " ".join("".join(page.extract_text() for page in pdf.pages).split())


def test_a_blank_form_is_a_pdf_with_the_name_of_the_office_and_nobody_else(team):
    answer = entered(team.assessor).get("/assessments/blank/dast-10/")
    assert answer["Content-Disposition"] == 'attachment; filename="formulir-dast-10.pdf"'
    assert "DAST-10" in read(answer)


def test_a_persons_form_carries_the_numbers_and_is_a_reading(team, enrolment):
    person = person_of(team, enrolment)
    answer = entered(team.assessor).get(f"/assessments/blank/whoqol-bref/{person.reference}/")
    said = read(answer)
    assert person.reference in said
    assert person.name in said
    with scope.acting_as(team.head):
        assert ReadEvent.objects.filter(person_id=person.pk, what="measuring").count() == 1


def test_the_form_is_in_the_language_the_person_is_asked_in(team):
    assert "Sum of all codes" in read(entered(team.assessor).get("/assessments/blank/dast-10/?language=en"))


def test_who_does_not_measure_prints_no_forms_and_strangers_print_nobody(team, enrolment):
    reference = person_of(team, enrolment).reference
    assert entered(team.registrar).get("/assessments/blank/dast-10/").status_code == 403
    elsewhere = factories.worker(Role.ASSESSOR, factories.organisation())
    assert entered(elsewhere).get(f"/assessments/blank/dast-10/{reference}/").status_code == 404


def test_an_instrument_whose_wording_nobody_here_has_a_licence_for_is_not_printed(team):
    assert entered(team.assessor).get("/assessments/blank/csq-8/").status_code == 409
