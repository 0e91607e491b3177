"""The register of a session: whom it was for on its day, and what is said of each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.attendance.rows import MEANT, NEWEST, SessionRow, sessions
from pulih.records import reading
from pulih.records.asking import ask
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


_MARKS = f"""
SELECT n.enrolment_id, n.attended, n.side, n.reason, n.late_minutes, n.entered_late,
       n.corrects IS NOT NULL OR n.why <> ''
FROM ({NEWEST.format(which='a.session_id = %(session)s AND a."on" = %(on)s')}) n
"""
_PEOPLE = f"""
WITH s AS MATERIALIZED (
    SELECT * FROM session_plan WHERE id = %(session)s::uuid AND organisation_id = %(office)s::bigint)
SELECT e.id, p.reference, p.name, e.register_number,
       coalesce((SELECT t.block FROM stay t WHERE t.person_id = e.person_id
                 AND t.organisation_id = %(office)s::bigint ORDER BY t.started_on DESC LIMIT 1), ''),
       e.ended_on IS NOT NULL,
       coalesce((SELECT v.kind FROM time_away v
                 WHERE v.person_id = e.person_id AND v.organisation_id = %(office)s::bigint
                   AND v.from_on <= d.day AND (v.back_on IS NULL OR v.back_on > d.day OR v.from_on = d.day)
                 ORDER BY v.from_on DESC LIMIT 1), '')
FROM (SELECT %(on)s::date AS day, %(marked)s::uuid[] AS marked) d
CROSS JOIN enrolment e
JOIN person p ON p.id = e.person_id
WHERE e.id = ANY (ARRAY(SELECT who.id FROM s CROSS JOIN LATERAL ({MEANT}) who
                        UNION ALL SELECT unnest(%(marked)s::uuid[])))
  AND e.organisation_id = %(office)s::bigint AND e.status <> 'removed'
  AND (e.id = ANY (d.marked) OR (e.admitted_on <= d.day AND (e.ended_on IS NULL OR e.ended_on >= d.day)))
ORDER BY lower(p.name), e.id
"""
"""Apart from the marks: this one stays prepared, while the months of the marks are chosen anew each time."""


def register_of(actor: Actor, session_id: UUID) -> Register:
    """The register; two statements whatever the number of people, three once it is marked. It names people
    as lists do."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    found = sessions(actor, "s.id = %(session)s", {"session": session_id}, counted=False)
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="session", subject_id=str(session_id))
    asked = {"office": actor.organisation_id, "session": session_id, "on": found[0].on}
    marks = _marks(asked) if found[0].state == "held" else {}
    rows = tuple(_row(one, marks.get(one[0])) for one in ask(_PEOPLE, {**asked, "marked": list(marks)}))
    said = [one.mark.attended for one in rows if one.mark is not None]
    return Register(replace(found[0], present=sum(said), absent=len(said) - sum(said)), rows)


def _marks(asked: dict[str, Any]) -> dict[UUID, tuple[Any, ...]]:
    """What counts of everybody at a session that was held."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, asked)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _row(row: tuple[Any, ...], said: tuple[Any, ...] | None) -> RegisterRow:
    enrolment_id, reference, name, register_number, block, left, away = row
    mark = None if said is None else Mark(*said[:4])
    entered_late, corrected = (False, False) if said is None else said[4:]
    return RegisterRow(
        enrolment_id, reference, name, register_number, block, left, mark, entered_late, corrected, away
    )


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
