"""Pathways of the office as facts: where each stands, and everything a next step is judged by."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pulih.queries.programmes import CycleFacts, WaveFacts, load_waves, recheck_owed
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.lifecycles import Pathway, Status
from pulih.rules.willingness import Willingness


@dataclass(frozen=True)
class Statement:
    """A signed statement of willingness with what is shown of it."""

    id: UUID
    given: Willingness
    withdrawn_because: str
    recorded_by: str


@dataclass(frozen=True)
class ExceptionRow:
    """A request to admit although the time left is too short; the newest of an enrolment."""

    id: UUID
    reason: str
    asked_by: str
    asked_by_id: UUID | None
    granted: bool | None
    note: str
    expires_on: date
    ends_on: date

    @property
    def waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.granted is None


@dataclass(frozen=True)
class PathwayFacts:
    """One enrolment of the office."""

    id: UUID
    person_id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    wave: WaveFacts
    cycle: CycleFacts
    status: Status
    since: date
    held_from: Status | None
    admitted_on: date | None
    ended_on: date | None
    exit_reason: str
    end_unknown: bool
    rechecked_on: date | None
    in_place: bool
    revision: int
    stay_since: date | None
    """First day of the open stay here; None where the person is not held here."""
    stay_kind: str
    expires_on: date | None
    statements: tuple[Statement, ...]
    exception: ExceptionRow | None

    @property
    def programme(self) -> str:
        """The code of its programme."""
        return self.cycle.programme

    @property
    def pathway(self) -> Pathway:
        """Where it stands, as the rules take it."""
        return Pathway(self.status, self.since, self.held_from, self.admitted_on)

    @property
    def willing(self) -> tuple[Willingness, ...]:
        """The statements, as the rules take them."""
        return tuple(one.given for one in self.statements)

    @property
    def standing_statement(self) -> Statement | None:
        """The statement that was not withdrawn."""
        return next((one for one in self.statements if one.given.withdrawn_on is None), None)

    def recheck_due(self, today: date) -> bool:
        """Whether an end nobody knew is to be looked at again."""
        return self.in_place and recheck_owed(self.end_unknown, self.rechecked_on, self.admitted_on, today)


FACTS = """
e.id, e.person_id, coalesce(p.reference, ''), coalesce(p.name, e.register_number), e.register_number,
coalesce(t.block, ''), c.wave_id, e.cycle_id, e.status, e.since, e.held_from, e.admitted_on, e.ended_on,
e.exit_reason, e.end_unknown, e.rechecked_on, e.in_place, e.revision, t.started_on,
coalesce(t.kind, ''), n.expires_on,
(SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.signed_on DESC, x.id DESC), '[]') FROM
   (SELECT k.id, k.signed_on, k.witness, k.text_version, k.language, k.read_aloud, k.guardian,
           k.withdrawn_on, k.withdrawn_because, coalesce(a.full_name, '') AS recorded_by
    FROM consent k LEFT JOIN account a ON a.id = k.recorded_by
    WHERE k.person_id = e.person_id AND k.organisation_id = %(office)s) x)::text,
(SELECT to_jsonb(x) FROM
   (SELECT q.id, q.reason, coalesce(a.full_name, '') AS asked_by, q.asked_by AS asked_by_id, q.granted,
           q.note, q.expires_on, q.ends_on
    FROM admission_exception q LEFT JOIN account a ON a.id = q.asked_by
    WHERE q.enrolment_id = e.id AND q.organisation_id = %(office)s
    ORDER BY q.asked_at DESC LIMIT 1) x)::text"""
"""What `pathway_of` reads of an enrolment `e`, its cycle `c` and its person `p`, beside `FACTS_BESIDE`."""

FACTS_BESIDE = """
LEFT JOIN LATERAL (SELECT s.block, s.kind, s.started_on FROM stay s
                   WHERE s.person_id = e.person_id AND s.organisation_id = %(office)s
                     AND s.ended_on IS NULL LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT s.expires_on FROM sentence s WHERE s.person_id = e.person_id
                   ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true"""

_PATHWAYS = f"""
SELECT {FACTS}
FROM enrolment e JOIN cycle c ON c.id = e.cycle_id LEFT JOIN person p ON p.id = e.person_id {FACTS_BESIDE}
WHERE e.organisation_id = %(office)s AND {{which}}
ORDER BY {{order}}
"""


def pathways(
    actor: Actor, which: str, values: Mapping[str, Any], order: str = "e.since, lower(p.name), e.id"
) -> tuple[PathwayFacts, ...]:
    """The enrolments of the office that a condition picks; two statements whatever their number."""
    rows = ask(_PATHWAYS.format(which=which, order=order), {"office": actor.organisation_id, **values})
    return facts_of(actor, rows) if rows else ()


def facts_of(actor: Actor, rows: Sequence[tuple[Any, ...]]) -> tuple[PathwayFacts, ...]:
    """Rows of `FACTS` with the waves they belong to: one statement whatever their number."""
    waves = load_waves(actor, "w.id = ANY (%(waves)s)", {"waves": list({row[6] for row in rows})})
    known = {one.id: one for one in waves}
    cycles = {cycle.id: cycle for wave in waves for cycle in wave.cycles}
    return tuple(_pathway(row, known[row[6]], cycles[row[7]]) for row in rows)


def _pathway(row: tuple[Any, ...], wave: WaveFacts, cycle: CycleFacts) -> PathwayFacts:
    return PathwayFacts(
        id=row[0],
        person_id=row[1],
        reference=row[2],
        name=row[3],
        register_number=row[4],
        block=row[5],
        wave=wave,
        cycle=cycle,
        status=Status(row[8]),
        since=row[9],
        held_from=Status(row[10]) if row[10] else None,
        admitted_on=row[11],
        ended_on=row[12],
        exit_reason=row[13],
        end_unknown=row[14],
        rechecked_on=row[15],
        in_place=row[16],
        revision=row[17],
        stay_since=row[18],
        stay_kind=row[19],
        expires_on=row[20],
        statements=tuple(statement(one) for one in json.loads(row[21])),
        exception=_exception(json.loads(row[22])) if row[22] else None,
    )


def statement(one: Mapping[str, Any]) -> Statement:
    """A statement out of what the database hands over."""
    withdrawn = one["withdrawn_on"]
    return Statement(
        UUID(one["id"]),
        Willingness(
            date.fromisoformat(one["signed_on"]),
            one["witness"],
            one["text_version"],
            one["language"],
            one["read_aloud"],
            one["guardian"],
            date.fromisoformat(withdrawn) if withdrawn else None,
        ),
        one["withdrawn_because"],
        one["recorded_by"],
    )


def _exception(one: Mapping[str, Any]) -> ExceptionRow:
    asker = one["asked_by_id"]
    return ExceptionRow(
        UUID(one["id"]),
        one["reason"],
        one["asked_by"],
        UUID(asker) if asker else None,
        one["granted"],
        one["note"],
        date.fromisoformat(one["expires_on"]),
        date.fromisoformat(one["ends_on"]),
    )
