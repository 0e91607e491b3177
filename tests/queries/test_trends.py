"""The forms of one instrument over time: in order, in force, with their stored scores, in one statement."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import assessments as actions
from pulih.queries import assessments
from pulih.records.models import Person
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
LATER = START + timedelta(days=92)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def enrolment(team):
    return waves.admitted(team, waves.plan(team).cycles["social"])


def trend(team, enrolment, actor=None):
    with acting(actor or team.assessor, LATER):
        person = Person.objects.get(enrolments__pk=enrolment)
        return assessments.trend_of(actor or team.assessor, person.pk, "whoqol-bref")


def test_nobody_measured_is_an_empty_trend(team, enrolment):
    found = trend(team, enrolment)
    assert found.forms == ()
    assert found.first("physical") is None
    assert found.scales() == frozenset()


def test_forms_come_in_order_of_their_day_with_what_their_scores_hang_on(team, enrolment):
    waves.measured(team, enrolment, "month_3", LATER, waves.answers(4))
    waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    found = trend(team, enrolment)
    assert [(one.point, one.taken_on) for one in found.forms] == [("baseline", START), ("month_3", LATER)]
    assert found.forms[0].wave == "Tahap 1"
    score = found.first("social")
    assert score.value == 50
    hangs_on = score.measured
    assert (hangs_on.version, hangs_on.coding, hangs_on.rule, hangs_on.engine) == ("1", "raw", "syntax", "1")


def test_an_amended_form_gives_way_to_its_amendment(team, enrolment):
    wrong = waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    with acting(team.assessor, LATER):
        actions.amend_response(
            response_id=wrong.id, taken_on=START, answers=waves.answers(5), coding="raw", mode="interview",
            why="Lembar tertukar", by=team.assessor,
        )  # fmt: skip
    found = trend(team, enrolment)
    assert len(found.forms) == 1
    assert found.forms[0].scores["social"].value == 100


def test_a_form_without_a_score_stands_in_its_place_and_is_no_beginning(team, enrolment):
    void = {str(item): None for item in range(1, 27)} | {"1": 3}
    waves.measured(team, enrolment, "baseline", START, void)
    waves.measured(team, enrolment, "month_3", LATER, waves.answers(4))
    found = trend(team, enrolment)
    assert found.forms[0].scores["social"].value is None
    assert found.first("social") is found.forms[1].scores["social"]


def test_it_takes_one_statement_whatever_the_number_of_forms(team, enrolment):
    def statements() -> int:
        with acting(team.assessor, LATER):
            person = Person.objects.get(enrolments__pk=enrolment).pk
            with CaptureQueriesContext(connection) as caught:
                assessments.trend_of(team.assessor, person, "whoqol-bref")
        return len(caught)

    before = statements()
    waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    waves.measured(team, enrolment, "month_3", LATER, waves.answers(4))
    assert statements() == before == 1


def test_another_office_sees_none_of_it_and_a_role_without_measures_is_refused(team, enrolment):
    waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    with acting(team.assessor, LATER):
        person = Person.objects.get(enrolments__pk=enrolment).pk
    stranger = factories.worker(Role.ASSESSOR, factories.organisation())
    with acting(stranger, LATER):
        assert assessments.trend_of(stranger, person, "whoqol-bref").forms == ()
    with acting(team.registrar, LATER), pytest.raises(RuleBroken, match="permission_missing"):
        assessments.trend_of(team.registrar, person, "whoqol-bref")
