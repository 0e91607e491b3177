"""What is looked up for measuring: facts of a form, finished forms with their history, one person's all, tasks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import assessments as actions
from pulih.actions import programmes
from pulih.queries import assessments
from pulih.records.models import Person, ReadEvent
from pulih.rules.errors import RuleBroken
from pulih.rules.measuring import Due
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
FORM = ("whoqol-bref", "baseline")


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, medical=60, social=60)


@pytest.fixture
def enrolment(team, wave):
    return waves.admitted(team, wave.cycles["social"])


def statements(work) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def reads(team, what: str) -> int:
    from pulih.records import scope

    with scope.acting_as(team.head):
        return ReadEvent.objects.filter(what=what).count()


def person_of(team, enrolment):
    with acting(team.assessor, START):
        return Person.objects.get(enrolments__pk=enrolment)


# A form


def test_a_form_knows_whom_it_is_about_and_when_it_is_in_time(team, enrolment):
    with acting(team.assessor, START + timedelta(days=3)):
        facts = assessments.form_of(team.assessor, enrolment, *FORM)
    assert (facts.window.first, facts.window.last) == (START, START + timedelta(days=30))
    assert (facts.done, facts.draft, facts.last_coding) == (None, None, "")
    assert facts.subject.register_number
    assert facts.subject.wave == "Tahap 1"
    assert reads(team, "measuring") == 1


def test_suspended_days_move_the_window(team, wave, enrolment):
    with acting(team.manager, START + timedelta(days=40)):
        programmes.suspend(
            wave_id=wave.id, from_on=START + timedelta(days=30), reason="outbreak",
            note="Wabah di blok", by=team.manager,
        )  # fmt: skip
    with acting(team.assessor, START + timedelta(days=40)):
        moved = assessments.form_of(team.assessor, enrolment, "whoqol-bref", "month_3").window
    with acting(team.assessor, START + timedelta(days=30)):
        planned = assessments.form_of(team.assessor, enrolment, "whoqol-bref", "month_3").window
    assert moved.aim == planned.aim + timedelta(days=10)


def test_a_form_that_counts_already_is_named_and_no_answer_comes_with_it(team, enrolment):
    made = waves.measured(team, enrolment, "baseline", START + timedelta(days=1), waves.answers(5))
    with acting(team.assessor, START + timedelta(days=2)):
        facts = assessments.form_of(team.assessor, enrolment, *FORM)
    assert facts.done == made.id
    assert facts.last_coding == "raw"


def test_a_draft_comes_back_as_it_was_typed_and_only_to_its_point(team, enrolment):
    with acting(team.assessor, START):
        actions.keep_draft(
            enrolment_id=enrolment, instrument="whoqol-bref", point="baseline",
            fields={"item_3": "4", "taken_on_day": "5"}, by=team.assessor,
        )  # fmt: skip
        draft = assessments.form_of(team.assessor, enrolment, *FORM).draft
        other = assessments.form_of(team.assessor, enrolment, "whoqol-bref", "month_6").draft
    assert draft.fields == {"item_3": "4", "taken_on_day": "5"}
    assert other is None


def test_another_offices_enrolment_is_not_found(team, enrolment):
    stranger = factories.worker(Role.ASSESSOR, factories.organisation())
    with acting(stranger, START), pytest.raises(RuleBroken, match="not_found"):
        assessments.form_of(stranger, enrolment, *FORM)


# A finished form


def test_a_finished_form_brings_its_history_and_the_first_of_the_wave(team, enrolment):
    first = waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    day = START + timedelta(days=92)
    wrong = waves.measured(team, enrolment, "month_3", day, waves.answers(4))
    with acting(team.assessor, day):
        mended = actions.amend_response(
            response_id=wrong.id, taken_on=day, answers=waves.answers(2), coding="raw", mode="self",
            why="Lembar tertukar", by=team.assessor,
        )  # fmt: skip
        facts = assessments.response_of(team.assessor, wrong.id)
        start = assessments.response_of(team.assessor, first.id)
    assert [one.id for one in facts.history] == [wrong.id, mended.id]
    assert facts.response.amended
    assert not facts.history[-1].amended
    assert facts.history[-1].why == "Lembar tertukar"
    assert facts.first.id == first.id
    assert start.first is None, "the first form is compared with nothing"
    assert reads(team, "measures") == 2


def test_a_form_counts_for_both_programmes_of_a_person_that_ran_on_its_day(team, wave):
    person = waves.resident(team)
    medical = waves.admitted(team, wave.cycles["medical"], person)
    late = waves.admitted(team, wave.cycles["social"], person, on=START + timedelta(days=10))
    waves.measured(team, medical, "baseline", START + timedelta(days=3), waves.answers(3))
    with acting(team.assessor, START + timedelta(days=12)):
        found = assessments.measures_of(team.assessor, person, "whoqol-bref").measurements
    by_enrolment = {one.subject.enrolment_id: one.due for one in found if one.point.code == "baseline"}
    assert by_enrolment == {medical: Due.DONE, late: Due.DUE}


def test_tasks_of_a_worrying_answer_stand_with_its_form(team, enrolment):
    made = waves.measured(team, enrolment, "baseline", START, waves.answers(3, q26=5, q6=1))
    with acting(team.assessor, START):
        tasks = assessments.response_of(team.assessor, made.id).tasks
    assert {one.kind for one in tasks} == {"whoqol_despair", "whoqol_no_meaning"}
    assert {one.role for one in tasks} == {"counsellor"}


# Everything of one person


def test_a_persons_measurements_need_the_same_statements_for_one_form_and_for_many(team, wave):
    one, many = waves.resident(team), waves.resident(team)
    first = waves.admitted(team, wave.cycles["social"], one)
    second = waves.admitted(team, wave.cycles["social"], many)
    waves.admitted(team, wave.cycles["medical"], many)
    waves.measured(team, first, "baseline", START, waves.answers(3))
    for days, point in ((0, "baseline"), (92, "month_3"), (180, "month_6")):
        waves.measured(team, second, point, START + timedelta(days=days), waves.answers(3))
    with acting(team.assessor, START + timedelta(days=185)):
        counts = {
            statements(lambda person=person: assessments.measures_of(team.assessor, person, "whoqol-bref"))
            for person in (one, many)
        }
    assert counts == {2}


def test_who_left_before_a_window_needs_nothing_and_who_left_in_it_missed_it(team, enrolment):
    waves.left(team, enrolment, "exited", START + timedelta(days=80), "withdrew")
    with acting(team.assessor, START + timedelta(days=81)):
        found = assessments.measures_of(team.assessor, person_of(team, enrolment).pk, "whoqol-bref")
    assert [one.due for one in found.measurements] == [Due.MISSED, Due.MISSED, Due.NOT_NEEDED]


# Tasks


def test_a_role_sees_its_own_tasks_oldest_first_and_opening_one_is_noted(team, enrolment):
    person = person_of(team, enrolment)
    for days, role in ((1, "nurse"), (2, "counsellor"), (3, "nurse")):
        with acting(team.assessor, START + timedelta(days=days)):
            actions.raise_concern(
                person_id=person.pk, role=role, why=f"Tidak makan sejak hari ke-{days}.", by=team.assessor
            )
    with acting(team.nurse, START + timedelta(days=4)):
        first, second = assessments.tasks_for(team.nurse)
        assert first.raised_at < second.raised_at
        assert assessments.task_of(team.nurse, first.id).why == "Tidak makan sejak hari ke-1."
        actions.finish_task(task_id=first.id, note="Sudah diperiksa.", by=team.nurse)
        assert [one.done_at is None for one in assessments.tasks_for(team.nurse)] == [True, False]
    with acting(team.nurse, START + timedelta(days=30)):
        assert [one.id for one in assessments.tasks_for(team.nurse)] == [second.id]
    assert reads(team, "task") == 1


def test_a_task_of_another_role_is_not_found(team, enrolment):
    with acting(team.assessor, START):
        task = actions.raise_concern(
            person_id=person_of(team, enrolment).pk, role="nurse", why="Gelisah sejak pagi.", by=team.assessor
        )
    with acting(team.manager, START), pytest.raises(RuleBroken, match="not_found"):
        assessments.task_of(team.manager, task)


def test_after_a_transfer_the_sender_still_sees_its_own_forms(db):
    from pulih.actions.enrolments import accept_transfer, propose_transfer

    region = factories.region()
    here = waves.team(factories.organisation(parent=region))
    there = waves.team(factories.organisation(parent=region))
    wave = waves.plan(here)
    person = waves.resident(here)
    enrolment = waves.admitted(here, wave.cycles["social"], person)
    made = waves.measured(here, enrolment, "baseline", START, waves.answers(3))
    moved = START + timedelta(days=30)
    with acting(here.registrar, moved):
        transfer = propose_transfer(
            person_id=person, receiver_id=there.office, reason="Mendekat keluarga", by=here.registrar
        )
    with acting(there.registrar, moved):
        accept_transfer(
            transfer_id=transfer, register_number="B2-9", kind="sentenced", block="A", moved_on=moved,
            by=there.registrar,
        )  # fmt: skip
    with acting(here.assessor, moved):
        assert assessments.response_of(here.assessor, made.id).response.scorable
    with acting(there.assessor, moved), pytest.raises(RuleBroken, match="not_found"):
        assessments.response_of(there.assessor, made.id)
