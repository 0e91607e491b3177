"""Absences that stand out: one task until it is done, days on hold left out, and what looking costs."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import attendance as actions
from pulih.actions.attendance import Mark
from pulih.records import scope
from pulih.records.models import Enrolment, Task
from tests import sessions_rows as rows
from tests import waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = START + timedelta(days=8)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def worker(team):
    return rows.counsellor(team)


@pytest.fixture
def begun(team):
    return rows.running(team, people=4)


def mark(worker, session, day=DAY, **more):
    with acting(worker, day):
        return actions.mark_group(session_id=session, by=worker, **more)


def absent_on(team, worker, wave, group, who, days, reason="no_word"):
    for number in range(days):
        on = DAY + timedelta(days=number)
        mark(worker, rows.session(team, wave, group, on), on, marks={who: Mark(False, reason=reason)})


def tasks(worker):
    with acting(worker, DAY):
        return list(Task.objects.filter(kind="absence_pattern").order_by("raised_at"))


def test_three_absences_in_a_row_become_one_task_until_it_is_done(team, worker, begun):
    from pulih.actions.assessments import finish_task

    wave, group, (first, *_rest) = begun
    absent_on(team, worker, wave, group, first, 2)
    assert tasks(worker) == []
    absent_on(team, worker, wave, group, first, 3)
    (task,) = tasks(worker)
    assert task.role == "counsellor"
    assert "berturut-turut" in task.why
    day = DAY + timedelta(days=5)
    with acting(worker, day):
        finish_task(task_id=task.pk, note="Sudah diajak bicara.", by=worker)
    on = day + timedelta(days=1)
    mark(worker, rows.session(team, wave, group, on), on, marks={first: Mark(False, reason="asleep")})
    assert len(tasks(worker)) == 1, "what was talked about does not count again"


def test_two_sessions_of_a_day_stand_in_order_of_their_hours(team, worker, begun):
    wave, group, (first, *_rest) = begun
    later = rows.session(team, wave, group, DAY, starts_at=time(14), ends_at=time(15))
    mark(worker, later, marks={first: Mark(False, reason="no_word")})
    mark(worker, rows.session(team, wave, group, DAY))
    for number in (1, 2):
        on = DAY + timedelta(days=number)
        mark(worker, rows.session(team, wave, group, on), on, marks={first: Mark(False, reason="court")})
    (task,) = tasks(worker)
    assert "3" in task.why


def test_days_on_hold_are_no_absences_to_ask_about(team, worker, begun):
    from pulih.records.models import StatusChange

    wave, group, (first, *_rest) = begun
    with acting(team.manager, DAY):
        who = Enrolment.objects.get(pk=first)
        for source, target, days in (
            ("", "candidate", -60),
            ("candidate", "on_hold", 0),
            ("on_hold", "candidate", 2),
        ):
            StatusChange.objects.create(
                enrolment=who, person_id=who.person_id, organisation_id=team.office, from_status=source,
                to_status=target, effective_on=DAY + timedelta(days=days), recorded_at=scope.now(),
            )  # fmt: skip
    absent_on(team, worker, wave, group, first, 4)
    assert tasks(worker) == [], "two of the four days were on hold"


def test_marking_asks_twice_and_writes_once(team, worker, begun):
    wave, group, (first, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    absent_on(team, worker, wave, group, first, 2)
    with acting(worker, DAY + timedelta(days=3)):
        marks = {first: Mark(False, reason="ill")}
        with CaptureQueriesContext(connection) as asked:
            actions.mark_group(session_id=session, marks=marks, token=uuid4(), by=worker)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 3
    assert len(tasks(worker)) == 1
