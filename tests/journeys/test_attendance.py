"""A counsellor marks 22 people with three absences, offline for a moment, and nothing is sent twice."""

from datetime import timedelta

import pytest

from pulih.records.models import Attendance
from tests import sessions_rows as rows
from tests import waves
from tests.journeys.test_the_house import Walker
from tests.today import TODAY
from tests.waves import acting

pytestmark = pytest.mark.journey


@pytest.fixture
def team(db):
    return waves.team(mark=".hadir")


@pytest.fixture
def worker(team):
    return rows.counsellor(team, "konselor.hadir")


@pytest.fixture
def session(team, worker):
    wave, group, people = rows.running(team, 22, TODAY - timedelta(days=30))
    made = rows.session(team, wave, group, TODAY, leader_id=worker.account_id)
    return made, people


def kept(worker):
    with acting(worker, TODAY):
        return list(Attendance.objects.all())


class Thumb:
    """Counts what somebody does on the page: taps and choices."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def tap(self, locator):
        locator.click()
        self.actions += 1

    def choose(self, locator, value):
        locator.select_option(value)
        self.actions += 1


def word(page, name, said):
    return page.get_by_role("group", name=name, exact=True).get_by_text(said, exact=True)


def test_22_people_with_three_absences_take_at_most_eight_actions_and_survive_a_cut_line(
    worker, session, live_server, browser
):
    made, _people = session
    walker = Walker(browser, live_server.url).sign_in("konselor.hadir")
    walker.page.set_viewport_size({"width": 390, "height": 844})
    page = walker.goes_to(f"/attendance/{made}/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    walker.finds_no_barrier()
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("button", name="Sisanya hadir (22)"))
    thumb.tap(word(page, "Fikri Rekaan", "Sakit"))
    thumb.tap(word(page, "Komang Rekaan", "Izin"))
    thumb.choose(page.get_by_label("Alasan Izin, Komang Rekaan"), "visit")
    thumb.tap(word(page, "Wahyu Rekaan", "Alpa"))
    assert "19 hadir, 1 izin, 1 sakit, 1 alpa" in page.locator("[data-counts]").inner_text()
    assert page.locator("[data-open-line]").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    walker.finds_no_barrier()

    walker.context.set_offline(True)
    thumb.tap(page.get_by_role("button", name="Simpan kehadiran"))
    page.get_by_text("Belum terkirim: 22 tanda ada di perangkat ini").wait_for()
    assert kept(worker) == []
    walker.context.set_offline(False)
    page.get_by_text("Kehadiran tersimpan: 19 hadir, 3 tidak hadir.").wait_for()
    walker.finds_no_barrier()
    assert thumb.actions <= 8
    found = kept(worker)
    assert len(found) == 22
    assert sorted(one.reason for one in found if not one.attended) == ["ill", "no_word", "visit"]
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.endsWith(':marks'))") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again_and_nothing_is_kept_twice(
    worker, session, live_server, browser
):
    made, _people = session
    walker = Walker(browser, live_server.url).sign_in("konselor.hadir")
    page = walker.goes_to(f"/attendance/{made}/")
    lost = []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route(f"**/attendance/{made}/", lose_the_first)
    page.get_by_role("button", name="Sisanya hadir (22)").click()
    page.get_by_role("button", name="Simpan kehadiran").click()
    page.locator("[data-line]", has_text="Belum terkirim").wait_for()
    assert len(kept(worker)) == 22, "it had arrived, only the answer was lost"
    page.wait_for_selector("[data-attendance-done]")
    assert len(kept(worker)) == 22


def test_marks_that_wait_are_sent_from_whatever_page_comes_next(worker, session, live_server, browser):
    made, _people = session
    walker = Walker(browser, live_server.url).sign_in("konselor.hadir")
    page = walker.goes_to(f"/attendance/{made}/")
    page.get_by_role("button", name="Sisanya hadir (22)").click()
    page.route(f"**/attendance/{made}/", lambda route: route.abort())
    page.get_by_role("button", name="Simpan kehadiran").click()
    page.locator("[data-line]", has_text="Belum terkirim").wait_for()
    page.unroute(f"**/attendance/{made}/")
    with page.expect_response(
        lambda one: one.url.endswith(f"/attendance/{made}/") and one.request.method == "POST"
    ):
        page.goto(live_server.url + "/people/")
    assert len(kept(worker)) == 22


def test_a_group_is_marked_by_keyboard_alone(worker, session, live_server, browser):
    made, _people = session
    walker = Walker(browser, live_server.url).sign_in("konselor.hadir")
    page = walker.goes_to(f"/attendance/{made}/")
    page.keyboard.type("hhs" + "h" * 19)
    assert "21 hadir, 0 izin, 1 sakit, 0 alpa" in page.locator("[data-counts]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-attendance-done]")
    assert len(kept(worker)) == 22


def test_marks_come_back_after_the_page_was_loaded_anew(worker, session, live_server, browser):
    made, _people = session
    walker = Walker(browser, live_server.url).sign_in("konselor.hadir")
    page = walker.goes_to(f"/attendance/{made}/")
    word(page, "Agus Rekaan", "Alpa").click()
    page.reload()
    assert "0 hadir, 0 izin, 0 sakit, 1 alpa" in page.locator("[data-counts]").inner_text()
    page.get_by_role("button", name="Simpan kehadiran").click()
    page.wait_for_selector("[data-error-summary]")
    assert "Arif Rekaan: Belum ditandai" in page.locator("[data-error-summary]").inner_text()
    assert kept(worker) == []
