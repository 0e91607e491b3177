"""A whole group in one action: everybody was there but for those who are named."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from pulih.actions.acting import action
from pulih.actions.attendance.facts import Taken, take
from pulih.actions.attendance.patterns import tasks_for
from pulih.actions.sessions import fall_out
from pulih.records import audit, scope
from pulih.records.models import PlannedSession
from pulih.records.together import Together
from pulih.rules.actors import Actor
from pulih.rules.attendance import (
    PRESENT,
    Mark,
    check_everybody,
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
    everybody: bool = False,
    side: str = "",
    because: str = "",
    token: UUID | None = None,
    by: Actor,
) -> Marked:
    """Say that a session was held and who came, or that it was not held, whose doing that was and why.

    `marks` are by enrolment. Whoever of the group is not among them came; unless `everybody` is to be said,
    as on a page: then it is refused who was forgotten, and left out who no longer belongs to the session.
    All of it is kept or nothing; a session is marked once, and mended by `correct_mark`.
    """
    said = dict(marks or {})
    taken = take(session_id, () if everybody or not happened else said, token, by)
    today = scope.today()
    if not happened:
        require(check_not_held(taken.sitting, today, side, because))
        return _not_held(taken, side, because, by)
    here = [one.enrolment_id for one in taken.people if one.member and one.enrolled(taken.on)]
    if everybody:
        said = {one: said[one] for one in here if one in said}
    require(check_marking(taken.sitting, taken.people, said, today))
    if everybody:
        require(check_everybody(here, said))
    return _keep(taken, {one: said.get(one, PRESENT) for one in here}, entered_late(taken.on, today), by)


_MARKS = """
INSERT INTO attendance ("on", id, organisation_id, session_id, person_id, enrolment_id, attended, side, reason,
                        late_minutes, entered_late, why, marked_at, marked_by)
SELECT %(on)s::date, r.id, %(office)s::bigint, %(session)s::uuid, r.person, r.enrolment, r.attended, r.side, r.reason,
       r.minutes, %(late)s::boolean, '', %(at)s::timestamptz, %(account)s::uuid
FROM jsonb_to_recordset(%(marks)s::jsonb) AS r (id uuid, person uuid, enrolment uuid, attended boolean, side text,
                                                reason text, minutes smallint)
"""
_HELD = """
UPDATE session_plan SET state = 'held', marked_at = %(at)s::timestamptz, marked_by = %(account)s::uuid,
                        revision = revision + 1
WHERE id = %(session)s::uuid
"""


def _keep(taken: Taken, marks: Mapping[UUID, Mark], late: bool, by: Actor) -> Marked:
    """Write marks, session, tasks and the event; one statement."""
    missed = {one: mark for one, mark in marks.items() if not mark.attended}
    tasks = tasks_for(missed, taken, by)
    act = Together()
    rows = [_row(taken.persons[one], one, mark) for one, mark in marks.items()]
    act.also(_MARKS, {"on": taken.on, "office": by.organisation_id, "late": late, "marks": json.dumps(rows)})
    act.also(_HELD, {"session": taken.id, "at": scope.now(), "account": by.account_id})
    act.insert(*tasks)
    act.note(
        "attendance.mark_group",
        by=by,
        subject="session",
        subject_id=taken.id,
        changes={
            "state": ["planned", "held"],
            "present": [None, len(marks) - len(missed)],
            "absent": [None, len(missed)],
            "entered_late": [None, late],
        },
    )
    act.write()
    return Marked(len(marks) - len(missed), len(missed), late, len(tasks))


def _row(person_id: UUID, enrolment_id: UUID, mark: Mark) -> dict[str, object]:
    return {
        "id": str(uuid7()),
        "person": str(person_id),
        "enrolment": str(enrolment_id),
        "attended": mark.attended,
        "side": mark.whose,
        "reason": "" if mark.attended else mark.reason,
        "minutes": mark.late_minutes,
    }


def _not_held(taken: Taken, side: str, because: str, by: Actor) -> Marked:
    fall_out(PlannedSession.objects.get(pk=taken.id), side, because)
    audit.note_event(
        "attendance.mark_group",
        by=by,
        subject="session",
        subject_id=taken.id,
        changes={"state": ["planned", "cancelled"], "side": [None, side]},
        why=because.strip(),
    )
    return Marked(0, 0, entered_late(taken.on, scope.today()), 0)
