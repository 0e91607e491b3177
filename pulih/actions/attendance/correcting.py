"""A mark that was wrong, or somebody who was missed: a further row that says why; the earlier one stays."""

from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.attendance.facts import as_mark, newest_mark, take_attendees, take_sitting
from pulih.actions.attendance.patterns import raise_patterns
from pulih.records import audit, scope
from pulih.records.models import Attendance
from pulih.rules.actors import Actor
from pulih.rules.attendance import Mark, check_attendee, check_correction, entered_late
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.MARK_ATTENDANCE)
def correct_mark(
    *, session_id: UUID, enrolment_id: UUID, mark: Mark, why: str, token: UUID | None = None, by: Actor
) -> UUID:
    """Replace what was said of one person at a session that was marked; answers the new row's id."""
    use_once(token, by)
    row, sitting = take_sitting(session_id, by)
    rows, people = take_attendees(row, [enrolment_id], by)
    if enrolment_id not in rows:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    before = newest_mark(session_id, enrolment_id, by)
    require(check_correction(sitting, as_mark(before) if before else None, mark, why))
    if before is None:
        # Whoever was marked once can be mended, also when the group's days were changed since.
        require(check_attendee(sitting, next(one for one in people if one.enrolment_id == enrolment_id)))
    enrolment = rows[enrolment_id]
    made = Attendance.objects.create(
        on=row.on,
        organisation_id=by.organisation_id,
        session_id=row.pk,
        person_id=enrolment.person_id,
        enrolment=enrolment,
        attended=mark.attended,
        side=mark.whose,
        reason="" if mark.attended else mark.reason,
        late_minutes=mark.late_minutes,
        entered_late=entered_late(row.on, scope.today()),
        corrects=before.id if before else None,
        why=why.strip(),
        marked_at=scope.now(),
        marked_by=by.account_id,
    )
    audit.note_event(
        "attendance.correct_mark",
        by=by,
        subject="attendance",
        subject_id=made.id,
        person_id=enrolment.person_id,
        changes={
            "attended": [before.attended if before else None, made.attended],
            "side": [before.side if before else None, made.side],
            "late_minutes": [before.late_minutes if before else None, made.late_minutes],
        },
        why=why.strip(),
    )
    if not made.attended:
        raise_patterns([enrolment], by)
    return made.id
