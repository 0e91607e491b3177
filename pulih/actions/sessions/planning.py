"""One session: planned, moved, cancelled with whose reason, made good later. Past ones are protected."""

from datetime import date, time
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.sessions.facts import (
    check_leader,
    enrolment_in,
    everybody_on,
    ground_of,
    meetings,
    members_of,
    one_at_a_time,
    people_on,
    room_of,
    take_group,
    take_session,
)
from pulih.actions.waves import take_cycle
from pulih.records import audit, scope
from pulih.records.models import Cycle, PlannedSession
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.sessions import Meeting, check_cancelling, check_catch_up, check_movable, check_session


@action(Permission.PLAN_SESSIONS)
def plan_session(
    *,
    wave_id: UUID,
    cycle_id: UUID,
    group_id: UUID | None,
    enrolment_id: UUID | None,
    module: str,
    title: str,
    on: date,
    starts_at: time,
    ends_at: time,
    room_id: UUID | None = None,
    leader_id: UUID | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Put one session into the timetable: of a group, of one person, or of everybody of the cycle."""
    use_once(token, by)
    one_at_a_time(by)
    cycle = take_cycle(cycle_id, by)
    if cycle.wave_id != wave_id:
        raise RuleBroken("cycle_unknown", attempt=True, subject="cycle", subject_id=str(cycle_id))
    row = PlannedSession(
        organisation_id=by.organisation_id,
        wave_id=wave_id,
        cycle=cycle,
        group_id=group_id,
        enrolment_id=enrolment_id,
        module=module.strip(),
        title=" ".join(title.split()),
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        room_id=room_id,
        leader_id=leader_id,
    )
    _keep(row, by)
    audit.note_event(
        "sessions.plan_session",
        by=by,
        subject="session",
        subject_id=row.pk,
        changes={
            "title": [None, row.title],
            "on": [None, on],
            "hours": [None, f"{starts_at:%H:%M}-{ends_at:%H:%M}"],
            "group": [None, group_id],
            "enrolment": [None, enrolment_id],
        },
    )
    return row.pk


def _keep(row: PlannedSession, by: Actor) -> None:
    """Judge a session where it shall stand, and write it."""
    if row.cycle.wave.closed_on:
        raise RuleBroken("wave_closed")
    people = _people(row, row.cycle, by)
    room = room_of(row.room_id, by, row.on)
    check_leader(row.leader_id, row.on, by)
    new = Meeting(
        row.on,
        row.starts_at,
        row.ends_at,
        row.group_id,
        people,
        row.room_id,
        row.leader_id,
        row.pk,
        row.title,
    )
    ground = ground_of(row.cycle, room, row.leader_id, by)
    require(check_session(new, meetings(by, row.on, row.on), ground))
    row.save()


def _people(row: PlannedSession, cycle: Cycle, by: Actor) -> frozenset[UUID]:
    """Whom a session is for on its day."""
    if row.group_id and row.enrolment_id:
        raise RuleBroken("session_group_or_person", "group")
    if row.group_id:
        group = take_group(row.group_id, by)
        if group.cycle_id != cycle.pk:
            raise RuleBroken(
                "group_unknown", "group", attempt=True, subject="group", subject_id=str(group.pk)
            )
        if group.closed_on and group.closed_on <= row.on:
            raise RuleBroken("group_closed", "group", date=group.closed_on)
        return people_on(members_of([group.pk], by)[group.pk], row.on)
    if row.enrolment_id:
        who = enrolment_in(row.enrolment_id, by)
        there = who.admitted_on is not None and who.admitted_on <= row.on
        if who.cycle_id != cycle.pk or not there or (who.ended_on is not None and who.ended_on < row.on):
            raise RuleBroken("session_person_not_enrolled", "on", date=row.on)
        return frozenset({who.person_id})
    return everybody_on(cycle.pk, row.on, by)


@action(Permission.PLAN_SESSIONS)
def move_session(
    *,
    session_id: UUID,
    on: date,
    starts_at: time,
    ends_at: time,
    room_id: UUID | None,
    leader_id: UUID | None,
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Hold a session to come at another day, hour, room, or with somebody else; not one that has passed."""
    use_once(token, by)
    one_at_a_time(by)
    row = take_session(session_id, revision, by)
    today = scope.today()
    require(check_movable(row.state, row.on, row.marked_at is not None, today))
    if on < today:
        raise RuleBroken("session_moved_to_past", "on", date=on)
    before = _facts(row)
    if on != row.on and row.moved_from is None:
        row.moved_from = row.on
    row.on, row.starts_at, row.ends_at, row.room_id, row.leader_id = (
        on,
        starts_at,
        ends_at,
        room_id,
        leader_id,
    )
    after = _facts(row)
    if after == before:
        raise RuleBroken("nothing_changed")
    row.revision += 1
    _keep(row, by)
    audit.note_event(
        "sessions.move_session",
        by=by,
        subject="session",
        subject_id=row.pk,
        changes={name: [before[name], after[name]] for name in before if before[name] != after[name]},
    )


def _facts(row: PlannedSession) -> dict[str, object]:
    return {
        "on": row.on,
        "hours": f"{row.starts_at:%H:%M}-{row.ends_at:%H:%M}",
        "room": row.room_id,
        "leader": row.leader_id,
    }


@action(Permission.PLAN_SESSIONS)
def cancel_session(
    *,
    session_id: UUID,
    side: str,
    because: str,
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Say that a session is not held, whose doing that is (person, facility, external) and why."""
    use_once(token, by)
    row = take_session(session_id, revision, by)
    require(check_cancelling(row.state, row.on, row.marked_at is not None, scope.today(), side, because))
    fall_out(row, side, because)
    audit.note_event(
        "sessions.cancel_session",
        by=by,
        subject="session",
        subject_id=row.pk,
        changes={"state": ["planned", "cancelled"], "side": [None, side]},
        why=because.strip(),
    )


def fall_out(row: PlannedSession, side: str, because: str) -> None:
    """Write that a session was not held; who may say so, and that it is audited, is the caller's."""
    row.state, row.cancelled_side, row.cancelled_because = "cancelled", side, because.strip()
    row.revision += 1
    row.save(update_fields=["state", "cancelled_side", "cancelled_because", "revision"])


@action(Permission.PLAN_SESSIONS)
def catch_up(
    *,
    session_id: UUID,
    on: date,
    starts_at: time,
    ends_at: time,
    room_id: UUID | None = None,
    leader_id: UUID | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Make good a cancelled session on another day; answers the new session's id."""
    use_once(token, by)
    one_at_a_time(by)
    lost = take_session(session_id, None, by)
    done = PlannedSession.objects.filter(catches_up=lost, organisation_id=by.organisation_id)
    require(check_catch_up(lost.state, done.exclude(state="cancelled").exists(), lost.on, on))
    row = PlannedSession(
        organisation_id=by.organisation_id,
        wave_id=lost.wave_id,
        cycle=lost.cycle,
        group_id=lost.group_id,
        enrolment_id=lost.enrolment_id,
        module=lost.module,
        title=lost.title,
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        room_id=room_id,
        leader_id=leader_id,
        catches_up=lost,
    )
    _keep(row, by)
    audit.note_event(
        "sessions.catch_up",
        by=by,
        subject="session",
        subject_id=row.pk,
        changes={"catches_up": [None, lost.pk], "on": [None, on]},
    )
    return row.pk
