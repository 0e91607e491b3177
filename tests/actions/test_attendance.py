"""Marking a group, what is refused, corrections that keep history."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.actions import attendance as actions
from pulih.actions.attendance import Mark
from pulih.queries.attendance import register_of
from pulih.records.models import Attendance, AuditEvent, Enrolment, PlannedSession, Task
from pulih.rules.errors import RuleBroken
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


def refused(code):
    return pytest.raises(RuleBroken, match=code)


def said(worker, session):
    """The newest mark of each enrolment."""
    with acting(worker, DAY):
        return {one.enrolment_id: one for one in Attendance.objects.filter(session_id=session).order_by("id")}


def test_everybody_came_but_for_those_who_are_named(team, worker, begun):
    wave, group, (first, second, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    marks = {first: Mark(False, reason="court"), second: Mark(True, late_minutes=10)}
    result = mark(worker, session, marks=marks)
    assert (result.present, result.absent, result.late, result.tasks) == (3, 1, False, 0)
    found = said(worker, session)
    assert len(found) == 4
    assert (found[first].attended, found[first].side, found[first].reason) == (False, "external", "court")
    assert found[second].late_minutes == 10
    with acting(worker, DAY):
        row = PlannedSession.objects.get(pk=session)
        assert (row.state, row.marked_by, row.revision) == ("held", worker.account_id, 2)


def test_marking_leaves_one_event_and_names_nobody(team, worker, begun):
    wave, group, (first, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    mark(worker, session, marks={first: Mark(False, reason="clinic")})
    with acting(team.head, DAY):
        (event,) = AuditEvent.objects.filter(event="attendance.mark_group")
        changes = json.loads(event.body)["changes"]
        assert "clinic" not in event.body
        assert changes["absent"] == [None, 1]


def test_a_form_is_carried_out_once(team, worker, begun):
    wave, group, _people = begun
    session, token = rows.session(team, wave, group, DAY), uuid4()
    mark(worker, session, token=token)
    with refused("already_sent"):
        mark(worker, session, token=token)
    with refused("attendance_marked"):
        mark(worker, session, token=uuid4())
    assert len(said(worker, session)) == 4


def test_a_session_that_is_not_due_cancelled_or_elsewhere_is_refused(team, worker, begun):
    wave, group, _people = begun
    with refused("attendance_in_future"):
        mark(worker, rows.session(team, wave, group, DAY + timedelta(days=1)))
    with refused("attendance_cancelled"):
        mark(worker, rows.session(team, wave, group, DAY, state="cancelled"))
    with refused("session_unknown"):
        mark(worker, uuid4())
    other = waves.team()
    with refused("session_unknown"):
        mark(rows.counsellor(other), rows.session(team, wave, group, DAY))


def test_a_suspended_day_has_no_attendance(team, worker, begun):
    from pulih.actions.programmes import suspend

    wave, group, _people = begun
    session = rows.session(team, wave, group, DAY)
    with acting(team.manager, DAY):
        suspend(wave_id=wave.id, from_on=DAY, reason="lockdown", note="Blok dikunci.", by=team.manager)
    with refused("attendance_cancelled"):
        mark(worker, session, DAY + timedelta(days=1))
    with refused("attendance_suspended"):
        mark(worker, rows.session(team, wave, group, DAY, title="Sesi tambahan"), DAY + timedelta(days=1))


def test_nobody_is_marked_who_was_not_there_or_had_left(team, worker, begun):
    wave, group, (first, second, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    with acting(team.manager, DAY):
        Enrolment.objects.filter(pk=first).update(
            ended_on=DAY - timedelta(days=1), status="exited", in_place=False
        )
    with refused("attendance_had_left") as broken:
        mark(worker, session, marks={first: Mark(False, reason="ill")})
    assert broken.value.reasons[0].about == str(first)
    (stranger,) = rows.enrolled(team, wave, 1)
    with refused("attendance_not_member"):
        mark(worker, session, marks={stranger: Mark(True)})
    assert mark(worker, session).present == 3, "whoever had left is not counted"


def test_an_absence_owes_a_reason_and_nothing_is_half_done(team, worker, begun):
    wave, group, (first, second, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    for wrong, code in (
        (Mark(False), "attendance_reason_missing"),
        (Mark(False, reason="holiday"), "attendance_reason_unknown"),
        (Mark(False, side="person", reason="court"), "attendance_side_differs"),
        (Mark(True, late_minutes=60), "attendance_late_minutes"),
    ):
        with refused(code):
            mark(worker, session, marks={first: Mark(False, reason="ill"), second: wrong})
    assert said(worker, session) == {}


def test_a_page_says_everybody_and_whoever_no_longer_belongs_is_left_out(team, worker, begun):
    wave, group, people = begun
    session = rows.session(team, wave, group, DAY)
    (stranger,) = rows.enrolled(team, wave, 1)
    page = {one: Mark(True) for one in people} | {stranger: Mark(False, reason="ill")}
    with refused("attendance_unmarked") as broken:
        mark(worker, session, marks={stranger: Mark(True), people[0]: Mark(True)}, everybody=True)
    assert {reason.about for reason in broken.value.reasons} == {str(one) for one in people[1:]}
    assert mark(worker, session, marks=page, everybody=True).present == 4
    assert set(said(worker, session)) == set(people)


def test_a_late_entry_is_accepted_and_marked(team, worker, begun):
    wave, group, _people = begun
    session = rows.session(team, wave, group, DAY)
    assert mark(worker, session, DAY + timedelta(days=4)).late
    assert all(one.entered_late for one in said(worker, session).values())


def test_the_day_of_the_session_is_in_the_key_and_the_group_of_that_day_counts(team, worker, begun):
    wave, group, (first, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    from pulih.records.models import GroupMember

    with acting(team.manager, DAY):
        GroupMember.objects.filter(enrolment_id=first).update(until_on=DAY - timedelta(days=1))
    mark(worker, session, DAY + timedelta(days=2))
    found = said(worker, session)
    assert first not in found
    assert {one.on for one in found.values()} == {DAY}


def test_a_session_that_was_not_held_says_whose_doing_that_was(team, worker, begun):
    wave, group, _people = begun
    session = rows.session(team, wave, group, DAY)
    with refused("attendance_side_unknown"):
        mark(worker, session, happened=False, because="Blok dikunci.")
    with refused("attendance_because_missing"):
        mark(worker, session, happened=False, side="facility", because="x")
    mark(worker, session, happened=False, side="facility", because="Blok dikunci sejak pagi.")
    with acting(worker, DAY):
        row = PlannedSession.objects.get(pk=session)
        assert (row.state, row.cancelled_side) == ("cancelled", "facility")
    assert said(worker, session) == {}


def test_a_correction_is_a_further_row_that_says_why(team, worker, begun):
    wave, group, (first, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    with refused("attendance_not_marked"):
        correct(worker, session, first, Mark(True))
    mark(worker, session, marks={first: Mark(False, reason="no_word")})
    with refused("attendance_same"):
        correct(worker, session, first, Mark(False, reason="no_word"))
    with refused("attendance_why_missing"):
        correct(worker, session, first, Mark(True), why=" ")
    correct(worker, session, first, Mark(False, reason="clinic"), why="Ternyata di klinik.")
    with acting(worker, DAY):
        old, new = Attendance.objects.filter(session_id=session, enrolment_id=first).order_by("id")
    assert (old.reason, new.reason, new.corrects) == ("no_word", "clinic", old.id)
    with refused("enrolment_unknown"):
        correct(worker, session, uuid4(), Mark(True))


def correct(worker, session, enrolment, mark, day=DAY, why="Salah baca."):
    with acting(worker, day):
        return actions.correct_mark(session_id=session, enrolment_id=enrolment, mark=mark, why=why, by=worker)


def test_somebody_who_was_missed_is_added_afterwards(team, worker, begun):
    from pulih.records.models import GroupMember, Person

    wave, group, _people = begun
    session = rows.session(team, wave, group, DAY)
    mark(worker, session)
    (late,) = rows.enrolled(team, wave, 1)
    with refused("attendance_not_member"):
        correct(worker, session, late, Mark(True))
    with acting(team.manager, DAY):
        person = Person.objects.get(pk=Enrolment.objects.get(pk=late).person_id)
        GroupMember.objects.create(
            organisation_id=team.office, group_id=group, person=person, enrolment_id=late, from_on=DAY
        )
    correct(worker, session, late, Mark(True), why="Pindah kelompok hari itu.")
    assert said(worker, session)[late].corrects is None


def test_the_sender_of_a_transfer_still_marks_what_was_held_before(team, worker, begun):
    from pulih.actions.custody import end_stay
    from pulih.records.models import Stay

    wave, group, (first, *_rest) = begun
    session = rows.session(team, wave, group, DAY)
    later = DAY + timedelta(days=2)
    with acting(team.registrar, later):
        who = Enrolment.objects.get(pk=first).person_id
        stay = Stay.objects.get(person_id=who, ended_on=None)
        end_stay(stay_id=stay.pk, ended_on=later, how="transferred", revision=None, by=team.registrar)
    with acting(worker, later):
        assert register_of(worker, session).row(first).left
    assert mark(worker, session, later, marks={first: Mark(False, reason="visit")}).absent == 1
    correct(worker, session, first, Mark(True), later + timedelta(days=3))
    assert said(worker, session)[first].attended
    with acting(worker, later):
        assert not Task.objects.filter(kind="absence_pattern").exists()
    after = rows.session(team, wave, group, later + timedelta(days=1))
    assert mark(worker, after, later + timedelta(days=1)).present == 3


def test_only_those_who_lead_sessions_mark_them(team, begun):
    wave, group, _people = begun
    session = rows.session(team, wave, group, DAY)
    with refused("permission_missing"):
        mark(team.nurse, session)


def test_a_session_of_the_whole_programme_is_for_everybody_enrolled_that_day(team, worker, begun):
    wave, _group, _people = begun
    rows.enrolled(team, wave, 1, DAY + timedelta(days=1))
    assert mark(worker, rows.session(team, wave, None, DAY), DAY + timedelta(days=2)).present == 4
    assert date(2024, 2, 13) == DAY
