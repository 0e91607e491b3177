"""The waiting list in a browser: read, offered, ruled; a paper checked by somebody who is not signed in."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from pulih.actions import documents, enrolments
from pulih.records import scope
from pulih.records.models import Document
from tests import factories, waves
from tests.waves import acting

pytestmark = pytest.mark.journey
SIZES = ((1440, 900), (390, 844))


def recommended(team, cycle, name, day, *, willing_for=0):
    person = waves.resident(team, name, begin=day, expires_on=day + timedelta(days=400 + willing_for))
    enrolment = waves.candidate(team, cycle, person, day - timedelta(days=10))
    waves.willing(team, person, day - timedelta(days=9))
    for target in ("assessed", "recommended"):
        with acting(team.assessor, day):
            enrolments.move_on(enrolment_id=enrolment, target=target, effective_on=day, by=team.assessor)
    return enrolment


def looks_at(page, url, path):
    """Open a page in both sizes: no barrier, nothing wider than the window."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(url + path)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], (path, width)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)


@pytest.mark.commits
def test_the_list_is_read_offered_and_ruled_and_a_paper_is_checked(browser, live_server):
    team = waves.team(mark=".antre")
    day = scope.today() - timedelta(days=30)
    cycle = waves.plan(team, starts_on=day, social=3).cycles["social"]
    waiting = [
        recommended(team, cycle, f"{name} Rekaan", day, willing_for=200 * at)
        for at, name in enumerate(("Agus", "Bayu", "Cahyo"))
    ]
    for at, one in enumerate(waiting):
        on = day + timedelta(days=1 + at)
        with acting(team.manager, on):
            enrolments.put_on_list(enrolment_id=one, on=on, by=team.manager)
    recommended(team, cycle, "Dedi Rekaan", day)
    admitted = recommended(team, cycle, "Eko Rekaan", day)
    waves.resident(team, "Fajar Rekaan", begin=day, expires_on=day + timedelta(days=20))
    waves.resident(team, "Gilang Rekaan", begin=day)
    with scope.acting_as(team.manager):
        enrolments.admit(enrolment_id=admitted, on=scope.today(), by=team.manager)
    with scope.acting_as(team.head):
        documents.issue_decree(cycle_id=cycle, number="SK-1/2024", on=scope.today(), by=team.head)
        code = Document.objects.get(organisation_id=team.office).code
    page = browser.new_context(locale="id", reduced_motion="reduce").new_page()
    url = live_server.url
    page.goto(url + "/sign-in/")
    page.fill("#id_login", "manager.antre")
    page.fill("#id_password", factories.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(url + "/")
    looks_at(page, url, "/enrolments/waiting/")
    looks_at(page, url, "/enrolments/waiting/?tab=recommended")
    looks_at(page, url, "/enrolments/from-register/")
    looks_at(page, url, "/enrolments/from-register/?tab=left_out")
    looks_at(page, url, "/enrolments/waiting/rule/")
    looks_at(page, url, "/documents/")
    looks_at(page, url, f"/enrolments/{waiting[2]}/offer/")
    page.goto(url + "/enrolments/waiting/")
    page.get_by_role("link", name=re.compile("Tawarkan tempat.*Bayu Rekaan")).click()
    page.get_by_role("button", name="Tawarkan tempat").click()
    page.get_by_text("Mendahulukannya boleh").first.wait_for()
    page.get_by_label("Mengapa didahulukan").fill("Dokter menganjurkan mulai sekarang")
    page.get_by_role("button", name="Tawarkan tempat").click()
    page.get_by_text("Tempat ditawarkan").first.wait_for()
    page.get_by_role("link", name=re.compile("Catat jawaban.*Bayu Rekaan")).click()
    looks_at(page, url, page.url.removeprefix(url))
    anybody = browser.new_context(locale="id").new_page()
    looks_at(anybody, url, "/confirm/")
    looks_at(anybody, url, f"/confirm/{code}/")
    looks_at(anybody, url, "/confirm/2222-2222/")
