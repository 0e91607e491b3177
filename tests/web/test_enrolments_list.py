"""The list of pathways, a page at a time, and the participants by month."""

from datetime import date, timedelta

import pytest

from pulih.records import scope
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def cycle(team):
    return waves.plan(team, starts_on=days_ago(20), social=2).cycles["social"]


def text(answer) -> str:
    return answer.content.decode()


def days_ago(days: int) -> date:
    return scope.today() - timedelta(days=days)


def test_the_list_is_paged_and_a_click_brings_main_alone(team):
    cycle = waves.plan(team, social=60).cycles["social"]
    people = [waves.resident(team, f"Budi {letter} Rekaan") for letter in "ABCDEFGHIJKLMNOPQRSTUVW"]
    for person in people:
        waves.candidate(team, cycle, person)
    client = entered(team.manager)
    first = text(client.get("/enrolments/"))
    assert (first.count("<tr>"), "Budi A Rekaan" in first, "Budi U Rekaan" in first) == (21, True, False)
    assert 'href="?step=candidate&amp;page=2"' in first
    second = text(client.get("/enrolments/?step=candidate&page=2", headers={"HX-Target": "isi"}))
    assert (second.count("<tr>"), "Budi U Rekaan" in second, "<html" in second) == (4, True, False)
    assert text(client.get("/enrolments/?step=candidate&page=99")).count("<tr>") == 4
    whole = text(client.get("/enrolments/?step=candidate&all=1"))
    assert whole.count("<tr>") == 24
    found = text(client.get("/enrolments/?step=candidate&q=budi+h"))
    assert (found.count("<tr>"), "Budi H Rekaan" in found) == (2, True)


def test_what_was_typed_is_shown_as_it_was_and_never_as_markup(team):
    cycle = waves.plan(team, name="Tahap <b>1</b>", social=2).cycles["social"]
    waves.candidate(team, cycle, waves.resident(team, "Sa'diah Rekaan"))
    page = text(entered(team.manager).get("/enrolments/"))
    assert "Sa&#x27;diah Rekaan" in page
    assert "Tahap &lt;b&gt;1&lt;/b&gt;" in page
    assert "Tahap <b>" not in page


def test_whoever_is_in_a_programme_stands_in_the_list_too(team, cycle):
    waves.admitted(team, cycle, waves.resident(team, "Citra Rekaan"), on=days_ago(15))
    page = text(entered(team.manager).get("/enrolments/"))
    assert 'aria-current="page">Mengikuti program (1)' in page
    assert "Citra Rekaan" in page
    assert 'name="enrolment"' not in page  # nothing is done for several of them at once


def test_the_months_of_the_year_stand_beside_those_before_and_lead_on(team, cycle):
    enrolment = waves.admitted(team, cycle, on=days_ago(15))
    waves.left(team, enrolment, "exited", days_ago(2), "withdrew")
    client = entered(team.manager)
    assert 'href="/enrolments/months/"' in text(client.get("/enrolments/"))
    page = text(client.get("/enrolments/months/"))
    year = days_ago(2).year
    assert f"Peserta per bulan {year}" in page
    assert "Putus program" in page
    assert "<svg" in page
    assert f'href="/enrolments/months/?year={year - 1}"' not in page  # nobody was admitted before
    assert f"?year={year}" not in page  # no year lies ahead
    assert client.get("/enrolments/months/?year=kemarin").status_code == 200
    assert (
        entered(factories.worker(Role.ADMINISTRATOR, factories.organisation()))
        .get("/enrolments/months/")
        .status_code
        == 403
    )
