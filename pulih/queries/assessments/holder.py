"""Whom a form beside every programme is about: somebody who is, or was, at the actor's office."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.assessments.drafts import Draft
from pulih.queries.assessments.subject import statements_from
from pulih.records import reading
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Instrument
from pulih.rules.measuring import check_beside_plan
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import ALLOWED, Verdict
from pulih.rules.willingness import Willingness, willing_on


@dataclass(frozen=True)
class Holder:
    """A person as the head of a form names them."""

    person_id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    here_since: date | None
    """First day of the stay that is open at this office; None for somebody who has left."""
    statements: tuple[Willingness, ...]

    def may_be_asked(self, definition: Instrument, on: date, today: date) -> Verdict:
        """Whether a form of this instrument may be dated that day."""
        willing = willing_on(self.statements, on) if definition.needs_willingness else ALLOWED
        return check_beside_plan(on, today, self.here_since, willing)


_HOLDER = """
SELECT p.id, p.reference, p.name, coalesce(s.register_number, ''), coalesce(s.block, ''),
       CASE WHEN s.ended_on IS NULL THEN s.started_on END,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(k.signed_on, k.witness, k.withdrawn_on)), '[]')
        FROM consent k WHERE k.person_id = p.id AND k.organisation_id = %(office)s)::text
FROM person p
LEFT JOIN LATERAL (SELECT t.register_number, t.block, t.started_on, t.ended_on FROM stay t
                   WHERE t.person_id = p.id AND t.organisation_id = %(office)s
                   ORDER BY t.started_on DESC LIMIT 1) s ON true
WHERE {which}
"""


def holder_of(actor: Actor, person_id: UUID) -> Holder:
    """Somebody by id; for rows of the office that name them."""
    return _holder(actor, "p.id = %(person)s", {"person": person_id})


def _holder(actor: Actor, which: str, values: dict[str, Any]) -> Holder:
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER.format(which=which), {"office": actor.organisation_id, **values})
        row = cursor.fetchone()
    if row is None:
        raise RuleBroken(
            "not_found", attempt=True, subject="person", subject_id=str(next(iter(values.values())))
        )
    person_id, reference, name, number, block, since, statements = row
    willing = tuple(statements_from(json.loads(statements)))
    return Holder(person_id, reference, name, number, block, since, willing)


@dataclass(frozen=True)
class BesideFacts:
    """A form beside every programme that somebody is about to fill."""

    holder: Holder
    instrument: str
    draft: Draft | None
    last_coding: str
    """How this office's last sheet was coded; nothing before the first."""
    last_taken_on: date | None
    """When this person last answered it here, beside a programme or within one."""


_BESIDE = """
SELECT d.fields::text, d.kept_at,
       (SELECT r.coding FROM response r WHERE r.organisation_id = %(office)s AND r.instrument = %(instrument)s
        ORDER BY r.recorded_at DESC LIMIT 1),
       (SELECT max(r.taken_on) FROM response r WHERE r.organisation_id = %(office)s
          AND r.person_id = %(person)s AND r.instrument = %(instrument)s)
FROM (SELECT 1) one LEFT JOIN response_draft d
  ON d.organisation_id = %(office)s AND d.person_id = %(person)s AND d.enrolment_id IS NULL
 AND d.instrument = %(instrument)s AND d.point = 'extra'
"""


def form_beside(actor: Actor, reference: str, instrument: str) -> BesideFacts:
    """The facts of one form beside every programme; leaves a read event."""
    require(actor.may(Permission.MEASURE), attempt=True)
    holder = _holder(actor, "p.reference = %(reference)s", {"reference": reference})
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "office": actor.organisation_id,
            "person": holder.person_id,
            "instrument": instrument,
        }
        cursor.execute(_BESIDE, values)
        fields, kept_at, coding, taken_on = cursor.fetchone()
    reading.note(actor, holder.person_id, "measuring")
    return BesideFacts(
        holder,
        instrument,
        Draft(json.loads(fields), kept_at) if fields else None,
        coding or "",
        taken_on,
    )
