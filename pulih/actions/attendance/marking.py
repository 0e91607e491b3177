"""A whole group in one action: everybody was there but for those who are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.attendance.facts import take_attendees, take_sitting
from pulih.actions.attendance.patterns import raise_patterns
from pulih.actions.sessions import fall_out
from pulih.records import audit, scope
from pulih.records.models import Attendance, Enrolment, PlannedSession
from pulih.rules.actors import Actor
from pulih.rules.attendance import (
    PRESENT,
    Mark,
    check_marking,
    check_not_held,
    entered_late,
)
from pulih.rules.errors import require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class Marked:
    """What marking a group came to."""

    present: int
    absent: int
    late: bool
    """Whether the entry came later than it should."""
    tasks: int
    """Patterns of absence the counsellor now looks at."""


@action(Permission.MARK_ATTENDANCE)
def mark_group(
    *,
    session_id: UUID,
    happened: bool = True,
    marks: Mapping[UUID, Mark] | None = None,
    side: str = "",
    because: str = "",
    token: UUID | None = None,
    by: Actor,
) -> Marked:
    """Say that a session was held and who came, or that it was not held, whose doing that was and why.

    `marks` are by enrolment. Whoever of the group is not among them came. All of it is kept or nothing; a
    session is marked once, and mended by `correct_mark`.
    """
    use_once(token, by)
    row, sitting = take_sitting(session_id, by)
    today = scope.today()
    if not happened:
        require(check_not_held(sitting, today, side, because))
        return _not_held(row, side, because, by)
    said = dict(marks or {})
    rows, people = take_attendees(row, said, by)
    require(check_marking(sitting, people, said, today))
    here = [one for one in people if one.member and one.enrolled(row.on)]
    final = {one.enrolment_id: said.get(one.enrolment_id, PRESENT) for one in here}
    late = entered_late(row.on, today)
    _keep(row, {rows[key]: mark for key, mark in final.items()}, late, by)
    absent = sum(not mark.attended for mark in final.values())
    audit.note_event(
        "attendance.mark_group",
        by=by,
        subject="session",
        subject_id=row.pk,
        changes={
            "state": ["planned", "held"],
            "present": [None, len(final) - absent],
            "absent": [None, absent],
            "entered_late": [None, late],
        },
    )
    missed = [rows[key] for key, mark in final.items() if not mark.attended]
    return Marked(len(final) - absent, absent, late, raise_patterns(missed, by))


def _keep(row: PlannedSession, marks: Mapping[Enrolment, Mark], late: bool, by: Actor) -> None:
    now = scope.now()
    Attendance.objects.bulk_create(
        Attendance(
            on=row.on,
            organisation_id=by.organisation_id,
            session_id=row.pk,
            person_id=enrolment.person_id,
            enrolment=enrolment,
            attended=mark.attended,
            side=mark.whose,
            reason="" if mark.attended else mark.reason,
            late_minutes=mark.late_minutes,
            entered_late=late,
            marked_at=now,
            marked_by=by.account_id,
        )
        for enrolment, mark in marks.items()
    )
    row.state, row.marked_at, row.marked_by = "held", now, by.account_id
    row.revision += 1
    row.save(update_fields=["state", "marked_at", "marked_by", "revision"])


def _not_held(row: PlannedSession, side: str, because: str, by: Actor) -> Marked:
    fall_out(row, side, because)
    audit.note_event(
        "attendance.mark_group",
        by=by,
        subject="session",
        subject_id=row.pk,
        changes={"state": ["planned", "cancelled"], "side": [None, side]},
        why=because.strip(),
    )
    return Marked(0, 0, entered_late(row.on, scope.today()), 0)
