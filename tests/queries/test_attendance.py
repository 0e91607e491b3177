"""Attendance read: registers, the day, one person against counting by hand, a wave; fixed numbers of statements."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import attendance as actions
from pulih.actions.attendance import Mark
from pulih.queries import attendance
from pulih.queries.today import today_for
from pulih.records.models import Enrolment, GroupMember, Person, ReadEvent
from pulih.rules.errors import RuleBroken
from tests import sessions_rows as rows
from tests import waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = START + timedelta(days=30)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def worker(team):
    return rows.counsellor(team)


def mark(worker, session, on, **more):
    with acting(worker, on):
        return actions.mark_group(session_id=session, by=worker, **more)


def reference_of(worker, enrolment):
    with acting(worker, DAY):
        return Person.objects.get(pk=Enrolment.objects.get(pk=enrolment).person_id).reference


def test_the_register_names_who_was_in_the_group_on_that_day_in_order(team, worker):
    wave, group, (first, second, third) = rows.running(team, 3)
    session = rows.session(team, wave, group, DAY)
    with acting(team.manager, DAY):
        GroupMember.objects.filter(enrolment_id=second).update(until_on=DAY - timedelta(days=1))
    with acting(worker, DAY):
        register = attendance.register_of(worker, session)
        assert [one.enrolment_id for one in register.rows] == [first, third]
        assert register.session.people == 2
        assert all(one.mark is None for one in register.rows)
        with pytest.raises(RuleBroken, match="not_found"):
            register.row(second)


def test_the_newest_mark_counts_and_the_history_keeps_all_of_them(team, worker):
    wave, group, (first, *_rest) = rows.running(team, 3)
    session = rows.session(team, wave, group, DAY)
    mark(worker, session, DAY, marks={first: Mark(False, reason="asleep")})
    with acting(worker, DAY):
        actions.correct_mark(
            session_id=session, enrolment_id=first, mark=Mark(True), why="Salah orang.", by=worker
        )
        row = attendance.register_of(worker, session).row(first)
        assert row.mark.attended
        assert row.corrected
        history = attendance.mark_history(worker, session, first)
        assert [one.mark.reason for one in history] == ["asleep", ""]
        assert attendance.register_of(worker, session).session.present == 3
    with acting(team.head, DAY):
        assert ReadEvent.objects.filter(what="attendance").exists()


def test_somebodys_share_agrees_with_counting_by_hand(team, worker):
    chance = Random(5)
    wave, group, people = rows.running(team, 4)
    came = dict.fromkeys(people, 0)
    held = dict.fromkeys(people, 0)
    leaves = {people[0]: START + timedelta(days=12)}
    with acting(team.manager, START):
        Enrolment.objects.filter(pk=people[0]).update(
            ended_on=leaves[people[0]], status="exited", in_place=False
        )
    for number in range(24):
        on = START + timedelta(days=number)
        session = rows.session(team, wave, group, on)
        if chance.random() < 0.2:
            mark(worker, session, on, happened=False, side="facility", because="Blok dikunci.")
            continue
        here = [one for one in people if on <= leaves.get(one, on)]
        away = {one: Mark(False, reason="clinic") for one in here if chance.random() < 0.3}
        mark(worker, session, on, marks=away)
        for one in here:
            held[one] += 1
            came[one] += one not in away
    for one in people:
        reference = reference_of(worker, one)
        with acting(worker, DAY):
            (found,) = attendance.attendance_of(worker, reference).enrolments
        assert (found.held, found.attended, found.unmarked) == (held[one], came[one], 0)
        assert found.percent == int(100 * came[one] / held[one] + 0.5)
        assert sum(found.sides.values()) == held[one] - came[one]
    with acting(worker, DAY):
        page = attendance.wave_attendance(worker, wave.reference)
    assert (page.total.places, page.total.present) == (sum(held.values()), sum(came.values()))
    assert page.total.marked + page.total.cancelled_facility == 24
    assert page.total.unmarked == 0


def test_a_wave_says_what_is_due_unmarked_late_and_not_held(team, worker):
    wave, group, _people = rows.running(team, 2)
    in_time, late, _forgotten = (rows.session(team, wave, group, DAY - timedelta(days=n)) for n in (5, 6, 7))
    rows.session(team, wave, group, DAY + timedelta(days=1))
    mark(worker, in_time, DAY - timedelta(days=5))
    mark(worker, late, DAY)
    mark(
        worker,
        rows.session(team, wave, None, DAY),
        DAY,
        happened=False,
        side="external",
        because="Gempa bumi.",
    )
    with acting(worker, DAY):
        page = attendance.wave_attendance(worker, wave.reference)
    first, whole = page.rows
    assert (first.due, first.marked, first.unmarked, first.late_entries) == (3, 2, 1, 1)
    assert first.percent_marked == 66
    assert (whole.group, whole.cancelled_external, whole.percent_marked) == ("", 1, None)


def test_the_day_names_a_counsellors_sessions_and_counts_a_managers(team, worker):
    wave, group, _people = rows.running(team, 2)
    for days in range(8):
        rows.session(team, wave, group, DAY - timedelta(days=days), leader_id=worker.account_id)
    rows.session(team, wave, group, DAY, leader_id=team.manager.account_id, title="Sesi manajer")
    with acting(worker, DAY):
        found = today_for(worker)
    named = [one for one in found.works if one.code == "mark_session"]
    assert [one.urgency for one in named] == ["late"] * 4 + ["due"]
    assert {one.name for one in named} == {"Pertemuan pagi"}
    assert [one.count for one in found.todos if one.code == "unmarked_sessions"] == [3]
    with acting(team.manager, DAY):
        managers = today_for(team.manager)
    assert [one.count for one in managers.todos if one.code == "unmarked_sessions"] == [7]
    assert not [one for one in managers.works if one.code == "mark_session"]


def test_a_suspended_day_waits_for_no_marks(team, worker):
    from pulih.actions.programmes import resume, suspend

    wave, group, _people = rows.running(team, 2)
    on = DAY - timedelta(days=2)
    rows.session(team, wave, group, on)
    with acting(team.manager, on):
        stopped = suspend(
            wave_id=wave.id, from_on=on, reason="lockdown", note="Blok dikunci.", by=team.manager
        )
    with acting(team.manager, DAY - timedelta(days=1)):
        resume(suspension_id=stopped, until_on=DAY - timedelta(days=1), by=team.manager)
    with acting(worker, DAY):
        assert attendance.unmarked_sessions(worker) == ()
        assert attendance.day_of_sessions(worker).unmarked == ()
        assert attendance.wave_attendance(worker, wave.reference).total.due == 0


def test_reading_takes_as_many_statements_for_many_as_for_few(team, worker):
    counts = []
    for number, people in enumerate((2, 12)):
        wave = waves.plan(team, f"Tahap {number}", social=20)
        enrolments = rows.enrolled(team, wave, people)
        group = rows.group(team, wave, enrolments)
        sessions = [rows.session(team, wave, group, DAY - timedelta(days=n)) for n in range(people)]
        mark(worker, sessions[0], DAY)
        reference = reference_of(worker, enrolments[0])
        with acting(worker, DAY), CaptureQueriesContext(connection) as asked:
            attendance.register_of(worker, sessions[0])
            attendance.day_of_sessions(worker)
            attendance.unmarked_sessions(worker)
            attendance.attendance_of(worker, reference)
            attendance.wave_attendance(worker, wave.reference)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_nobody_elsewhere_reads_anything(team, worker):
    wave, group, (first, *_rest) = rows.running(team, 2)
    session = rows.session(team, wave, group, DAY)
    reference = reference_of(worker, first)
    stranger = rows.counsellor(waves.team())
    with acting(stranger, DAY):
        for ask in (
            lambda: attendance.register_of(stranger, session),
            lambda: attendance.wave_attendance(stranger, wave.reference),
            lambda: attendance.attendance_of(stranger, reference),
        ):
            with pytest.raises(RuleBroken):
                ask()
        assert attendance.day_of_sessions(stranger).nothing
    with acting(team.registrar, DAY), pytest.raises(RuleBroken, match="permission_missing"):
        attendance.register_of(team.registrar, session)
