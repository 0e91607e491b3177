"""Observations by several workers: each on their own, on one page, with how far they agree."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions.assessments import amend_response
from pulih.queries.plans.observing import INSTRUMENT, observations_of, observations_of_wave, topics
from pulih.records.models import Person
from pulih.rules.errors import RuleBroken
from tests import sessions_rows as rows
from tests import waves
from tests.plans import observed
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
BEGAN = TODAY - timedelta(days=30)
DRAWING = 'viewBox="0 0 380 172"'


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def begun(team):
    wave, _group, enrolments = rows.running(team, people=2, on=BEGAN)
    with acting(team.manager, TODAY):
        people = list(Person.objects.filter(name__in=["Agus Rekaan", "Arif Rekaan"]).order_by("name"))
    for one in people:
        waves.willing(team, one.pk, BEGAN)
    return wave, enrolments, people


def test_several_observe_one_person_on_one_day_each_once_and_unseen_by_the_others(team, begun):
    _wave, _enrolments, [agus, _arif] = begun
    counsellor = rows.counsellor(team)
    observed(team.assessor, agus.pk, TODAY, 3)
    observed(counsellor, agus.pk, TODAY, 1)
    with pytest.raises(RuleBroken) as broken:
        observed(counsellor, agus.pk, TODAY)
    assert broken.value.code == "response_known_that_day"
    form = (
        entered(team.nurse).get(f"/assessments/person/{agus.reference}/fill/{INSTRUMENT}/").content.decode()
    )
    assert "data-draft=" not in form, "no draft that a colleague could see"


def test_the_log_shows_who_saw_what_and_how_far_they_agree(team, begun):
    wave, [enrolment, other], [agus, arif] = begun
    counsellor = rows.counsellor(team)
    first = observed(team.assessor, agus.pk, TODAY, emotion=0, note="Diam saja.")
    observed(counsellor, agus.pk, TODAY, emotion=3, helping=None)
    observed(team.nurse, agus.pk, TODAY - timedelta(days=20), 1)
    observed(team.nurse, arif.pk, TODAY, 1)
    with acting(team.assessor, TODAY):
        with CaptureQueriesContext(connection) as seen:
            log = observations_of(team.assessor, enrolment)
        with CaptureQueriesContext(connection) as seen_whole:
            whole = observations_of_wave(team.assessor, wave.reference)
    assert (len(seen), len(seen_whole)) == (3, 2)
    assert [one.on for one in log.rows] == [TODAY - timedelta(days=20), TODAY, TODAY]
    assert (log.agreed.pairs, log.agreed.whole.pairs) == (1, 9)
    assert log.agreed.whole.reason.code == "agreement_too_few", "nine topics both saw"
    assert (whole.observations, whole.people, whole.observers) == (4, 2, 3)

    # A third colleague makes three pairs of observers, and figures.
    observed(team.nurse, agus.pk, TODAY, emotion=1)
    with acting(counsellor, TODAY):
        amended = amend_response(
            response_id=first, taken_on=TODAY, answers={**dict.fromkeys(topics(), 2), "emotion": 1}, coding="raw",
            mode="interview", why="Salah baris.", by=counsellor,
        )  # fmt: skip
        log = observations_of(counsellor, enrolment)
    assert log.agreed.pairs == 3, "whoever mends a form did not observe: the assessor did"
    assert (log.agreed.whole.pairs, log.agreed.least) == (28, ())
    assert log.agreed.whole.exact == pytest.approx(26 / 28)
    assert amended.id in {one.id for one in log.rows}

    browser = entered(counsellor)
    page = browser.get(f"/plans/observations/{enrolment}/").content.decode()
    assert DRAWING in page
    assert "93%" in page, "26 of 28"
    assert "Diam saja." not in page, "the amended sheet no longer counts"
    assert f"/plans/observations/{enrolment}/" in browser.get(f"/enrolments/{enrolment}/").content.decode()
    page = browser.get(f"/plans/observations/wave/{wave.reference}/").content.decode()
    assert "Agus" not in page
    assert "93%" in page
    empty = entered(team.manager).get(f"/plans/observations/{other}/").content.decode()
    assert DRAWING not in empty, "one observation makes no line"


def test_whoever_reads_no_measures_reads_no_observations(team, begun):
    wave, [enrolment, _other], _people = begun
    for address in (f"/plans/observations/{enrolment}/", f"/plans/observations/wave/{wave.reference}/"):
        assert entered(team.registrar).get(address).status_code == 403
    elsewhere = waves.team(mark="_lain")
    for address in (f"/plans/observations/{enrolment}/", f"/plans/observations/wave/{wave.reference}/"):
        assert entered(elsewhere.nurse).get(address).status_code == 404
