"""Requests to admit although the time left is too short: those that wait, and how the last were decided."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import reading
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

MOST = 100


@dataclass(frozen=True)
class AskedException:
    """A request as the head reads it."""

    id: UUID
    enrolment_id: UUID
    person_id: UUID
    reference: str
    name: str
    register_number: str
    wave: str
    programme: str
    reason: str
    expires_on: date
    ends_on: date
    asked_at: datetime
    asked_by: str
    asked_by_id: UUID | None
    granted: bool | None
    decided_at: datetime | None
    decided_by: str
    note: str


_ASKED = """
SELECT q.id, q.enrolment_id, q.person_id, coalesce(p.reference, ''), coalesce(p.name, e.register_number),
       e.register_number, w.name, e.programme_id, q.reason, q.expires_on, q.ends_on, q.asked_at,
       coalesce(a.full_name, ''), q.asked_by, q.granted, q.decided_at, coalesce(d.full_name, ''), q.note
FROM admission_exception q JOIN enrolment e ON e.id = q.enrolment_id JOIN cycle c ON c.id = e.cycle_id
JOIN wave w ON w.id = c.wave_id LEFT JOIN person p ON p.id = q.person_id
LEFT JOIN account a ON a.id = q.asked_by LEFT JOIN account d ON d.id = q.decided_by
WHERE q.organisation_id = %(office)s AND {which}
ORDER BY q.decided_at IS NOT NULL, coalesce(q.decided_at, q.asked_at) DESC LIMIT %(most)s
"""


def exceptions(actor: Actor) -> tuple[AskedException, ...]:
    """Those that wait first, then the newest decisions."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    return _rows(actor, "true")


def exception_of(actor: Actor, exception_id: UUID) -> AskedException:
    """One request, with a read event: the decision is about a person."""
    require(actor.may(Permission.DECIDE_EXCEPTIONS), attempt=True)
    found = _rows(actor, "q.id = %(id)s", id=exception_id)
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="exception", subject_id=str(exception_id))
    reading.note(actor, found[0].person_id, "pathway")
    return found[0]


def _rows(actor: Actor, which: str, **values: Any) -> tuple[AskedException, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_ASKED.format(which=which), {"office": actor.organisation_id, "most": MOST, **values})
        return tuple(AskedException(*row) for row in cursor.fetchall())
