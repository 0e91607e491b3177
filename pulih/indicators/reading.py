"""What was recorded of a wave, read in one statement behind the walls: enrolments, forms and tests in force."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from pulih.records.asking import ask
from pulih.rules import programmes

DOMAINS = ("physical", "psychological", "environment", "social")
"""In the order of the success rule of the field, which leaves the social domain out."""

_READ = """
WITH form AS (
    SELECT r.id, r.person_id, r.instrument, r.point, r.taken_on, r.recorded_at
    FROM response r
    WHERE r.organisation_id = %(office)s::int AND r.wave_id = %(wave)s::uuid
      AND NOT EXISTS (SELECT 1 FROM response a WHERE a.amends_id = r.id)
)
SELECT w.reference, w.name, w.budget_year, w.starts_on, w.closed_on, o.name, coalesce(p.name, ''),
    (SELECT json_agg(json_build_array(c.id, c.programme_id, m.name, c.capacity, c.months, c.plan,
                                      c.success_rule, c.rule_set_on, v.version) ORDER BY c.programme_id)
     FROM cycle c JOIN programme m ON m.code = c.programme_id JOIN programme_version v ON v.id = c.version_id
     WHERE c.wave_id = w.id),
    (SELECT json_agg(json_build_array(s.from_on, s.until_on) ORDER BY s.from_on)
     FROM suspension s
     WHERE s.organisation_id = %(office)s::int AND (s.wave_id = w.id OR s.wave_id IS NULL)),
    (SELECT json_agg(json_build_array(e.person_id, e.cycle_id, e.register_number, e.status, e.admitted_on,
                                      e.ended_on, e.exit_reason)
                     ORDER BY e.ended_on, e.register_number, e.programme_id, e.id)
     FROM cycle c JOIN enrolment e ON e.cycle_id = c.id
     WHERE c.wave_id = w.id AND e.organisation_id = %(office)s::int AND e.admitted_on IS NOT NULL),
    -- Of the rows of a scale the newest comes last and is in force, also one that has no value any more.
    -- A score has the office of its form. Asked for again, all scores of the office are looked up for each form.
    (SELECT json_agg(json_build_array(f.person_id, f.instrument, f.point, f.taken_on,
                CASE WHEN f.instrument = %(instrument)s::text THEN
                    (SELECT json_object_agg(s.scale, s.value ORDER BY s.id) FROM score s
                     WHERE s.response_id = f.id AND s.scale = ANY (%(domains)s::text[])) END)
            ORDER BY f.recorded_at, f.id)
     FROM form f),
    (SELECT json_agg(json_build_array(t.person_id, t.point, t.taken_on, t.state, coalesce(l.agrees, false))
                     ORDER BY t.recorded_at, t.id)
     FROM urine_test t
     LEFT JOIN second_look l ON l.test_id = t.id AND l.organisation_id = %(office)s::int
     WHERE t.organisation_id = %(office)s::int AND t.wave_id = w.id
       AND NOT EXISTS (SELECT 1 FROM urine_test a WHERE a.amends_id = t.id))
FROM wave w JOIN organisation o ON o.id = w.organisation_id LEFT JOIN organisation p ON p.id = o.parent_id
WHERE w.id = %(wave)s::uuid
"""


@dataclass(frozen=True)
class CycleRead:
    """A cycle of the wave, with its plan of measurements and its success rule."""

    programme: str
    title: str
    capacity: int
    months: int
    plan: tuple[programmes.Point, ...]
    rule: programmes.SuccessRule
    rule_set_on: date
    version: int


class EnrolmentRead(NamedTuple):
    """An enrolment that was ever admitted."""

    person: str
    cycle: CycleRead
    register_number: str
    status: str
    admitted_on: date
    ended_on: date | None
    exit_reason: str


Form = tuple[tuple[str, str], date, Mapping[str, float | None]]
"""Instrument and point, the day, and the domains with their values."""
Test = tuple[str, date, str]
"""Point, day and state."""


@dataclass(frozen=True)
class WaveRead:
    """A wave as the records stand now."""

    reference: str
    name: str
    budget_year: int
    starts_on: date
    closed_on: date | None
    organisation: str
    parent: str
    cycles: tuple[CycleRead, ...]
    """By programme."""
    suspensions: Sequence[programmes.Suspension]
    enrolments: Sequence[EnrolmentRead]
    """Those that ended first, in the order of the list of everybody lost."""
    forms: Mapping[str, Sequence[Form]]
    """By person, oldest entry first."""
    tests: Mapping[str, Sequence[Test]]
    """By person, oldest entry first."""


def read_wave(wave_id: UUID, organisation_id: int) -> WaveRead:
    """Everything a result sheet is made of."""
    [row] = ask(
        _READ,
        {
            "wave": wave_id,
            "office": organisation_id,
            "instrument": programmes.WHOQOL,
            "domains": list(DOMAINS),
        },
    )
    cycles = {one[0]: _cycle(*one[1:]) for one in row[7] or ()}
    reference, name, budget_year, starts_on, closed_on, organisation, parent = row[:7]
    return WaveRead(
        reference,
        name,
        budget_year,
        starts_on,
        closed_on,
        organisation,
        parent,
        cycles=tuple(cycles.values()),
        suspensions=[programmes.Suspension(_day(start), _or_none(end)) for start, end in row[8] or ()],
        enrolments=[
            EnrolmentRead(person, cycles[cycle], number, status, _day(admitted), _or_none(ended), reason)
            for person, cycle, number, status, admitted, ended, reason in row[9] or ()
        ],
        forms=_forms(row[10] or ()),
        tests=_tests(row[11] or ()),
    )


_day = date.fromisoformat


def _or_none(day: str | None) -> date | None:
    return _day(day) if day else None


def _cycle(
    programme: str, title: str, capacity: int, months: int, plan: Any, rule: Any, set_on: str, version: int
) -> CycleRead:
    made = programmes.plan_of(plan), programmes.rule_of(rule)
    return CycleRead(programme, title, capacity, months, *made, _day(set_on), version)


def _forms(rows: Sequence[Any]) -> Mapping[str, Sequence[Form]]:
    found: dict[str, list[Form]] = defaultdict(list)
    for person, instrument, point, taken_on, values in rows:
        found[person].append(((instrument, point), _day(taken_on), values or {}))
    return found


def _tests(rows: Sequence[Any]) -> Mapping[str, Sequence[Test]]:
    """A positive counts as one when a second pair of eyes agreed."""
    found: dict[str, list[Test]] = defaultdict(list)
    for person, point, taken_on, state, agreed in rows:
        waits = state == "positive" and not agreed
        found[person].append((point, _day(taken_on), "positive_unconfirmed" if waits else state))
    return found
