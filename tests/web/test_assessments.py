"""Keying a questionnaire from the side of those who key: what is told before, at, and after saving."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.records import scope
from pulih.records.models import Person, ReadEvent, Response, ResponseDraft, Task
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
BEGAN = TODAY - timedelta(days=5)


@pytest.fixture
def team():
    return waves.team()


def text(answer) -> str:
    return answer.content.decode()


def resident_since(team, began: date = BEGAN, **more):
    """Somebody admitted on that day to a wave that began then."""
    wave = waves.plan(team, f"Tahap {uuid4().hex[:6]}", began)
    person = waves.resident(team, **more)
    return waves.admitted(team, wave.cycles["social"], person, on=began)


def address(enrolment, point="baseline") -> str:
    return f"/assessments/{enrolment}/whoqol-bref/{point}/"


def when(name: str, day: date) -> dict[str, str]:
    """A date as its three inputs send it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def sheet(level: int = 3, day: date = TODAY, **other: str) -> dict[str, str]:
    """A whole sheet as the page sends it; single answers by `item_26="5"`."""
    return {
        **{f"item_{item}": str(level) for item in range(1, 27)},
        **when("taken_on", day),
        "coding": "raw", "mode": "interview", "outside_because": "", "once": str(uuid4()), **other,
    }  # fmt: skip


def saved(browser, enrolment, **changed):
    """A sheet that was sent and followed to its result."""
    answer = browser.post(address(enrolment), sheet(**changed))
    assert answer.status_code == 303, re.findall(r"ui-error[^>]*>(.*?)</p>", text(answer))
    return browser.get(answer["Location"])


# Before saving


def test_the_form_asks_everything_and_shows_nobody_what_was_answered_before(team):
    enrolment = resident_since(team, TODAY - timedelta(days=92))
    waves.measured(team, enrolment, "baseline", TODAY - timedelta(days=90), waves.answers(5))
    page = text(entered(team.assessor).get(address(enrolment, "month_3")))
    assert page.count("data-item=") == 26
    assert "Jendela" in page
    assert "arah terbalik" in page
    assert "100,0" not in page
    assert not re.search(r'name="item_\d+" value="\d"[^>]* checked', page)


def test_the_first_sheet_of_an_office_asks_for_the_coding_and_later_ones_offer_the_last(team):
    browser = entered(team.assessor)
    chosen = re.compile(r'name="coding" value="(\w+)"[^>]* checked')
    first = resident_since(team)
    assert chosen.findall(text(browser.get(address(first)))) == []
    without = sheet()
    del without["coding"]
    assert "Pilih kode pada lembar kertas." in text(browser.post(address(first), without))
    saved(browser, first, coding="pre_reversed")
    assert chosen.findall(text(browser.get(address(resident_since(team))))) == ["pre_reversed"]


def test_a_point_that_the_plan_does_not_have_is_no_form(team):
    enrolment = resident_since(team)
    browser = entered(team.assessor)
    assert browser.get(address(enrolment, "month_9")).status_code == 404
    assert browser.get(f"/assessments/{enrolment}/tidak-ada/baseline/").status_code == 404


def test_who_may_not_measure_and_who_works_elsewhere_get_no_form(team):
    enrolment = resident_since(team)
    assert entered(team.registrar).get(address(enrolment)).status_code == 403
    elsewhere = factories.worker(Role.ASSESSOR, factories.organisation())
    assert entered(elsewhere).get(address(enrolment)).status_code == 404


def test_before_admission_the_page_says_why_it_cannot_be_filled(team):
    wave = waves.plan(team, "Tahap lain", BEGAN)
    enrolment = waves.recommended(team, wave.cycles["social"], waves.resident(team))
    page = text(entered(team.assessor).get(address(enrolment)))
    assert "Belum bisa diukur." in page
    assert "sejak hari penerimaan" in page
    assert "data-item=" not in page


# Saving


def test_a_sheet_is_scored_and_the_result_shows_domains_and_how_they_were_reckoned(team):
    enrolment = resident_since(team)
    page = text(saved(entered(team.assessor), enrolment, item_5="5"))
    assert "Formulir tersimpan." in page
    for words in ("Fisik", "Psikologis", "Sosial", "Lingkungan", "58,3", "50,0", "Seperti pada lembar resmi",
                  "instrumen 1, penghitung 1", "Wawancara"):  # fmt: skip
        assert words in page
    assert "data-forget" in page


def test_a_later_sheet_is_compared_with_the_first_and_says_what_is_beyond_measuring_error(team):
    began = TODAY - timedelta(days=92)
    enrolment = resident_since(team, began)
    waves.measured(team, enrolment, "baseline", began, waves.answers(3))
    browser = entered(team.assessor)
    answers = {f"item_{code}": "5" for code in (20, 21, 22)} | {"item_8": "4"}
    answer = browser.post(address(enrolment, "month_3"), sheet(**answers))
    page = text(browser.get(answer["Location"]))
    assert "+50,0" in page
    assert "Naik, dapat dipercaya" in page
    assert "+3,1" in page
    assert "Tidak berubah nyata" in page
    assert "22,0 angka" in page


def test_twenty_answers_are_kept_and_said_to_have_no_score(team):
    enrolment = resident_since(team)
    empty = {f"item_{code}": "-" for code in range(10, 16)}
    page = text(saved(entered(team.assessor), enrolment, **empty))
    assert page.count("Tanpa skor.") >= 1
    assert "Dijawab 20 dari 26 butir" in page
    with acting(team.assessor, TODAY):
        kept = Response.objects.get(enrolment_id=enrolment)
    assert not kept.scorable
    assert len(kept.answers) == 20


def test_a_forgotten_item_is_told_at_its_place_and_nothing_is_lost(team):
    enrolment = resident_since(team)
    typed = sheet(item_1="4")
    del typed["item_14"]
    answer = entered(team.assessor).post(address(enrolment), typed)
    assert answer.status_code == 422
    page = text(answer)
    assert 'href="#id_item_14_0"' in page
    assert "Butir 14, Rekreasi: belum ada jawaban." in page
    assert "Pilih 1 sampai 5, atau tandai tidak dijawab." in page
    assert 'name="item_1" value="4" checked' in page
    assert "Semua yang sudah Anda isi tetap ada." in page


def test_items_and_the_day_are_told_together(team):
    enrolment = resident_since(team, TODAY - timedelta(days=60))
    typed = sheet()
    del typed["item_14"]
    page = text(entered(team.assessor).post(address(enrolment), typed))
    assert "belum ada jawaban" in page
    assert "di luar jendela" in page


def test_many_forgotten_items_are_one_line_of_the_summary(team):
    enrolment = resident_since(team)
    answer = entered(team.assessor).post(
        address(enrolment), {**when("taken_on", TODAY), "coding": "raw", "mode": "self"}
    )
    assert "26 butir belum ada jawaban: 1, 2, 3" in text(answer)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"item_3": "7"}, "Butir 3, Nyeri: jawaban hanya 1 sampai 5."),
        ({"day": TODAY + timedelta(days=1)}, "Tanggal itu belum tiba."),
        ({"day": BEGAN - timedelta(days=1)}, "sejak hari penerimaan"),
    ],
)
def test_a_wrong_answer_or_day_is_refused_at_its_place(team, changed, said):
    enrolment = resident_since(team)
    answer = entered(team.assessor).post(address(enrolment), sheet(**changed))
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'name="item_9" value="3" checked' in text(answer)


def test_a_form_dated_after_the_release_is_refused(team):
    enrolment = resident_since(team, TODAY - timedelta(days=20))
    waves.left(team, enrolment, "exited", TODAY - timedelta(days=3), "released_early")
    browser = entered(team.assessor)
    assert "Residen sudah keluar dari program" in text(browser.post(address(enrolment), sheet()))
    saved(browser, enrolment, day=TODAY - timedelta(days=4))


def test_outside_the_window_a_reason_is_owed(team):
    enrolment = resident_since(team, TODAY - timedelta(days=60))
    browser = entered(team.assessor)
    answer = browser.post(address(enrolment), sheet())
    assert answer.status_code == 422
    assert "di luar jendela" in text(answer)
    page = text(saved(browser, enrolment, outside_because="Sedang dirawat di klinik"))
    assert "Di luar jendela:" in page


def test_a_sheet_that_is_known_leads_to_its_result_and_is_not_keyed_twice(team):
    enrolment = resident_since(team)
    browser = entered(team.assessor)
    saved(browser, enrolment)
    assert browser.get(address(enrolment))["Location"].startswith("/assessments/response/")
    again = browser.post(address(enrolment), sheet())
    assert again.status_code == 422


def test_a_double_click_saves_once(team):
    enrolment = resident_since(team)
    browser = entered(team.assessor)
    typed = sheet()
    first, second = browser.post(address(enrolment), typed), browser.post(address(enrolment), typed)
    assert (first.status_code, second.status_code) == (303, 422)
    with acting(team.assessor, TODAY):
        assert Response.objects.filter(enrolment_id=enrolment).count() == 1


# Drafts


def test_a_draft_is_kept_quietly_and_opens_again_for_a_colleague(team):
    enrolment = resident_since(team)
    half = {f"item_{item}": "4" for item in range(1, 14)} | {"item_13": "-", "coding": "pre_reversed"}
    answer = entered(team.assessor).post(
        address(enrolment) + "draft/", half | when("taken_on", BEGAN), headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    assert re.fullmatch(r"\d\d\.\d\d", json.loads(answer.content)["clock"])
    colleague = factories.worker(Role.ASSESSOR, office_of(team))
    page = text(entered(colleague).get(address(enrolment)))
    assert 'name="item_12" value="4" checked' in page
    assert 'name="item_13" value="-" checked' in page
    assert "<span data-answered>12</span>" in page
    assert f'name="taken_on_day" value="{BEGAN.day}"' in page
    assert re.search(r'value="pre_reversed"[^>]* checked', page)
    assert "Tersimpan sebagai draf" in page


def office_of(team):
    from pulih.records.models import Organisation

    return Organisation.objects.get(pk=team.office)


def test_without_javascript_a_button_keeps_the_draft_and_comes_back(team):
    enrolment = resident_since(team)
    browser = entered(team.assessor)
    answer = browser.post(address(enrolment) + "draft/", {"item_1": "2"})
    assert (answer.status_code, answer["Location"]) == (303, address(enrolment))
    assert "Draf tersimpan." in text(browser.get(address(enrolment)))


def test_saving_the_form_ends_the_draft(team):
    enrolment = resident_since(team)
    browser = entered(team.assessor)
    browser.post(address(enrolment) + "draft/", {"item_1": "2"})
    saved(browser, enrolment)
    with acting(team.assessor, TODAY):
        assert not ResponseDraft.objects.exists()


def test_a_draft_that_is_no_form_is_refused_in_words(team):
    enrolment = resident_since(team)
    many = {f"field_{number}": "1" for number in range(500)}
    answer = entered(team.assessor).post(
        address(enrolment) + "draft/", many, headers={"accept": "application/json"}
    )
    assert answer.status_code == 409
    assert json.loads(answer.content)["reason"].startswith("Draf itu tidak dapat dibaca")


def test_what_no_database_takes_is_left_out_of_a_draft_and_refused_in_a_form(team):
    enrolment = resident_since(team)
    browser = entered(team.assessor)
    assert browser.post(address(enrolment) + "draft/", {"item_1": "4\0", "a\0b": "1"}).status_code == 303
    assert 'name="item_1" value="4" checked' in text(browser.get(address(enrolment)))
    assert browser.post(address(enrolment), sheet(item_1="4\0", outside_because="a\0b")).status_code == 422
    for path in ("a%00b/baseline/", "whoqol-bref/a%00b/"):
        assert browser.get(f"/assessments/{enrolment}/{path}").status_code == 404


# Amending


def test_an_amendment_is_a_further_form_with_a_reason_and_both_stay(team):
    enrolment = resident_since(team)
    browser = entered(team.assessor)
    first = saved(browser, enrolment).request["PATH_INFO"]
    form = text(browser.get(first + "amend/"))
    assert 'name="item_26" value="3" checked' in form
    refused = browser.post(first + "amend/", sheet(item_26="1", why=""))
    assert refused.status_code == 422
    answer = browser.post(first + "amend/", sheet(item_26="1", why="Salah salin dari lembar"))
    page = text(browser.get(answer["Location"]))
    assert "Riwayat perbaikan" in page
    assert "Salah salin dari lembar" in page
    old = text(browser.get(first))
    assert "Buka yang berlaku" in old
    assert browser.get(first + "amend/").status_code == 409


# Worrying answers, tasks, concerns


def test_a_worrying_answer_makes_a_task_that_the_counsellor_finishes(team):
    enrolment = resident_since(team)
    page = text(saved(entered(team.assessor), enrolment, item_26="5"))
    assert "tugas bagi Konselor adiksi sudah dibuat" in page
    assert "Menjadi tugas bagi peran ini: Konselor adiksi." in page
    counsellor = factories.worker(Role.COUNSELLOR, office_of(team))
    browser = entered(counsellor)
    listed = text(browser.get("/assessments/tasks/"))
    assert "Selalu merasa buruk" in listed
    (task,) = re.findall(r"/assessments/tasks/[0-9a-f-]{36}/", listed)
    assert "Lihat jawabannya" in text(browser.get(task))
    assert browser.post(task, {"note": ""}).status_code == 422
    done = browser.post(task, {"note": "Sudah bertemu; dirujuk ke psikolog.", "once": str(uuid4())})
    assert done["Location"] == "/assessments/tasks/"
    assert "Tidak ada tugas yang menunggu" in text(browser.get("/assessments/tasks/"))
    assert "dirujuk ke psikolog" in text(browser.get(task))


def test_a_coded_reversed_sheet_worries_at_its_other_end(team):
    enrolment = resident_since(team)
    saved(entered(team.assessor), enrolment, coding="pre_reversed", item_26="1")
    with acting(team.assessor, TODAY):
        assert [one.kind for one in Task.objects.all()] == ["whoqol_despair"]


def test_a_concern_becomes_a_task_for_the_role_it_names_and_for_no_other(team):
    resident_since(team, name="Prabu Rekaan")
    with acting(team.registrar, TODAY):
        reference = Person.objects.get(name="Prabu Rekaan").reference
    browser = entered(team.assessor)
    page = f"/assessments/concern/{reference}/"
    assert browser.post(page, {"role": "nurse", "why": "aneh"}).status_code == 422
    answer = browser.post(
        page, {"role": "nurse", "why": "Tidak makan dua hari, diam di kamar.", "once": str(uuid4())}
    )
    assert answer.status_code == 303
    nurse = entered(team.nurse)
    (task,) = re.findall(r"/assessments/tasks/[0-9a-f-]{36}/", text(nurse.get("/assessments/tasks/")))
    assert "Tidak makan dua hari" in text(nurse.get(task))
    assert entered(team.manager).get(task).status_code == 404


def test_whoever_may_be_concerned_finds_the_way_from_the_record(team):
    resident_since(team, name="Galih Rekaan")
    with acting(team.registrar, TODAY):
        reference = Person.objects.get(name="Galih Rekaan").reference
    page = f"/people/record/{reference}/"
    assert f"/assessments/concern/{reference}/" in text(entered(team.head).get(page))
    assert f"/assessments/concern/{reference}/" not in text(entered(team.registrar).get(page))
    answer = entered(team.head).get(f"/assessments/concern/{reference}/")
    assert answer.status_code == 200
    assert f"/assessments/person/{reference}/" not in text(answer), "the head reads no measurements"


# Everything of one person


def test_a_persons_measurements_stand_side_by_side_and_lead_to_what_is_due(team):
    began = TODAY - timedelta(days=92)
    enrolment = resident_since(team, began, name="Wisnu Rekaan")
    waves.measured(team, enrolment, "baseline", began, waves.answers(3))
    waves.sampled(team, enrolment, "start", began, "positive")
    with acting(team.assessor, TODAY):
        reference = Person.objects.get(name="Wisnu Rekaan").reference
        before = ReadEvent.objects.filter(what="measures").count()
    page = text(entered(team.assessor).get(f"/assessments/person/{reference}/"))
    assert "50,0" in page
    assert "Positif, belum dikonfirmasi" in page
    assert address(enrolment, "month_3") in page
    assert f"/clinic/{enrolment}/middle/" not in page, "who may not test gets no form"
    assert f"/clinic/{enrolment}/middle/" in text(
        entered(team.nurse).get(f"/assessments/person/{reference}/")
    )
    with scope.acting_as(team.head):
        assert ReadEvent.objects.filter(what="measures").count() >= before + 2
    assert entered(team.registrar).get(f"/assessments/person/{reference}/").status_code == 403
