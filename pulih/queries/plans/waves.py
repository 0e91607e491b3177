"""Plans of the office in one view: who has one, who needs what next, and the figures of a wave (C5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import scope
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.plans import PLANNABLE, Dimension, Horizon, Progress


@dataclass(frozen=True)
class PlanLine:
    """Somebody in a programme and how their plan stands."""

    enrolment: UUID
    name: str
    register_number: str
    block: str
    programme: str
    wave: str
    cycle_id: UUID
    admitted_on: date
    agreed_on: date | None
    drafted: bool
    review_on: date | None
    goals: int
    """Of the agreed plan."""
    mine: bool
    """Whether the actor is one of their counsellors."""

    def needs(self, today: date) -> str:
        """What is to be done now: `write`, `agree`, `review`, or nothing."""
        if self.review_on and self.review_on <= today:
            return "review"
        if self.drafted:
            return "agree"
        return "" if self.agreed_on else "write"


_LINES = """
SELECT e.id, coalesce(p.name, e.register_number), e.register_number, coalesce(t.block, ''), e.programme_id,
       w.name, e.cycle_id, e.admitted_on, a.agreed_on, d.id IS NOT NULL, a.review_on,
       (SELECT count(*) FROM goal g WHERE g.plan_id = a.id)::int,
       EXISTS (SELECT 1 FROM assignment k WHERE k.enrolment_id = e.id AND k.organisation_id = %(office)s
               AND k.account_id = %(account)s AND k.until_on IS NULL)
FROM enrolment e JOIN cycle c ON c.id = e.cycle_id JOIN wave w ON w.id = c.wave_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN stay t ON t.person_id = e.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
LEFT JOIN plan a ON a.enrolment_id = e.id AND a.organisation_id = %(office)s AND a.state = 'agreed'
LEFT JOIN plan d ON d.enrolment_id = e.id AND d.organisation_id = %(office)s AND d.state = 'draft'
WHERE e.organisation_id = %(office)s AND e.in_place AND e.admitted_on IS NOT NULL
  AND (%(wave)s::uuid IS NULL OR w.id = %(wave)s)
ORDER BY lower(coalesce(p.name, e.register_number)), e.id
"""
_ORDER = ("review", "agree", "write", "")


def plan_lines(actor: Actor, wave_id: UUID | None = None) -> tuple[PlanLine, ...]:
    """Everybody who takes part now, one's own people first, then by what is needed; one statement."""
    require(actor.may(Permission.READ_PLANS), attempt=True)
    values = {"office": actor.organisation_id, "account": actor.account_id, "wave": wave_id}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, values)
        found = [PlanLine(*row) for row in cursor.fetchall()]
    today = scope.today()
    return tuple(sorted(found, key=lambda one: (not one.mine, _ORDER.index(one.needs(today)))))


@dataclass(frozen=True)
class GoalCount:
    """Goals of agreed plans of one dimension and horizon, by how they stand; and the people who have them."""

    dimension: str
    horizon: str
    people: int
    states: dict[str, int]

    @property
    def goals(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True)
class WavePlans:
    """The figures of a wave: people and goals are counted apart, since one person has several goals."""

    people: int
    """Ever admitted to the wave; somebody in two programmes of it is one."""
    with_plan: int
    """Of them with an agreed plan."""
    drafted: int
    """Of them with nothing but a draft."""
    with_short: int
    with_long: int
    with_both: int
    counts: tuple[GoalCount, ...]
    """Every dimension and horizon, also where there are none."""

    @property
    def goals(self) -> int:
        """Goals of all agreed plans."""
        return sum(one.goals for one in self.counts)

    @property
    def short(self) -> int:
        """Goals for the next weeks."""
        return sum(one.goals for one in self.counts if one.horizon == Horizon.SHORT)

    @property
    def long(self) -> int:
        """Goals for the end of the programme and beyond."""
        return sum(one.goals for one in self.counts if one.horizon == Horizon.LONG)


_PEOPLE = """
WITH inside AS (
  SELECT e.person_id, e.id AS enrolment FROM enrolment e JOIN cycle c ON c.id = e.cycle_id
  WHERE e.organisation_id = %(office)s AND c.wave_id = %(wave)s AND e.admitted_on IS NOT NULL
    AND e.status <> 'removed'),
plans AS (
  SELECT i.person_id, l.id, l.state FROM inside i JOIN plan l ON l.enrolment_id = i.enrolment
  WHERE l.organisation_id = %(office)s AND l.state <> 'replaced'),
by_person AS (
  SELECT i.person_id,
         EXISTS (SELECT 1 FROM plans l WHERE l.person_id = i.person_id AND l.state = 'agreed') AS agreed,
         EXISTS (SELECT 1 FROM plans l WHERE l.person_id = i.person_id AND l.state = 'draft') AS draft,
         EXISTS (SELECT 1 FROM plans l JOIN goal g ON g.plan_id = l.id
                 WHERE l.person_id = i.person_id AND l.state = 'agreed' AND g.horizon = 'short') AS short,
         EXISTS (SELECT 1 FROM plans l JOIN goal g ON g.plan_id = l.id
                 WHERE l.person_id = i.person_id AND l.state = 'agreed' AND g.horizon = 'long') AS long
  FROM (SELECT DISTINCT person_id FROM inside) i)
SELECT count(*)::int, count(*) FILTER (WHERE agreed)::int, count(*) FILTER (WHERE draft AND NOT agreed)::int,
       count(*) FILTER (WHERE short)::int, count(*) FILTER (WHERE long)::int,
       count(*) FILTER (WHERE short AND long)::int
FROM by_person
"""
_GOALS = """
SELECT g.dimension, g.horizon, coalesce(n.state, 'not_started'), count(*)::int, count(DISTINCT g.person_id)::int,
       grouping(coalesce(n.state, 'not_started'))
FROM goal g JOIN plan l ON l.id = g.plan_id AND l.state = 'agreed' AND l.organisation_id = %(office)s
JOIN enrolment e ON e.id = l.enrolment_id JOIN cycle c ON c.id = e.cycle_id
LEFT JOIN LATERAL (
  SELECT x.state FROM goal_progress x
  WHERE x.enrolment_id = l.enrolment_id AND x.goal_code = g.code AND x.step_code = ''
    AND NOT EXISTS (SELECT 1 FROM goal_progress y WHERE y.enrolment_id = x.enrolment_id AND y.corrects = x.id)
  ORDER BY x."on" DESC, x.id DESC LIMIT 1) n ON true
WHERE g.organisation_id = %(office)s AND c.wave_id = %(wave)s AND e.admitted_on IS NOT NULL
  AND e.status <> 'removed'
GROUP BY GROUPING SETS ((g.dimension, g.horizon, coalesce(n.state, 'not_started')), (g.dimension, g.horizon))
"""


def wave_plans(actor: Actor, wave_id: UUID) -> WavePlans:
    """How many people of a wave have an agreed plan, and their goals by dimension, horizon and state."""
    require(actor.may(Permission.READ_PLANS), attempt=True)
    values: dict[str, Any] = {"office": actor.organisation_id, "wave": wave_id}
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, values)
        people, agreed, drafted, short, long, both = cursor.fetchone()
        cursor.execute(_GOALS, values)
        rows = cursor.fetchall()
    counts = tuple(_count(one, two, rows) for one in Dimension for two in Horizon)
    return WavePlans(people, agreed, drafted, short, long, both, counts)


def _count(dimension: str, horizon: str, rows: list[tuple[Any, ...]]) -> GoalCount:
    own = [row for row in rows if row[0] == dimension and row[1] == horizon]
    states = {row[2]: row[3] for row in own if not row[5]}
    return GoalCount(
        str(dimension),
        str(horizon),
        next((row[4] for row in own if row[5]), 0),
        {one.value: states.get(one.value, 0) for one in Progress},
    )


@dataclass(frozen=True)
class PlanLink:
    """An enrolment of somebody that has a plan or can have one; another office's where the walls show it."""

    enrolment: UUID
    office: str
    own: bool
    programme: str
    wave: str
    agreed_on: date | None


_LINKS = """
SELECT e.id, o.name, e.organisation_id = %(office)s::bigint, e.programme_id, w.name,
       (SELECT max(l.agreed_on) FROM plan l WHERE l.enrolment_id = e.id)
FROM enrolment e JOIN organisation o ON o.id = e.organisation_id
JOIN cycle c ON c.id = e.cycle_id JOIN wave w ON w.id = c.wave_id
WHERE e.person_id = %(person)s::uuid
  AND (EXISTS (SELECT 1 FROM plan l WHERE l.enrolment_id = e.id AND l.state <> 'draft')
       OR (e.organisation_id = %(office)s::bigint
           AND (e.admitted_on IS NOT NULL OR e.status = ANY (%(open)s::text[]))))
ORDER BY e.organisation_id <> %(office)s::bigint, e.opened_at DESC, e.id
"""


def plans_of_person(actor: Actor, person_id: UUID) -> tuple[PlanLink, ...]:
    """Where somebody's plans are, this office's first; for a record that was opened already."""
    if not actor.may(Permission.READ_PLANS):
        return ()
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "person": person_id,
        "open": [one.value for one in PLANNABLE],
    }
    return tuple(PlanLink(*row) for row in ask(_LINKS, values))
