"""A stack of sheets keyed by hand: digits go on by themselves, the sum runs along, and no mouse is needed."""

from datetime import timedelta

import pytest

from pulih.records.models import Response
from tests import waves
from tests.journeys.test_the_house import Walker
from tests.today import TODAY
from tests.waves import acting

pytestmark = pytest.mark.journey


@pytest.fixture
def team(db):
    return waves.team(mark=".tumpuk")


@pytest.fixture
def wave(team):
    began = TODAY - timedelta(days=5)
    made = waves.plan(team, starts_on=began)
    for number in range(1, 5):
        person = waves.resident(team, register_number=f"BI.{number}/2024")
        waves.admitted(team, made.cycles["social"], person, on=began)
    return made


def forms(team) -> list[Response]:
    with acting(team.assessor, TODAY):
        return list(Response.objects.filter(organisation_id=team.office))


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def test_a_stack_is_keyed_without_a_mouse_and_the_sum_is_seen_at_once(team, wave, live_server, browser):
    page = (
        Walker(browser, live_server.url)
        .sign_in("assessor.tumpuk")
        .goes_to(f"/assessments/stack/{wave.reference}/whoqol-bref/baseline/")
    )
    page.locator("input[name=coding][value=raw]").check()
    page.locator("[name=a_0_1]").focus()
    page.keyboard.type("3" * 26)
    assert focused(page) == "s_0"
    page.keyboard.type("77")
    assert "78" in page.locator("[data-sum]").first.inner_text()
    assert "berbeda" in page.locator("[data-sum]").first.inner_text()
    page.keyboard.press("Enter")
    assert focused(page) == "a_1_1"
    page.keyboard.type("2" * 25 + "-")
    page.keyboard.type("50")
    assert "cocok" in page.locator("[data-sum]").nth(1).inner_text()
    page.keyboard.press("ArrowUp")
    assert focused(page) == "s_0"
    assert page.locator("[data-begun]").inner_text() == "2"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-error-summary]")
    assert "1 tersimpan, 1 perlu diperbaiki" in page.locator("[data-error-summary]").inner_text()
    (form,) = forms(team)
    assert "26" not in form.answers
    page.locator("[name=s_0]").fill("78")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=1 lembar tersimpan.")
    assert len(forms(team)) == 2


@pytest.mark.parametrize("width", [390, 1440])
def test_names_stay_in_sight_while_the_table_is_scrolled(team, wave, live_server, browser, width):
    page = (
        Walker(browser, live_server.url)
        .sign_in("assessor.tumpuk")
        .goes_to(f"/assessments/stack/{wave.reference}/whoqol-bref/baseline/")
    )
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[name=s_0]").focus()
    page.locator("[name=s_0]").scroll_into_view_if_needed()
    name = page.locator("tbody th").first.bounding_box()
    field = page.locator("[name=s_0]").bounding_box()
    assert name["x"] >= 0
    assert field["x"] >= name["x"] + name["width"]
