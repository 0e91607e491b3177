"""Papers that were issued, those that could be, and the few words a public page may say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import passage, reading
from pulih.records.asking import ask
from pulih.records.passage import StandingPaper
from pulih.rules.actors import Actor
from pulih.rules.documents import Kind, read_code
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

MOST = 200
ALSO = {Kind.PROGRESS_REPORT: Permission.READ_PLANS}
"""What a paper of a kind asks of its readers besides seeing programmes: a report says what goals somebody has."""


@dataclass(frozen=True)
class Paper:
    """One paper as it was issued."""

    id: UUID
    kind: Kind
    number: str
    code: str
    wave: str
    wave_reference: str
    programme: str
    person_id: UUID | None
    enrolment_id: UUID | None
    facts: Mapping[str, Any]
    issued_at: datetime
    issued_by: str
    withdrawn_at: datetime | None
    withdrawn_because: str

    @property
    def on(self) -> date:
        """The day it bears."""
        return date.fromisoformat(self.facts["on"])

    @property
    def people(self) -> int:
        """How many it names."""
        return len(self.facts.get("people", ())) or 1


_PAPERS = """
SELECT d.id, d.kind, d.number, d.code, coalesce(w.name, ''), coalesce(w.reference, ''),
       coalesce(d.facts ->> 'programme', ''), d.person_id, d.enrolment_id, d.facts::text, d.issued_at,
       coalesce(a.full_name, ''), d.withdrawn_at, d.withdrawn_because
FROM document d LEFT JOIN wave w ON w.id = d.wave_id LEFT JOIN account a ON a.id = d.issued_by
WHERE d.organisation_id = %(office)s AND {which}
ORDER BY d.issued_at DESC, d.id DESC LIMIT %(most)s
"""


def documents(actor: Actor) -> tuple[Paper, ...]:
    """The newest papers of the office."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    hidden = [kind.value for kind, also in ALSO.items() if not actor.may(also)]
    return _papers(actor, "d.kind <> ALL (%(hidden)s)", hidden=hidden)


def document_of(actor: Actor, document_id: UUID) -> Paper:
    """One paper; one that names a person leaves a read event."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    found = _papers(actor, "d.id = %(id)s", id=document_id)
    if not found:
        raise RuleBroken("document_unknown", attempt=True, subject="document", subject_id=str(document_id))
    if also := ALSO.get(found[0].kind):
        require(actor.may(also), attempt=True)
    if found[0].person_id:
        reading.note(actor, found[0].person_id, "pathway")
    return found[0]


def _papers(actor: Actor, which: str, **values: Any) -> tuple[Paper, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_PAPERS.format(which=which), {"office": actor.organisation_id, "most": MOST, **values})
        return tuple(
            Paper(*[row[0], Kind(row[1]), *row[2:9], json.loads(row[9]), *row[10:]])
            for row in cursor.fetchall()
        )


@dataclass(frozen=True)
class Decreeable:
    """A cycle with people admitted whom no decree names yet."""

    cycle_id: UUID
    wave: str
    programme: str
    people: int
    last_admitted_on: date
    named: int
    """How many earlier decrees name."""


_DECREEABLE = """
SELECT c.id, w.name, c.programme_id, count(*) FILTER (WHERE n.enrolment IS NULL),
       max(e.admitted_on) FILTER (WHERE n.enrolment IS NULL), count(n.enrolment)
FROM cycle c JOIN wave w ON w.id = c.wave_id
JOIN enrolment e ON e.cycle_id = c.id AND e.organisation_id = %(office)s AND e.in_place
LEFT JOIN (SELECT DISTINCT one ->> 'enrolment' AS enrolment
           FROM document d, jsonb_array_elements(d.facts -> 'people') one
           WHERE d.organisation_id = %(office)s AND d.kind = 'decree' AND d.withdrawn_at IS NULL) n
       ON n.enrolment = e.id::text
WHERE c.organisation_id = %(office)s
GROUP BY c.id, w.name, w.starts_on, c.programme_id HAVING count(*) FILTER (WHERE n.enrolment IS NULL) > 0
ORDER BY w.starts_on DESC, c.programme_id
"""


def decreeable(actor: Actor) -> tuple[Decreeable, ...]:
    """Cycles a decree is owed for."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_DECREEABLE, {"office": actor.organisation_id})
        return tuple(Decreeable(*row) for row in cursor.fetchall())


@dataclass(frozen=True)
class Certifiable:
    """Somebody who completed and has no certificate that stands."""

    enrolment_id: UUID
    name: str
    register_number: str
    wave: str
    programme: str
    completed_on: date


_CERTIFIABLE = """
SELECT o.id, o.name, o.register_number,
       (SELECT w.name FROM cycle c JOIN wave w ON w.id = c.wave_id WHERE c.id = o.cycle_id), o.programme_id, o.ended_on
FROM (SELECT e.id, p.name, e.register_number, e.cycle_id, e.programme_id, e.ended_on
      FROM enrolment e JOIN person p ON p.id = e.person_id
      WHERE e.organisation_id = %(office)s::bigint AND e.status = ANY (ARRAY['completed', 'aftercare', 'closed'])
        AND e.admitted_on IS NOT NULL AND e.exit_reason = ''
        AND NOT EXISTS (SELECT 1 FROM document d WHERE d.enrolment_id = e.id AND d.kind = 'certificate'
                        AND d.organisation_id = %(office)s::bigint AND d.withdrawn_at IS NULL)
      ORDER BY e.ended_on DESC, lower(p.name), e.id LIMIT %(most)s::int) o
ORDER BY o.ended_on DESC, lower(o.name), o.id
"""
# The wave's name is fetched for those shown alone: joined before, the planner may go through all waves of the
# country for each of them, because the walls' price hides the difference from it.


def certifiable(actor: Actor) -> tuple[Certifiable, ...]:
    """Those a certificate is owed to."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    rows = ask(_CERTIFIABLE, {"office": actor.organisation_id, "most": MOST})
    return tuple(Certifiable(*row) for row in rows)


def confirm(typed: str) -> StandingPaper | None:
    """What may be said of a paper to whoever holds it; needs nobody signed in, names nobody."""
    code = read_code(typed)
    return passage.confirm_document(code) if code else None
