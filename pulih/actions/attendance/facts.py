"""What marking is judged by: the session, whom it was for on its day, and what counts of each so far."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from pulih.actions.sessions.facts import take_session
from pulih.actions.waves import suspensions_of
from pulih.records.models import Attendance, Enrolment, GroupMember, PlannedSession
from pulih.rules.actors import Actor
from pulih.rules.attendance import Attendee, Mark, Sitting
from pulih.rules.sessions import minutes_between


def take_sitting(session_id: UUID, by: Actor) -> tuple[PlannedSession, Sitting]:
    """The session, locked, so that two workers never mark it at once; and the session as the rules see it."""
    row = take_session(session_id, None, by)
    still = suspensions_of(row.cycle.wave)
    suspended = any(
        one.from_on <= row.on and (one.until_on is None or row.on < one.until_on) for one in still
    )
    return row, Sitting(row.on, row.state, minutes_between(row.starts_at, row.ends_at), suspended)


def take_attendees(
    row: PlannedSession, named: Iterable[UUID], by: Actor
) -> tuple[dict[UUID, Enrolment], list[Attendee]]:
    """Whom the session was for, and whoever else was named, locked in one order: an end and a mark never cross."""
    ids = set(named)
    members = _members(row, by)
    found = (
        Enrolment.objects.select_for_update()
        .filter(Q(pk__in=members | ids), organisation_id=by.organisation_id)
        .exclude(status="removed")
        .order_by("pk")
    )
    rows = {one.pk: one for one in found}
    return rows, [Attendee(one.pk, one.pk in members, one.admitted_on, one.ended_on) for one in rows.values()]


def _members(row: PlannedSession, by: Actor) -> set[UUID]:
    """Enrolments the session is for: one person, the group on that day, or everybody of the cycle."""
    if row.enrolment_id:
        return {row.enrolment_id}
    if row.group_id:
        there = GroupMember.objects.filter(
            Q(until_on=None) | Q(until_on__gte=row.on),
            organisation_id=by.organisation_id,
            group_id=row.group_id,
            from_on__lte=row.on,
        )
        return set(there.values_list("enrolment_id", flat=True))
    ran = Enrolment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=row.on),
        organisation_id=by.organisation_id,
        cycle_id=row.cycle_id,
        admitted_on__lte=row.on,
    )
    return set(ran.values_list("pk", flat=True))


def newest_mark(session_id: UUID, enrolment_id: UUID, by: Actor) -> Attendance | None:
    """The row that counts."""
    rows = Attendance.objects.filter(
        organisation_id=by.organisation_id, session_id=session_id, enrolment_id=enrolment_id
    )
    return rows.order_by("-id").first()


def as_mark(row: Attendance) -> Mark:
    """A kept row as it was said."""
    return Mark(row.attended, row.side, row.reason, row.late_minutes)
