"""The world of the big wave: a full register, a team, a calendar that moves, and clerks who count what they do."""

import io
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar

from pypdf import PdfReader

from pulih.records import scope
from pulih.records.models import Enrolment
from pulih.rules.permissions import Role
from tests import factories, registers, waves
from tests.journeys.test_the_house import Walker

START = date(2025, 2, 3)
SOCIAL, MEDICAL = 110, 20
PEOPLE = SOCIAL + MEDICAL
SPARE = 8
"""More people than places, so that a list has somebody to wait on it."""
REGISTER = 200
FITTING = SOCIAL + MEDICAL + SPARE
THEFT, SHORT = 40, REGISTER - FITTING - 40
WITNESS = "Saksi Rekaan"
SIZES = ((1440, 900), (390, 844))


def day(number: int) -> date:
    """A day counted from the first of the wave."""
    return START + timedelta(days=number)


class OfficeDay:
    """A middleware behind the door: the office of a journey lives on the day its calendar shows.

    A wave takes eight months and a test a minute. Only the day moves; the door, the session and every
    check are those of any other request.
    """

    on: ClassVar[date] = START
    turned: ClassVar[float] = 0.0

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        actor = getattr(request, "actor", None)
        if actor is None:
            return self.get_response(request)
        with scope.acting_as(actor, at=self.now(), read_only=request.method in ("GET", "HEAD")):
            return self.get_response(request)

    @classmethod
    def turn_to(cls, on: date) -> None:
        """Open the calendar at a day, at nine in the morning."""
        cls.on, cls.turned = on, time.monotonic()

    @classmethod
    def now(cls) -> datetime:
        """The moment in the office."""
        return waves.at(cls.on) + timedelta(seconds=time.monotonic() - cls.turned)


def with_calendar(middleware: list[str]) -> list[str]:
    """The middleware of the house with the calendar behind its door."""
    door = middleware.index("pulih.web.door.middleware.DoorMiddleware") + 1
    return [*middleware[:door], f"{__name__}.OfficeDay", *middleware[door:]]


@dataclass
class Ledger:
    """What every task took: clicks, keys and choices, and seconds."""

    acts: Counter = field(default_factory=Counter)
    seconds: Counter = field(default_factory=Counter)
    task: str = ""

    @contextmanager
    def of(self, task: str, on: date | None = None):
        """Whatever happens inside belongs to this task; the calendar turns to its day first."""
        if on:
            OfficeDay.turn_to(on)
        self.task, began = task, time.perf_counter()
        yield
        self.seconds[task] += time.perf_counter() - began
        self.task = ""

    def lines(self) -> str:
        """The ledger as it is printed."""
        rows = [f"{self.acts[one]:5} acts {self.seconds[one]:6.1f} s  {one}" for one in self.seconds]
        whole = f"{sum(self.acts.values()):5} acts {sum(self.seconds.values()):6.1f} s  altogether"
        return "\n".join(["", *rows, whole])


class Clerk(Walker):
    """Somebody at work, of whom every click, choice, key press and filled field counts as one act."""

    def __init__(self, browser, url, username, ledger):
        super().__init__(browser, url)
        self.ledger = ledger
        self.context.set_default_timeout(120_000)
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.sign_in(username)

    def opens(self, path: str):
        """Go to a page by its address, as by a link."""
        self.counts()
        found = self.page.goto(self.url + path)
        assert found.status == 200, (path, found.status)
        return self.page

    def counts(self, number: int = 1) -> None:
        self.ledger.acts[self.ledger.task] += number

    def clicks(self, locator) -> None:
        self.counts()
        locator.click()

    def presses(self, words: str) -> None:
        """A button by its words."""
        self.clicks(self.page.locator("main").get_by_role("button", name=words, exact=True).first)

    def follows(self, words) -> None:
        """A link by its words."""
        self.clicks(self.page.locator("main").get_by_role("link", name=words).first)

    def types(self, selector: str, text: str) -> None:
        self.counts()
        self.page.fill(selector, text)

    def chooses(self, selector: str, value: str) -> None:
        self.counts()
        self.page.locator(selector).first.select_option(value)

    def sends(self) -> None:
        """The one button a form ends with."""
        self.clicks(self.page.locator("main form button:not([type=button])").last)

    def says_reason(self, code: str) -> None:
        """The reason of a step, out of few as ticks or out of many as a list."""
        self.counts()
        if self.page.locator("select#id_reason").count():
            self.page.locator("#id_reason").select_option(code)
        else:
            self.page.locator(f"input[name=reason][value={code}]").check()

    def ticks_all(self) -> None:
        self.clicks(self.page.locator("[data-tick-all]"))

    def ticks(self, name: str) -> None:
        """The box of one person."""
        self.clicks(self.page.get_by_label(name, exact=True).first)

    def dates(self, name: str, on: date) -> None:
        for part, value in enumerate((on.day, on.month, on.year)):
            self.types(f"#id_{name}_{part}", str(value))

    def downloads(self, locator) -> bytes:
        self.counts()
        with self.page.expect_download() as waiting:
            locator.click()
        return waiting.value.path().read_bytes()


@dataclass(frozen=True)
class Office:
    """A facility with everybody a wave needs."""

    place: object
    team: waves.Team
    elsewhere: waves.Team
    counsellors: list


def office() -> Office:
    """The team, five counsellors from the first day and a sixth from the second; another facility beside."""
    region = factories.region()
    place = factories.organisation("Lapas Kelas IIA Tirta Wana", parent=region, capacity=400)
    team = waves.team(place, mark=".besar")
    elsewhere = waves.team(factories.organisation("Lapas Kelas IIB Karang Sari", parent=region), mark=".lain")
    counsellors = [
        factories.worker(Role.COUNSELLOR, place, f"konselor.{n}", full_name=f"Konselor Rekaan {n.upper()}",
                         profession="addiction_counsellor")
        for n in "abcde"
    ]  # fmt: skip
    sixth = factories.account("konselor.f", full_name="Konselor Rekaan F", profession="addiction_counsellor")
    held = factories.membership(sixth, place, Role.COUNSELLOR, since=day(1))
    factories.train(sixth, place)
    return Office(place, team, elsewhere, [*counsellors, factories.actor_of(sixth, held)])


def register_file() -> bytes:
    """Two hundred people: most of them fit, forty are here for theft, the rest leave too soon."""
    rows = []
    for number, row in enumerate(registers.residents(REGISTER)):
        said = {"started_on": date(2024, 1, 8) + timedelta(days=number), "as_of": day(-61),
                "sentence_started_on": date(2024, 1, 8) + timedelta(days=number), "two_thirds_on": None,
                "expires_on": day(400 + 3 * number)}  # fmt: skip
        if number >= FITTING + THEFT:
            said["expires_on"] = day(100)
        elif number >= FITTING:
            said["articles"] = ("362 KUHP",)
        rows.append(registers.but(row, **said))
    return registers.workbook(rows)


class Story:
    """What one chapter hands to the next."""

    def __init__(self, here, browser, url):
        self.here, self.browser, self.url = here, browser, url
        self.ledger, self.known = Ledger(), {}
        self.reference, self.cycles, self.replaced = "", {}, None

    def clerk(self, username: str) -> Clerk:
        """Whoever has signed in before stays at their desk."""
        if username not in self.known:
            self.known[username] = Clerk(self.browser, self.url, username, self.ledger)
        return self.known[username]

    def by(self, role: str) -> Clerk:
        return self.clerk(f"{role}.besar")

    def rows(self, **which):
        """Enrolments of the wave, looked up behind the pages."""
        with scope.acting_as(self.here.team.manager):
            return list(Enrolment.objects.filter(cycle_id__in=self.cycles.values(), **which).order_by("id"))

    def count(self, **which) -> int:
        return len(self.rows(**which))


def fits(clerk: Clerk, path: str) -> None:
    """Nothing is wider than the window, on a desk and on a phone; other journeys look for barriers there."""
    page = clerk.page
    page.goto(clerk.url + path)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    page.set_viewport_size({"width": 1440, "height": 900})


def looks(clerk: Clerk, path: str) -> None:
    """It fits, and holds no barrier."""
    fits(clerk, path)
    clerk.finds_no_barrier()


def read(pdf: bytes) -> str:
    """The text of a paper."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
