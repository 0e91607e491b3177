"""Objections to a place in the list or a refusal: those that wait for an answer, and the last answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import reading
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

MOST = 100


@dataclass(frozen=True)
class ObjectionRow:
    """What somebody said, and the answer."""

    id: UUID
    enrolment_id: UUID
    person_id: UUID
    reference: str
    name: str
    register_number: str
    wave: str
    programme: str
    status: str
    text: str
    rank: int | None
    raised_at: datetime
    raised_by: str
    raised_by_id: UUID | None
    answer: str
    answered_at: datetime | None
    answered_by: str


_OBJECTIONS = """
SELECT o.id, o.enrolment_id, o.person_id, coalesce(p.reference, ''), coalesce(p.name, e.register_number),
       e.register_number, w.name, e.programme_id, e.status, o.text, o.rank, o.raised_at,
       coalesce(a.full_name, ''), o.raised_by, o.answer, o.answered_at, coalesce(b.full_name, '')
FROM objection o JOIN enrolment e ON e.id = o.enrolment_id JOIN cycle c ON c.id = e.cycle_id
JOIN wave w ON w.id = c.wave_id LEFT JOIN person p ON p.id = o.person_id
LEFT JOIN account a ON a.id = o.raised_by LEFT JOIN account b ON b.id = o.answered_by
WHERE o.organisation_id = %(office)s AND {which}
ORDER BY o.answered_at IS NOT NULL, CASE WHEN o.answered_at IS NULL THEN o.raised_at END,
         o.answered_at DESC, o.id LIMIT %(most)s
"""


def objections(actor: Actor) -> tuple[ObjectionRow, ...]:
    """Those that wait first, the oldest first; then the newest answers."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    return _rows(actor, "true")


def objection_of(actor: Actor, objection_id: UUID) -> ObjectionRow:
    """One objection, with a read event: the answer is about a person."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    found = _rows(actor, "o.id = %(id)s", id=objection_id)
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="objection", subject_id=str(objection_id))
    reading.note(actor, found[0].person_id, "pathway")
    return found[0]


def objections_owed(actor: Actor) -> int:
    """How many wait for an answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM objection WHERE organisation_id = %s AND answered_at IS NULL",
            [actor.organisation_id],
        )
        return int(cursor.fetchone()[0])


def _rows(actor: Actor, which: str, **values: Any) -> tuple[ObjectionRow, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            _OBJECTIONS.format(which=which), {"office": actor.organisation_id, "most": MOST, **values}
        )
        return tuple(ObjectionRow(*row) for row in cursor.fetchall())
