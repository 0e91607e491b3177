"""Waves of an office as facts: cycles with their places, suspended days, and what follows from the calendar."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records.asking import ask
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.programmes import Point, SuccessRule, Suspension


class WaveState(StrEnum):
    """How a wave stands today; nobody enters it."""

    PLANNED = "planned"
    RUNNING = "running"
    SUSPENDED = "suspended"
    ENDED = "ended"
    """Its last day has passed; it waits to be closed."""
    CLOSED = "closed"


@dataclass(frozen=True)
class SuspensionRow:
    """Days that do not count, with why; without a wave it was the whole facility."""

    id: UUID
    whole_facility: bool
    from_on: date
    until_on: date | None
    reason: str
    note: str
    recorded_by: str

    def holds(self, on: date) -> bool:
        """Whether the wave stands still on that day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True)
class CycleFacts:
    """One programme of a wave: places, plan, rule, and how many people came how far."""

    id: UUID
    programme: str
    capacity: int
    taken: int
    months: int
    plan: tuple[Point, ...]
    rule: SuccessRule
    rule_set_on: date
    revision: int
    before: int
    """On the pathway, not admitted yet."""
    admitted: int
    """Ever admitted; entered in error does not count."""

    @property
    def free(self) -> int:
        """Places nobody fills."""
        return self.capacity - self.taken


@dataclass(frozen=True)
class WaveFacts:
    """A wave with its cycles; what depends on the day takes it as an argument."""

    id: UUID
    reference: str
    name: str
    budget_year: int
    starts_on: date
    closed_on: date | None
    revision: int
    cycles: tuple[CycleFacts, ...]
    suspensions: tuple[SuspensionRow, ...]

    @property
    def still_days(self) -> tuple[Suspension, ...]:
        """The suspended days, as rules take them."""
        return tuple(Suspension(one.from_on, one.until_on) for one in self.suspensions)

    @property
    def months(self) -> int:
        """Length of its longest cycle."""
        return max((cycle.months for cycle in self.cycles), default=0)

    @property
    def capacity(self) -> int:
        """Places of all cycles."""
        return sum(cycle.capacity for cycle in self.cycles)

    @property
    def taken(self) -> int:
        """Places filled now."""
        return sum(cycle.taken for cycle in self.cycles)

    @property
    def before(self) -> int:
        """Enrolments on their way to an admission."""
        return sum(cycle.before for cycle in self.cycles)

    @property
    def admitted(self) -> int:
        """Enrolments that were ever admitted."""
        return sum(cycle.admitted for cycle in self.cycles)

    def ends_on(self, today: date) -> date:
        """The last day of its longest cycle, as it stands now."""
        return programmes.ends_on(self.starts_on, self.months, self.still_days, today)

    def month(self, today: date) -> int:
        """The programme month, never beyond the last."""
        month = programmes.programme_month(self.starts_on, today, self.still_days, today)
        return min(self.months, max(1, month))

    def state(self, today: date) -> WaveState:
        """How it stands today."""
        if self.closed_on:
            return WaveState.CLOSED
        if any(one.holds(today) for one in self.suspensions):
            return WaveState.SUSPENDED
        if today < self.starts_on:
            return WaveState.PLANNED
        return WaveState.ENDED if today > self.ends_on(today) else WaveState.RUNNING

    def cycle(self, cycle_id: UUID | str) -> CycleFacts | None:
        """One of its cycles."""
        return next((one for one in self.cycles if str(one.id) == str(cycle_id)), None)


_WAVES = """
SELECT w.id, w.reference, w.name, w.budget_year, w.starts_on, w.closed_on, w.revision,
       (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.programme), '[]') FROM
          (SELECT c.id, c.programme_id AS programme, c.capacity, c.taken, c.months, c.plan,
                  c.success_rule AS rule, c.rule_set_on, c.revision,
                  count(e.id) FILTER (WHERE e.admitted_on IS NULL AND e.status = ANY (%(before)s)) AS before,
                  count(e.id) FILTER (WHERE e.admitted_on IS NOT NULL AND e.status <> 'removed') AS admitted
           FROM cycle c LEFT JOIN enrolment e ON e.cycle_id = c.id AND e.organisation_id = %(office)s
           WHERE c.wave_id = w.id GROUP BY c.id) x)::text,
       (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x.from_on DESC), '[]') FROM
          (SELECT s.id, s.wave_id IS NULL AS whole_facility, s.from_on, s.until_on, s.reason, s.note,
                  coalesce(a.full_name, '') AS recorded_by
           FROM suspension s LEFT JOIN account a ON a.id = s.recorded_by
           WHERE s.organisation_id = %(office)s AND (s.wave_id = w.id OR s.wave_id IS NULL)) x)::text
FROM wave w WHERE w.organisation_id = %(office)s AND {which}
ORDER BY w.closed_on IS NOT NULL, w.starts_on DESC, w.name
"""
BEFORE = ["candidate", "assessed", "recommended", "waiting", "offered", "on_hold"]
"""Statuses of an enrolment that was not admitted yet; on hold too, where nobody was admitted."""


def list_waves(actor: Actor) -> tuple[WaveFacts, ...]:
    """Every wave of the actor's office: open ones first, the newest first."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    return load_waves(actor, "true", {})


def open_waves(actor: Actor) -> tuple[WaveFacts, ...]:
    """The waves of the office that are not closed."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    return load_waves(actor, "w.closed_on IS NULL", {})


def wave_of(actor: Actor, reference: str) -> WaveFacts:
    """One wave of the office; another's and none are the same refusal, and the attempt is audited."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    found = load_waves(actor, "w.reference = %(reference)s", {"reference": reference[:20].replace("\0", "")})
    if not found:
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=reference[:20])
    return found[0]


def load_waves(actor: Actor, which: str, values: Mapping[str, Any]) -> tuple[WaveFacts, ...]:
    """The waves a condition picks, in one statement; who may see them is asked before."""
    chosen = {"office": actor.organisation_id, "before": BEFORE, **values}
    return tuple(_wave(row) for row in ask(_WAVES.format(which=which), chosen))


def _wave(row: tuple[Any, ...]) -> WaveFacts:
    id, reference, name, budget_year, starts_on, closed_on, revision, cycles, suspensions = row
    return WaveFacts(
        id,
        reference,
        name,
        budget_year,
        starts_on,
        closed_on,
        revision,
        tuple(_cycle(one) for one in json.loads(cycles)),
        tuple(_suspension(one) for one in json.loads(suspensions)),
    )


def _cycle(one: dict[str, Any]) -> CycleFacts:
    return CycleFacts(
        **{
            **one,
            "id": UUID(one["id"]),
            "plan": programmes.plan_of(one["plan"]),
            "rule": programmes.rule_of(one["rule"]),
            "rule_set_on": date.fromisoformat(one["rule_set_on"]),
        }
    )


def _suspension(one: dict[str, Any]) -> SuspensionRow:
    until = one["until_on"]
    return SuspensionRow(
        **{
            **one,
            "id": UUID(one["id"]),
            "from_on": date.fromisoformat(one["from_on"]),
            "until_on": date.fromisoformat(until) if until else None,
        }
    )


@dataclass(frozen=True)
class Offered:
    """A programme that can be planned, in its newest version, and what the office was entrusted with."""

    programme: str
    months: int
    plan: tuple[Point, ...]
    targets: tuple[tuple[int, int], ...]
    """Budget year with the number of people of the decree."""


_OFFERED = """
SELECT DISTINCT ON (v.programme_id) v.programme_id, v.months, v.plan::text,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(d.budget_year, d.target) ORDER BY d.budget_year), '[]')
        FROM designation d WHERE d.organisation_id = %(office)s AND d.programme_id = v.programme_id)::text
FROM programme_version v ORDER BY v.programme_id, v.version DESC
"""


def offered(actor: Actor) -> tuple[Offered, ...]:
    """The programmes a wave can be planned with."""
    require(actor.may(Permission.PLAN_WAVES), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED, {"office": actor.organisation_id})
        return tuple(
            Offered(
                programme,
                months,
                programmes.plan_of(json.loads(plan)),
                tuple((year, target) for year, target in json.loads(targets)),
            )
            for programme, months, plan, targets in cursor.fetchall()
        )
