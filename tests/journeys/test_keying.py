"""A questionnaire by keyboard alone, a line that is cut in the middle, and a panel read with one key."""

from datetime import timedelta

import pytest

from pulih.records.models import Response, UrineTest
from tests import waves
from tests.journeys.test_the_house import Walker
from tests.today import TODAY
from tests.waves import acting

pytestmark = pytest.mark.journey


@pytest.fixture
def team(db):
    return waves.team(mark=".kunci")


@pytest.fixture
def enrolment(team):
    began = TODAY - timedelta(days=5)
    return waves.admitted(team, waves.plan(team, starts_on=began).cycles["social"], on=began)


def walker(browser, live_server, actor_name):
    return Walker(browser, live_server.url).sign_in(actor_name)


class Keys:
    """A keyboard that counts; a chord is as many strokes as it has keys."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += len(key.split("+"))


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def draft_line(page, words):
    return page.locator("[data-draft-line][data-words]", has_text=words)


def kept(team, enrolment):
    with acting(team.assessor, TODAY):
        return Response.objects.get(enrolment_id=enrolment)


def test_a_whole_form_is_keyed_in_fewer_than_sixty_strokes(team, enrolment, live_server, browser):
    page = walker(browser, live_server, "assessor.kunci").goes_to(
        f"/assessments/{enrolment}/whoqol-bref/baseline/"
    )
    keys = Keys(page)
    assert focused(page) == "coding", "the first sheet of an office asks how it is coded"
    keys.press("1")
    assert focused(page) == "item_1"
    keys.press(*"33223", "-", "4")
    assert focused(page) == "item_8"
    keys.press("ArrowUp", "5", *"3333333333333333333")
    assert focused(page) == "Periksa dan simpan"
    assert page.locator(".ui-sheet-side [data-answered]").text_content() == "25"
    assert page.locator("[data-skipped]").text_content() == "1"
    keys.press("Control+Enter")
    page.wait_for_url("**/assessments/response/**")
    assert keys.strokes < 60
    answers = kept(team, enrolment).answers
    assert [answers.get(str(item)) for item in range(1, 9)] == [3, 3, 2, 2, 3, None, 5, 3]


def test_what_is_keyed_while_the_line_is_cut_is_sent_when_it_is_back(team, enrolment, live_server, browser):
    first = walker(browser, live_server, "assessor.kunci")
    address = f"/assessments/{enrolment}/whoqol-bref/baseline/"
    page = first.goes_to(address)
    page.keyboard.press("1")
    for key in "1234512345":
        page.keyboard.press(key)
    draft_line(page, "Tersimpan sebagai draf").wait_for()
    first.context.set_offline(True)
    for key in "123":
        page.keyboard.press(key)
    draft_line(page, "Belum terkirim; isian ada di perangkat ini").wait_for()
    page.keyboard.press("Control+Enter")
    page.locator("#terputus").wait_for()
    assert page.url.endswith(address), "nothing was sent and nothing is lost"
    first.context.set_offline(False)
    draft_line(page, "Tersimpan sebagai draf").wait_for()

    second = walker(browser, live_server, "assessor.kunci").goes_to(address)
    assert focused(second) == "item_14", "the form opens where it was left"
    assert second.locator(".ui-sheet-side [data-answered]").text_content() == "13"
    for key in "4444444444444":
        second.keyboard.press(key)
    second.keyboard.press("Control+Enter")
    second.wait_for_url("**/assessments/response/**")
    answers = kept(team, enrolment).answers
    assert [answers[str(item)] for item in range(1, 15)] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4]


def test_what_was_typed_outlives_a_failed_answer_in_its_tab(team, enrolment, live_server, browser):
    here = walker(browser, live_server, "assessor.kunci")
    page = here.goes_to(f"/assessments/{enrolment}/whoqol-bref/baseline/")
    page.route("**/draft/", lambda route: route.abort())
    page.keyboard.press("1")
    page.keyboard.press("5")
    page.reload()
    assert page.locator("#id_item_1_4").is_checked()
    assert page.locator("input[name=coding][value=raw]").is_checked()


def test_a_session_that_ended_is_asked_once_and_the_form_stays_in_its_tab(
    team, enrolment, live_server, browser
):
    here = walker(browser, live_server, "assessor.kunci")
    page = here.goes_to(f"/assessments/{enrolment}/whoqol-bref/baseline/")
    asked = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/draft/") else None)
    here.context.clear_cookies()
    page.keyboard.press("1")
    page.keyboard.press("5")
    draft_line(page, "Belum terkirim").wait_for()
    page.wait_for_timeout(6000)
    assert len(asked) == 1
    here.sign_in("assessor.kunci")
    page.goto(live_server.url + f"/assessments/{enrolment}/whoqol-bref/baseline/")
    assert page.locator("#id_item_1_4").is_checked()


def test_a_panel_is_read_as_negative_with_one_key(team, enrolment, live_server, browser):
    page = walker(browser, live_server, "nurse.kunci").goes_to(f"/clinic/{enrolment}/start/")
    page.keyboard.press("n")
    assert page.locator("input[value=negative]:checked").count() == 6
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/clinic/test/**")
    with acting(team.nurse, TODAY):
        assert UrineTest.objects.get(enrolment_id=enrolment).state == "negative"
