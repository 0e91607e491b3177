"""Instruments with conditions by keyboard alone, step by step, and what a cut line and a correction leave."""

from datetime import timedelta

import pytest

from pulih.records.models import Person, Response
from tests import waves
from tests.journeys.test_keying import draft_line, focused, walker
from tests.today import TODAY
from tests.waves import acting

pytestmark = pytest.mark.journey


@pytest.fixture
def team(db):
    return waves.team(mark=".isi")


@pytest.fixture
def reference(team):
    person = waves.resident(team, "Bayu Rekaan")
    waves.willing(team, person)
    with acting(team.registrar, TODAY):
        return Person.objects.get(pk=person).reference


def asked(page) -> list[str]:
    """The items of the section that is shown."""
    return page.eval_on_selector_all(
        "[data-item]",
        "rows => rows.filter(row => row.offsetParent !== null).map(row => row.dataset.item)",
    )


def last_form(team) -> Response:
    with acting(team.assessor, TODAY):
        return Response.objects.latest("recorded_at")


def press(page, keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_screening_is_filled_by_keyboard_survives_a_cut_line_and_is_amended(
    team, reference, live_server, browser
):
    first = walker(browser, live_server, "assessor.isi")
    page = first.goes_to(f"/assessments/person/{reference}/")
    first.finds_no_barrier()
    address = f"/assessments/person/{reference}/fill/dast-10/"
    page = first.goes_to(address)
    first.finds_no_barrier()
    assert focused(page) == "Lanjut"
    press(page, ["Enter", "1"])
    page.locator("[data-part]", has_text="Bagian 2 dari 2").wait_for()
    assert focused(page) == "item_2"
    first.finds_no_barrier()
    press(page, "101")
    draft_line(page, "Tersimpan sebagai draf").wait_for()
    first.context.set_offline(True)
    press(page, "01")
    draft_line(page, "Belum terkirim; isian ada di perangkat ini").wait_for()
    press(page, ["Control+Enter"])
    page.locator("#terputus").wait_for()
    first.context.set_offline(False)
    draft_line(page, "Tersimpan sebagai draf").wait_for()

    second = walker(browser, live_server, "assessor.isi")
    page = second.goes_to(address)
    assert focused(page) == "item_7", "the form opens where it was left"
    press(page, ["1", "-", "0"])
    assert focused(page) == "item_10"
    press(page, ["PageDown"])
    second.finds_no_barrier()
    link = page.get_by_role("link", name="10. Masalah kesehatan karena zat")
    link.focus()
    press(page, ["Enter"])
    assert focused(page) == "item_10"
    press(page, ["1"])
    assert focused(page) == "Periksa dan simpan"
    press(page, ["Enter"])
    page.wait_for_url("**/assessments/response/**")
    second.finds_no_barrier()
    form = last_form(team)
    assert form.answers == {"1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 1, "7": 1, "9": 0, "10": 1}
    assert not form.scorable, "item 8 was left empty, and every item is needed"
    second.sees("Tanpa skor.")

    page.get_by_role("link", name="Perbaiki formulir").click()
    page.locator("#id_why").fill("Butir 8 terlewat disalin")
    press(page, ["Enter", "PageDown"])
    page.locator("#id_item_8_0").focus()
    press(page, ["0", "Control+Enter"])
    page.wait_for_url(lambda url: "/response/" in url and "/amend/" not in url)
    second.sees("Riwayat perbaikan")
    second.sees("besar")
    assert last_form(team).answers["8"] == 0


def test_what_is_left_out_is_not_asked_not_sent_and_comes_back(team, reference, live_server, browser):
    page = walker(browser, live_server, "assessor.isi").goes_to(
        f"/assessments/person/{reference}/fill/assist-3.1/"
    )
    press(page, ["Enter", *"0100000000"])
    assert asked(page) == ["alcohol_q2"], "only of the substance that was ever used"
    press(page, "3")
    assert asked(page) == ["alcohol_q3"]
    press(page, "2")
    page.get_by_role("button", name="Kembali").click()
    page.get_by_role("button", name="Kembali").click()
    press(page, "0")
    assert asked(page) == ["alcohol_q6"], "without use in three months nothing more is asked of it"
    press(page, ["PageUp", "3", "PageDown", *"11220"])
    assert asked(page) == []
    assert focused(page) == "Periksa dan simpan"
    assert page.locator(".ui-sheet-side [data-total]").text_content() == "17"
    press(page, ["Enter"])
    page.wait_for_url("**/assessments/response/**")
    answers = last_form(team).answers
    assert answers["alcohol_q3"] == 2, "what was typed before the item was left out for a moment"
    assert "tobacco_q2" not in answers


def test_an_examination_shows_its_running_score_from_the_server(team, reference, live_server, browser):
    nurse = walker(browser, live_server, "nurse.isi")
    page = nurse.goes_to(f"/assessments/person/{reference}/fill/cows/")
    assert focused(page) == "item_pulse", "nothing is to be decided before the items"
    press(page, "44354")
    page.locator("#skor-sementara", has_text="20").wait_for()
    page.locator("#skor-sementara", has_text="6 butir belum dijawab").wait_for()
    nurse.finds_no_barrier()


def test_the_pages_of_instruments_hold_no_barrier_on_a_phone_and_in_the_dark(
    team, reference, live_server, browser
):
    assessor = walker(browser, live_server, "assessor.isi")
    assessor.page.emulate_media(color_scheme="dark")
    assessor.page.set_viewport_size({"width": 390, "height": 800})
    forms = ("dast-10", "assist-3.1", "asi-5", "bam", "k10", "urica-32", "use-days-28")
    for path in ("instruments/", "instruments/assist-3.1/", "instruments/dudit/", "instruments/asi-5-composite/",
                 *(f"person/{reference}/fill/{code}/" for code in forms)):  # fmt: skip
        page = assessor.goes_to(f"/assessments/{path}")
        assessor.finds_no_barrier()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_day_of_an_unfinished_form_is_today_unless_it_is_said(team, reference, live_server, browser):
    page = walker(browser, live_server, "assessor.isi").goes_to(
        f"/assessments/person/{reference}/fill/dast-10/"
    )
    yesterday = TODAY - timedelta(days=1)
    for place, part in enumerate((yesterday.day, yesterday.month, yesterday.year)):
        page.fill(f"#id_taken_on_{place}", str(part))
    page.locator("input[value=before_custody_12_months]").check()
    page.locator("input[name=mode][value=read_aloud]").press(" ")
    assert page.locator("#id_reader").input_value() != ""
    page.locator("input[name=language][value=other]").press(" ")
    page.fill("#id_language_other", "Sunda")
    press(page, ["Control+Enter"])
    page.locator("[data-error-summary]").wait_for()
    page.locator("[data-error-summary] a").first.click()
    assert focused(page) == "item_1"
    press(page, ["0", "Enter"])
    page.wait_for_url("**/assessments/response/**")
    form = last_form(team)
    assert (form.taken_on, form.time_window) == (yesterday, "before_custody_12_months")
    assert (form.mode, form.language, bool(form.reader)) == ("read_aloud", "Sunda", True)
    assert form.scorable, "what was not asked needs no answer"


def test_a_sheet_that_answered_everything_is_keyed_as_it_stands(team, reference, live_server, browser):
    page = walker(browser, live_server, "assessor.isi").goes_to(
        f"/assessments/person/{reference}/fill/dast-10/"
    )
    page.locator("#id_show_all").press(" ")
    press(page, ["Enter", *"0000000000"])
    assert focused(page) == "Periksa dan simpan"
    press(page, ["Enter"])
    page.wait_for_url("**/assessments/response/**")
    assert last_form(team).answers == {str(item): 0 for item in range(1, 11)}
