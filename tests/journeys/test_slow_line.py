"""A telephone of an office far away: 256 kbit/s, 0.4 s to the server and back, a processor six times slower."""

import os
import time

import pytest

from pulih.records import scope
from tests import factories, waves

pytestmark = pytest.mark.journey

KILOBITS = 256
LATENCY_MS = 400
SLOWER = 6
FIRST_VISIT = 4.0
LATER = 1.5
TRIES = 3
"""The best of three: what a busy machine adds is not what the page asks of the telephone."""


def patience() -> float:
    """How many want each processor at once: others' work is no weight of ours. 1 on a machine that is free."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Telephone:
    """A browser at the end of a slow line, with a clock."""

    def __init__(self, browser, url: str, username: str) -> None:
        self.url = url
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="id", reduced_motion="reduce"
        )
        self.page = context.new_page()
        self._devtools = context.new_cdp_session(self.page)
        self._devtools.send("Network.enable")
        self.page.goto(url + "/sign-in/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", factories.PASSWORD)
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url(url + "/")
        self._line(KILOBITS * 1000 / 8, LATENCY_MS)
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def _line(self, speed: float, latency: int) -> None:
        self._devtools.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": latency, "downloadThroughput": speed, "uploadThroughput": speed},
        )

    def opens(self, path: str, *, forgetting: bool = False) -> float:
        """Seconds until rows can be read and touched, styles and scripts in place.

        `forgetting` is a first visit: nothing of Pulih is kept in this browser.
        """
        self.page.goto("about:blank")
        if forgetting:
            self._devtools.send("Network.clearBrowserCache")
        begun = time.monotonic()
        self.page.goto(self.url + path, wait_until="domcontentloaded")
        self.page.locator("main tbody tr").first.wait_for()
        return time.monotonic() - begun

    def turns_to(self, words: str, sign: str) -> float:
        """Seconds until the next page of a list stands in the place of the first."""
        link = self.page.get_by_role("link", name=words)
        link.scroll_into_view_if_needed()
        begun = time.monotonic()
        link.click()
        self.page.get_by_text(sign).wait_for()
        return time.monotonic() - begun


@pytest.fixture
def office(db):
    """Sixty people in a facility, and half of them on their way into a wave."""
    team = waves.team(mark=".jauh")
    today = scope.today()
    cycle = waves.plan(team, starts_on=today, social=30).cycles["social"]
    for number in range(60):
        letters = chr(97 + number // 26) + chr(97 + number % 26)
        person = waves.resident(team, f"Warga {letters} Rekaan", begin=today)
        if number % 2:
            waves.candidate(team, cycle, person, today)
    return team


def test_lists_are_usable_soon_on_a_slow_telephone(office, live_server, browser):
    for username, path in (("registrar.jauh", "/people/"), ("manager.jauh", "/enrolments/")):
        telephone = Telephone(browser, live_server.url, username)
        first = [telephone.opens(path, forgetting=True) for _ in range(TRIES)]
        later = [telephone.opens(path) for _ in range(TRIES)]
        assert min(first) < FIRST_VISIT * patience(), (path, first)
        assert min(later) < LATER * patience(), (path, later)
        telephone.page.context.close()


def test_a_list_turns_its_page_in_place_and_the_way_back_is_open(office, live_server, browser):
    telephone = Telephone(browser, live_server.url, "registrar.jauh")
    telephone.opens("/people/")
    page = telephone.page
    page.evaluate("window.sameDocument = true")
    took = telephone.turns_to("Berikutnya", "51–60 dari 60")
    assert took < LATER * patience()
    assert page.evaluate("window.sameDocument") is True
    assert page.url.endswith("/people/?page=2")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.activeElement.id") == "isi"
    page.go_back()
    page.get_by_text("1–50 dari 60").wait_for()
    assert page.url.endswith("/people/")
    page.context.close()
