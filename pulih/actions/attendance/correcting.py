"""A mark that was wrong, or somebody who was missed: a further row that says why; the earlier one stays."""

from uuid import UUID

from pulih.actions.acting import action
from pulih.actions.attendance.facts import as_mark, newest_mark, take
from pulih.actions.attendance.patterns import tasks_for
from pulih.records import scope
from pulih.records.models import Attendance
from pulih.records.together import Together
from pulih.rules.actors import Actor
from pulih.rules.attendance import Mark, check_attendee, check_correction, entered_late
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.MARK_ATTENDANCE)
def correct_mark(
    *, session_id: UUID, enrolment_id: UUID, mark: Mark, why: str, token: UUID | None = None, by: Actor
) -> UUID:
    """Replace what was said of one person at a session that was marked; answers the new row's id."""
    taken = take(session_id, [enrolment_id], token, by)
    person_id = taken.persons.get(enrolment_id)
    if person_id is None:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    before = newest_mark(taken, enrolment_id, by)
    require(check_correction(taken.sitting, as_mark(before) if before else None, mark, why))
    if before is None:
        # Whoever was marked once can be mended, also when the group's days were changed since.
        (who,) = (one for one in taken.people if one.enrolment_id == enrolment_id)
        require(check_attendee(taken.sitting, who))
    made = Attendance(
        on=taken.on,
        organisation_id=by.organisation_id,
        session_id=taken.id,
        person_id=person_id,
        enrolment_id=enrolment_id,
        attended=mark.attended,
        side=mark.whose,
        reason="" if mark.attended else mark.reason,
        late_minutes=mark.late_minutes,
        entered_late=entered_late(taken.on, scope.today()),
        corrects=before.id if before else None,
        why=why.strip(),
        marked_at=scope.now(),
        marked_by=by.account_id,
    )
    act = Together()
    act.insert(made)
    act.insert(*tasks_for({} if made.attended else {enrolment_id: mark}, taken, by))
    act.note(
        "attendance.correct_mark",
        by=by,
        subject="attendance",
        subject_id=made.id,
        person_id=person_id,
        changes={
            "attended": [before.attended if before else None, made.attended],
            "side": [before.side if before else None, made.side],
            "late_minutes": [before.late_minutes if before else None, made.late_minutes],
        },
        why=why.strip(),
    )
    act.write()
    return made.id
