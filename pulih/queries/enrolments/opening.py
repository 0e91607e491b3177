"""One pathway opened: the person, where it stands, its history, what can follow; it leaves a read event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.enrolments.judging import OpenStep, next_step, steps_of
from pulih.queries.enrolments.pathways import PathwayFacts, Statement, pathways, statement
from pulih.queries.people import PersonRecord, open_person
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Change, Status, standing
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class ChangeRow:
    """A step as it was recorded. One that a further row corrects stays to be read, but does not count."""

    id: UUID
    from_status: str
    to_status: str
    reason: str
    side: str
    note: str
    effective_on: date
    late: bool
    recorded_at: datetime
    recorded_by: str
    corrects: UUID | None
    annuls: bool
    counts: bool
    """Whether it is part of the history in force."""
    correctable: bool
    """Whether a further row may name it: nothing has yet, and it takes nothing back itself."""


@dataclass(frozen=True)
class EnrolmentRecord:
    """One enrolment with everything its page shows."""

    person: PersonRecord
    facts: PathwayFacts
    changes: tuple[ChangeRow, ...]
    steps: tuple[OpenStep, ...]
    next: OpenStep | None

    def change(self, change_id: UUID) -> ChangeRow | None:
        """One row of the history."""
        return next((one for one in self.changes if one.id == change_id), None)


_CHANGES = """
SELECT s.id, s.from_status, s.to_status, s.reason, s.side, s.note, s.effective_on, s.late, s.recorded_at,
       coalesce(a.full_name, ''), s.corrects_id, s.annuls
FROM status_change s LEFT JOIN account a ON a.id = s.recorded_by
WHERE s.organisation_id = %s AND s.enrolment_id = %s ORDER BY s.id
"""


def open_enrolment(actor: Actor, enrolment_id: UUID) -> EnrolmentRecord:
    """Open a pathway of the office; another's and none are the same refusal."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    found = pathways(actor, "e.id = %(id)s", {"id": enrolment_id})
    if not found:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    facts = found[0]
    person = open_person(actor, facts.reference, "pathway")
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [actor.organisation_id, enrolment_id])
        changes = _changes(cursor.fetchall())
    steps = steps_of(actor, facts, scope.today())
    return EnrolmentRecord(person, facts, changes, steps, next_step(facts, steps))


def _changes(rows: list[tuple[Any, ...]]) -> tuple[ChangeRow, ...]:
    history = [Change(row[0], Status(row[2]), row[6], row[3], row[10], row[11]) for row in rows]
    counting = {one.id for one in standing(history)}
    corrected = {row[10] for row in rows if row[10]}
    return tuple(
        ChangeRow(*[*row, row[0] in counting, row[0] in counting and row[0] not in corrected]) for row in rows
    )


def of_person(actor: Actor, person_id: UUID) -> tuple[PathwayFacts, ...]:
    """Every pathway of somebody at the actor's office, the newest first.

    For a record that was opened already: the read event is that record's.
    """
    if not actor.may(Permission.READ_WAVES):
        return ()
    values: Mapping[str, Any] = {"person": person_id}
    return pathways(
        actor, "e.person_id = %(person)s", values, "e.ended_on IS NOT NULL, e.opened_at DESC, e.id"
    )


_STATEMENTS = """
SELECT to_jsonb(x)::text FROM
  (SELECT k.id, k.signed_on, k.witness, k.text_version, k.language, k.read_aloud, k.guardian,
          k.withdrawn_on, k.withdrawn_because, coalesce(a.full_name, '') AS recorded_by
   FROM consent k LEFT JOIN account a ON a.id = k.recorded_by
   WHERE k.person_id = %s AND k.organisation_id = %s ORDER BY k.signed_on DESC, k.id DESC) x
"""


def statements_of(actor: Actor, person_id: UUID) -> tuple[Statement, ...]:
    """The statements of willingness the office holds of somebody, the newest first."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS, [person_id, actor.organisation_id])
        return tuple(statement(json.loads(row[0])) for row in cursor.fetchall())
