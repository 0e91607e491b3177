"""The office's open pathways, a page of one step at a time, and whose unknown end is to be looked at again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pulih.queries.enrolments.judging import OpenStep, next_step, step_ahead, steps_of
from pulih.queries.enrolments.pathways import (
    FACTS,
    FACTS_BESIDE,
    PathwayFacts,
    facts_of,
    pathways,
)
from pulih.queries.programmes.waves import BEFORE
from pulih.records import scope
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.admission import RECHECK_DAYS
from pulih.rules.errors import require
from pulih.rules.lifecycles import OPEN, Status
from pulih.rules.permissions import Permission

PAGE = 20
BOARD = (
    Status.CANDIDATE,
    Status.ASSESSED,
    Status.RECOMMENDED,
    Status.WAITING,
    Status.OFFERED,
    Status.ON_HOLD,
)
"""The steps before an admission."""
INSIDE = Status.ADMITTED.value
"""Whoever fills a place of a cycle, also while on hold."""
RECHECK = "recheck"
TABS = (*(step.value for step in BOARD), INSIDE, RECHECK)


@dataclass(frozen=True)
class ListedRow:
    """A pathway in the list, with the one step it is about."""

    facts: PathwayFacts
    next: OpenStep | None


@dataclass(frozen=True)
class BoardRow(ListedRow):
    """A pathway with everything that can follow."""

    steps: tuple[OpenStep, ...]

    def step(self, target: Status | str) -> OpenStep | None:
        """One of the steps."""
        return next((one for one in self.steps if one.target.value == str(target)), None)


@dataclass(frozen=True)
class Board:
    """One page of one step; how many stand at each, all narrowed to a wave, a programme or a name."""

    step: str
    page: int
    rows: tuple[ListedRow, ...]
    counts: Mapping[str, int]
    """By step; `recheck` counts those admitted with an unknown end whom `admitted` counts too."""
    waves: tuple[tuple[str, str], ...]
    """The waves somebody is on the way to or in, narrowed or not: reference and name."""
    programmes: tuple[str, ...]
    """The programmes somebody is on the way to or in."""
    exceptions: int
    """Requests to admit in spite of too little time that wait for the head."""

    @property
    def total(self) -> int:
        """How many pathways lie before an admission."""
        return sum(self.counts.get(step.value, 0) for step in BOARD)

    @property
    def listed(self) -> int:
        """How many rows the step has over all its pages."""
        return self.counts.get(self.step, 0)


_STATUSES = ", ".join(f"'{one.value}'" for one in Status if one in OPEN)
_STEPS = ", ".join(f"'{one}'" for one in TABS)
_PLAIN = ""
_BY_TEXT = """
    AND EXISTS (SELECT 1 FROM enrolment e LEFT JOIN person p ON p.id = e.person_id
                LEFT JOIN stay s ON s.person_id = e.person_id AND s.organisation_id = e.organisation_id
                     AND s.ended_on IS NULL
                WHERE e.id = a.id AND position(lower(%(text)s::text) IN lower(
                    concat_ws(' ', coalesce(p.name, e.register_number), e.register_number, s.block))) > 0)"""
_BOARD = f"""
WITH active AS MATERIALIZED (
    SELECT e.id, e.person_id, e.since, e.cycle_id,
           CASE WHEN e.in_place THEN '{INSIDE}' ELSE e.status END AS step,
           e.in_place AND e.end_unknown
             AND coalesce(e.rechecked_on, e.admitted_on) + {RECHECK_DAYS} <= %(today)s::date AS again
    FROM enrolment e WHERE e.organisation_id = %(office)s::int AND e.status IN ({_STATUSES})
), cycles AS MATERIALIZED (
    -- Hundreds of people are in a handful of cycles; OFFSET 0 looks these up and reads no others.
    SELECT d.cycle_id, k.programme, k.reference, k.name, k.starts_on
    FROM (SELECT DISTINCT cycle_id FROM active) d CROSS JOIN LATERAL (
        SELECT c.programme_id AS programme, w.reference, w.name, w.starts_on
        FROM cycle c JOIN wave w ON w.id = c.wave_id WHERE c.id = d.cycle_id OFFSET 0) k
), wanted AS MATERIALIZED (
    SELECT a.id, a.person_id, a.since, a.step, a.again FROM active a JOIN cycles k ON k.cycle_id = a.cycle_id
    WHERE (%(wave)s::text = '' OR k.reference = %(wave)s::text)
      AND (%(programme)s::text = '' OR k.programme = %(programme)s::text) {{text}}
), counted AS (
    SELECT step, count(*)::int AS n FROM wanted GROUP BY step
    UNION ALL SELECT '{RECHECK}', count(*)::int FROM wanted WHERE again
), chosen AS MATERIALIZED (
    SELECT t.step, greatest(1, least(%(page)s::int, (coalesce(k.n, 0) - 1) / %(size)s::int + 1)) AS page
    FROM unnest(ARRAY[{_STEPS}]) WITH ORDINALITY t (step, place) LEFT JOIN counted k ON k.step = t.step
    ORDER BY t.step = %(step)s::text DESC, coalesce(k.n, 0) = 0, t.place LIMIT 1
), standing AS MATERIALIZED (
    SELECT w.id, w.person_id, w.since, rank() OVER (ORDER BY w.since) AS first,
           count(*) OVER (PARTITION BY w.since) AS many
    FROM wanted w CROSS JOIN chosen h WHERE CASE WHEN h.step = '{RECHECK}' THEN w.again ELSE w.step = h.step END
), listed AS (
    -- Those of one day are in the order of their names: only days that reach into the page are asked for names.
    SELECT s.id, s.first - 1 + row_number() OVER (PARTITION BY s.since ORDER BY lower(p.name), s.id) AS place
    FROM chosen h JOIN standing s
      ON s.first <= h.page * %(size)s::int AND s.first + s.many - 1 > (h.page - 1) * %(size)s::int
    LEFT JOIN person p ON p.id = s.person_id
)
SELECT h.step, h.page,
       (SELECT jsonb_object_agg(k.step, k.n) FROM counted k)::text,
       (SELECT jsonb_agg(DISTINCT jsonb_build_array(k.starts_on, k.name, k.reference)) FROM cycles k)::text,
       (SELECT array_agg(DISTINCT k.programme) FROM cycles k),
       (SELECT count(*) FROM admission_exception x
        WHERE x.organisation_id = %(office)s::int AND x.decided_at IS NULL)::int,
       l.place, {FACTS.replace("%(office)s", "%(office)s::int")}
FROM chosen h
LEFT JOIN listed l ON l.place > (h.page - 1) * %(size)s::int AND l.place <= h.page * %(size)s::int
LEFT JOIN enrolment e ON e.id = l.id
LEFT JOIN cycle c ON c.id = e.cycle_id LEFT JOIN person p ON p.id = e.person_id
{FACTS_BESIDE.replace("%(office)s", "%(office)s::int")}
ORDER BY l.place
"""
_WHOLE_OFFICE = _BOARD.format(text=_PLAIN)
_NARROWED = _BOARD.format(text=_BY_TEXT)
_HEAD = 7


def board(
    actor: Actor,
    *,
    step: str = "",
    page: int = 1,
    size: int = PAGE,
    wave: str = "",
    programme: str = "",
    text: str = "",
) -> Board:
    """One page of the working office's list, each row with its next step and why it is not open.

    Without a step it is the first at which somebody stands. Two statements, whatever the office's size.
    """
    require(actor.may(Permission.READ_WAVES), attempt=True)
    today = scope.today()
    values: dict[str, Any] = {
        "office": actor.organisation_id, "today": today, "step": step, "page": min(max(page, 1), 10**6),
        "size": size, "wave": wave, "programme": programme,
    }  # fmt: skip
    found = ask(_NARROWED, values | {"text": text}) if text else ask(_WHOLE_OFFICE, values)
    chosen, number, counts, waves, programmes, exceptions = found[0][: _HEAD - 1]
    facts = facts_of(actor, [row[_HEAD:] for row in found]) if found[0][_HEAD - 1] else ()
    return Board(
        chosen,
        number,
        tuple(ListedRow(one, step_ahead(actor, one, today)) for one in facts),
        json.loads(counts),
        tuple((reference, name) for _, name, reference in sorted(json.loads(waves or "[]"))),
        tuple(sorted(programmes or ())),
        exceptions,
    )


def waiting_pathways(actor: Actor) -> tuple[PathwayFacts, ...]:
    """Pathways before admission and those with an unknown end; who may see them is asked before."""
    return pathways(actor, _WHICH, {"before": BEFORE})


_WHICH = "((e.admitted_on IS NULL AND e.status = ANY (%(before)s)) OR (e.end_unknown AND e.in_place))"


def board_row(actor: Actor, facts: PathwayFacts, today: date) -> BoardRow:
    """A pathway with what can follow."""
    steps = steps_of(actor, facts, today)
    return BoardRow(facts, next_step(facts, steps), steps)


def some(actor: Actor, ids: list[UUID]) -> tuple[BoardRow, ...]:
    """Ticked rows, for the page that takes one step for several people."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    today = scope.today()
    return tuple(
        board_row(actor, one, today)
        for one in pathways(actor, "e.id = ANY (%(ids)s)", {"ids": ids}, "lower(p.name), e.id")
    )
