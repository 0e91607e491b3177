"""Scores over time in a browser: every state of the page is free of barriers, by day and by night."""

from datetime import timedelta

import pytest

from pulih.actions import assessments as actions
from pulih.records.models import Person
from tests import waves
from tests.journeys.test_the_house import Walker
from tests.today import TODAY
from tests.waves import acting

pytestmark = pytest.mark.journey
BEGAN = TODAY - timedelta(days=185)


@pytest.fixture
def reference(db):
    team = waves.team(mark="-tren")
    enrolment = waves.admitted(team, waves.plan(team, "Tahap 1 2026", BEGAN).cycles["social"], on=BEGAN)
    forms = (("baseline", 0, 3, {}), ("month_3", 92, 4, {"rule": "manual_text"}), ("month_6", 184, 4, {}))
    for point, days, level, more in forms:
        day = BEGAN + timedelta(days=days)
        answers = waves.answers(level, q3=2, q4=2, q26=1, q7=5)
        with acting(team.assessor, day):
            actions.record_response(
                enrolment_id=enrolment, instrument="whoqol-bref", point=point, taken_on=day, answers=answers,
                coding="raw", mode="interview", by=team.assessor, **more,
            )  # fmt: skip
    with acting(team.assessor, TODAY):
        person = Person.objects.get(enrolments__pk=enrolment)
    dast = {str(item): 1 for item in range(1, 11)}
    for days, answers in ((20, dast), (100, dast | {"4": 0, "9": 0, "10": 0})):
        day = BEGAN + timedelta(days=days)
        with acting(team.assessor, day):
            actions.record_beside_plan(
                person_id=person.pk, instrument="dast-10", taken_on=day, answers=answers, coding="raw",
                mode="interview", time_window="before_custody_12_months", by=team.assessor,
            )  # fmt: skip
    return person.reference


def test_a_development_is_read_by_everybody(reference, live_server, browser):
    walker = Walker(browser, live_server.url).sign_in("assessor-tren")
    for instrument in ("whoqol-bref", "dast-10", "assist-3.1"):
        page = walker.goes_to(f"/assessments/person/{reference}/{instrument}/trend/")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            walker.finds_no_barrier()
            walker.takes_picture(f"trend-{instrument}")


def test_on_a_phone_nothing_but_tables_is_wider_than_the_page(reference, live_server, browser):
    walker = Walker(browser, live_server.url).sign_in("assessor-tren")
    page = walker.goes_to(f"/assessments/person/{reference}/whoqol-bref/trend/")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
