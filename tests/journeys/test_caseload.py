"""A manager deals out people with suggestions; a counsellor goes on leave; nobody is left alone."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from pulih.records import scope
from pulih.rules.permissions import Role
from tests import factories, waves

pytestmark = pytest.mark.journey
WIDTHS = (1440, 390)


def office():
    """A team with three counsellors, and nine people who began twenty days ago."""
    place = factories.organisation(parent=factories.region())
    team = waves.team(place, mark=".beban")
    workers = [
        factories.worker(Role.COUNSELLOR, place, f"konselor.{n}", full_name=f"Konselor Rekaan {n}")
        for n in "abc"
    ]
    begin = scope.today() - timedelta(days=20)
    cycle = waves.plan(team, starts_on=begin, social=20).cycles["social"]
    for letter in "ABCDEFGHI":
        waves.admitted(team, cycle, waves.resident(team, f"{letter}ri Rekaan"), begin)
    return team, workers


def sign_in(page, url: str, username: str) -> None:
    page.goto(url + "/sign-in/")
    page.fill("#id_login", username)
    page.fill("#id_password", factories.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(url + "/")


def no_barrier(page) -> None:
    """Accessible, and not wider than the screen, on a desk and on a phone."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def press(page, words: str, who) -> None:
    """The link of a row about one worker, whose name only a screen reader hears again."""
    page.get_by_role("link", name=re.compile(rf"{words}\s*: {who.name}")).click()


def test_people_are_dealt_out_handed_over_for_a_leave_and_taken_back(live_server, browser):
    _team, (one, *_others) = office()
    page = browser.new_context(locale="id", reduced_motion="reduce").new_page()
    sign_in(page, live_server.url, "manager.beban")
    page.get_by_text("9 peserta tanpa konselor utama").wait_for()
    page.get_by_role("link", name="Tugaskan").first.click()
    page.get_by_role("heading", name="Belum ada konselor utama").wait_for()
    no_barrier(page)
    page.get_by_role("button", name="Terima saran").first.click()
    page.get_by_text("1 orang ditugaskan.").wait_for()
    page.get_by_role("button", name="Terima semua saran").click()
    page.get_by_text("8 orang ditugaskan.").wait_for()
    page.get_by_text("Setiap peserta punya konselor utama").wait_for()
    no_barrier(page)

    press(page, "Tidak bertugas", one)
    day = scope.today() + timedelta(days=9)
    for part, value in enumerate((day.day, day.month, day.year)):
        page.fill(f"#id_until_on_{part}", str(value))
    page.get_by_label("Cuti").check()
    no_barrier(page)
    page.get_by_role("button", name="Simpan").click()
    page.get_by_text("Residennya belum dialihkan").wait_for()
    no_barrier(page)
    page.goto(live_server.url + "/caseload/")
    press(page, "Alihkan", one)
    page.fill("#id_because", "Cuti sepuluh hari.")
    no_barrier(page)
    page.get_by_role("button", name="Alihkan yang dicentang").click()
    page.get_by_text("3 residennya sedang dialihkan").wait_for()
    press(page, "Kembali bertugas", one)
    no_barrier(page)
    page.get_by_role("button", name="Simpan").click()
    page.get_by_text("Tercatat bertugas lagi.").wait_for()

    theirs = browser.new_context(locale="id", reduced_motion="reduce").new_page()
    sign_in(theirs, live_server.url, "konselor.a")
    theirs.get_by_role("link", name="Residen saya").click()
    theirs.get_by_role("heading", name="Sebagai konselor utama").wait_for()
    assert theirs.get_by_role("link", name="ri Rekaan").count() >= 3
    no_barrier(theirs)
    theirs.get_by_role("link", name="ri Rekaan").first.click()
    theirs.get_by_role("heading", name="Konselor", exact=True).wait_for()
    no_barrier(theirs)
