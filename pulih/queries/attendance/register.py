"""The register of a session: whom it was for on its day, and what is said of each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.attendance.rows import MEANT, NEWEST, SessionRow, sessions
from pulih.records import reading
from pulih.rules.actors import Actor
from pulih.rules.attendance import Mark
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class RegisterRow:
    """One person of a session. `mark` is None until it was marked."""

    enrolment_id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    left: bool
    """Whether the enrolment has ended since: the sender of a transfer still completes what was held before."""
    mark: Mark | None
    entered_late: bool
    corrected: bool
    away: str = ""
    """Where somebody was on that day who could not come: suggested while nothing is said of them."""


@dataclass(frozen=True)
class Register:
    """A session with everybody it was for."""

    session: SessionRow
    rows: tuple[RegisterRow, ...]

    def row(self, enrolment_id: UUID) -> RegisterRow:
        """One of its people; anybody else is not found."""
        for one in self.rows:
            if one.enrolment_id == enrolment_id:
                return one
        raise RuleBroken("not_found", attempt=True, subject="enrolment", subject_id=str(enrolment_id))


@dataclass(frozen=True)
class MarkRow:
    """One row of a mark's history."""

    mark: Mark
    why: str
    marked_at: datetime
    marked_by: str
    entered_late: bool


_REGISTER = f"""
WITH s AS MATERIALIZED (SELECT * FROM session_plan WHERE id = %(session)s AND organisation_id = %(office)s),
marks AS MATERIALIZED ({NEWEST.format(which='a.session_id = %(session)s AND a."on" = %(on)s')})
SELECT e.id, p.reference, p.name, e.register_number,
       coalesce((SELECT t.block FROM stay t WHERE t.person_id = e.person_id
                 AND t.organisation_id = %(office)s ORDER BY t.started_on DESC LIMIT 1), ''),
       e.ended_on IS NOT NULL, n.attended, n.side, n.reason, n.late_minutes, coalesce(n.entered_late, false),
       n.corrects IS NOT NULL OR coalesce(n.why, '') <> '',
       coalesce((SELECT v.kind FROM time_away v
                 WHERE v.person_id = e.person_id AND v.organisation_id = %(office)s AND v.from_on <= %(on)s
                   AND (v.back_on IS NULL OR v.back_on > %(on)s OR v.from_on = %(on)s)
                 ORDER BY v.from_on DESC LIMIT 1), '')
FROM enrolment e
JOIN person p ON p.id = e.person_id
LEFT JOIN marks n ON n.enrolment_id = e.id
WHERE e.id = ANY (ARRAY(SELECT who.id FROM s CROSS JOIN LATERAL ({MEANT}) who
                        UNION ALL SELECT enrolment_id FROM marks))
  AND e.organisation_id = %(office)s AND e.status <> 'removed'
  AND (n.id IS NOT NULL OR (e.admitted_on <= %(on)s AND (e.ended_on IS NULL OR e.ended_on >= %(on)s)))
ORDER BY lower(p.name), e.id
"""


def register_of(actor: Actor, session_id: UUID) -> Register:
    """The register; two statements whatever the number of people. It names people as lists do."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    found = sessions(actor, "s.id = %(session)s", {"session": session_id})
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="session", subject_id=str(session_id))
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER, {"office": actor.organisation_id, "session": session_id, "on": found[0].on})
        rows = tuple(_row(one) for one in cursor.fetchall())
    said = [one.mark.attended for one in rows if one.mark is not None]
    return Register(replace(found[0], present=sum(said), absent=len(said) - sum(said)), rows)


def _row(row: tuple[Any, ...]) -> RegisterRow:
    enrolment_id, reference, name, register_number, block, left = row[:6]
    mark = None if row[6] is None else Mark(*row[6:10])
    return RegisterRow(enrolment_id, reference, name, register_number, block, left, mark, *row[10:])


_HISTORY = """
SELECT a.attended, a.side, a.reason, a.late_minutes, a.why, a.marked_at, coalesce(b.full_name, ''),
       a.entered_late, a.person_id
FROM attendance a LEFT JOIN account b ON b.id = a.marked_by
WHERE a.organisation_id = %(office)s AND a.session_id = %(session)s AND a.enrolment_id = %(enrolment)s
  AND a."on" = %(on)s
ORDER BY a.id
"""
_DAY = 'SELECT s."on" FROM session_plan s WHERE s.id = %(session)s AND s.organisation_id = %(office)s'


def mark_history(actor: Actor, session_id: UUID, enrolment_id: UUID) -> tuple[MarkRow, ...]:
    """Everything that was said of one person at a session, oldest first; leaves a read event."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "session": session_id,
        "enrolment": enrolment_id,
    }
    with connection.cursor() as cursor:
        # Asked apart: a day that only the running statement knows leaves every month to be planned for.
        cursor.execute(_DAY, values)
        day = cursor.fetchone()
        cursor.execute(_HISTORY, values | {"on": day and day[0]})
        rows = cursor.fetchall()
    if rows:
        reading.note(actor, rows[0][8], "attendance")
    return tuple(MarkRow(Mark(*row[:4]), row[4], row[5], row[6], row[7]) for row in rows)
