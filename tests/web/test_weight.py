"""What pages weigh on the line: a prison's office may share one slow telephone."""

import gzip
import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from pulih.records import scope
from pulih.records.models import Organisation
from pulih.rules.permissions import Role
from pulih.web.door.packing import WORTH_IT, packed
from tests import factories, waves
from tests.web.entering import entered

pytestmark = pytest.mark.commits

FIRST_VISIT = 150_000
LATER_PAGE = 30_000
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
PEOPLE = 26


@pytest.fixture
def office(quick_hashes):
    """A facility with more people than a list shows, half of them on their way into a wave that begins today."""
    place = factories.organisation(parent=factories.region())
    team = waves.team(place)
    today = scope.today()
    wave = waves.plan(team, starts_on=today, social=PEOPLE)
    people = [
        waves.resident(team, f"Warga {chr(97 + number)} Rekaan", begin=today) for number in range(PEOPLE)
    ]
    for person in people[::2]:
        waves.candidate(team, wave.cycles["social"], person, today)
    return Office(place, team, wave.reference)


@dataclass(frozen=True)
class Office:
    """Where somebody works, and with whom."""

    place: Organisation
    team: waves.Team
    wave: str

    def worker(self, role: Role):
        """Somebody of that role: of the region where the role is a region's, else of the facility."""
        place = self.place.parent if role is Role.REGIONAL_OFFICER else self.place
        return factories.worker(role, place)


def fetched(client: Client, path: str, **headers: str):
    """An answer as it travels, to a browser that unpacks."""
    return client.get(path, headers={**BROWSER, **headers})


def weight(response) -> int:
    """Bytes of the body on the line."""
    return len(b"".join(response.streaming_content) if response.streaming else response.content)


def plain(response) -> str:
    """The page as a person sees it."""
    body = response.content
    return (gzip.decompress(body) if response.get("Content-Encoding") == "gzip" else body).decode()


def links(page: str) -> list[str]:
    """Pages of ours that a page leads to."""
    found = dict.fromkeys(re.findall(r'href="(/[^"#?]*)"', page))
    return [one for one in found if not one.startswith("/static/")]


def bundled(page: str) -> list[str]:
    """The files a page names, and those that its style sheet names."""
    named = list(dict.fromkeys(re.findall(r'"(/static/[^"]+)"', page)))
    styles = next(one for one in named if one.endswith(".css"))
    sheet = b"".join(Client().get(styles).streaming_content).decode()
    return named + [f"/static/pulih/{one}" for one in re.findall(r'url\("?([\w.-]+\.woff2)', sheet)]


def test_a_first_visit_is_light(office):
    """The sign-in page, the first page, and every style, script, typeface and icon of both."""
    door = fetched(Client(), "/sign-in/")
    client = entered(office.team.registrar)
    first = fetched(client, "/")
    files = dict.fromkeys(bundled(plain(door)) + bundled(plain(first)))
    assert {one.rpartition(".")[2] for one in files} == {"css", "js", "svg", "woff2"}
    sizes = {one: weight(fetched(client, one)) for one in files}
    assert weight(door) + weight(first) + sum(sizes.values()) < FIRST_VISIT, sizes


def test_every_page_that_a_role_is_led_to_is_light(office):
    """From each role's first page two steps far: lists with a full page of rows, records, forms."""
    for role in Role:
        seen = _walked(entered(office.worker(role)))
        assert len(seen) > 3, role
        assert {path: size for path, size in seen.items() if size >= LATER_PAGE} == {}, role


def _walked(client: Client) -> dict[str, int]:
    """What pages weigh, one of each kind, until two links from the first page."""
    seen: dict[str, int] = {}
    ahead = ["/"]
    for _ in range(3):
        found: list[str] = []
        for path in ahead:
            response = fetched(client, path)
            if response.status_code == 200 and "html" in response["Content-Type"]:
                seen[path] = weight(response)
                found += links(plain(response))
        known = {_kind(path) for path in seen}
        ahead = list({_kind(path): path for path in found if _kind(path) not in known}.values())
    return seen


def _kind(path: str) -> str:
    """An address without what tells one record from another."""
    return re.sub(r"[0-9A-Z-]{6,}|\d+|[0-9a-f-]{36}", "*", path)


def test_files_never_change_and_are_kept_for_good():
    page = plain(Client().get("/sign-in/"))
    for path in bundled(page):
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path), path
        response = fetched(Client(), path)
        assert "immutable" in response["Cache-Control"], path
        again = fetched(Client(), path, **{"If-None-Match": response["ETag"]})
        assert (again.status_code, weight(again)) == (304, 0), path


@pytest.mark.parametrize(("takes", "given"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)])
def test_files_lie_packed_for_every_browser(takes, given):
    page = plain(Client().get("/sign-in/"))
    styles = next(path for path in bundled(page) if path.endswith(".css"))
    response = Client().get(styles, headers={"Accept-Encoding": takes})
    assert response.get("Content-Encoding") == given
    assert "Accept-Encoding" in response["Vary"]


def test_a_page_is_packed_for_a_browser_that_unpacks_and_plain_for_another(office):
    client = entered(office.team.registrar)
    light, heavy = fetched(client, "/people/"), client.get("/people/")
    assert (light["Content-Encoding"], heavy.get("Content-Encoding")) == ("gzip", None)
    assert weight(light) * 4 < weight(heavy)
    assert int(light["Content-Length"]) == weight(light)
    assert "Warga a Rekaan" in plain(light)
    assert light["Cache-Control"] == "no-store"  # packed or not, a shared computer keeps no person's page
    assert "Accept-Encoding" in light["Vary"]
    assert "Accept-Encoding" in heavy["Vary"]


def test_equal_pages_do_not_have_equal_lengths():
    page = b"<p>Rekaan</p>" * 100
    made = [packed(page) for _ in range(60)]
    assert {gzip.decompress(one) for one in made} == {page}
    assert len({len(one) for one in made}) > 10


@pytest.mark.parametrize("path", ["/people/?page=2", "/enrolments/", "/enrolments/waiting/", "/staff/"])
def test_a_list_that_is_exchanged_in_place_comes_without_its_frame(office, path):
    client = entered(office.team.head if path == "/staff/" else office.team.manager)
    whole = fetched(client, path)
    alone = fetched(client, path, **{"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "isi"})
    assert (whole.status_code, alone.status_code) == (200, 200)
    main = re.compile(r'<main id="isi".*?</main>', re.S)
    masked = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"|id="id_once[^>]*')
    assert masked.sub("", main.search(plain(alone))[0]) == masked.sub("", main.search(plain(whole))[0])
    title = re.search(r"<title>.*?</title>", plain(whole))[0]
    assert plain(alone).strip().startswith(title)
    assert "ui-side" not in plain(alone)
    assert weight(alone) < weight(whole) - 1500


def test_an_answer_too_small_to_gain_is_left_as_it_is():
    response = fetched(Client(), reverse("door:health"))
    assert weight(response) < WORTH_IT
    assert "Content-Encoding" not in response
