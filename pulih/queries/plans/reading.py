"""One plan opened: its revisions with goals, how they go, reviews, skills; it leaves a read event.

The walls decide who sees it: the office that wrote it, and whichever works with the person now.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.language.curricula import modules_of
from pulih.queries.people import PersonRecord, open_person
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.curricula import Module
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission
from pulih.rules.plans import Course, Goal, Noted, Outcome, PlanState, Progress, Step, standing, state_of
from pulih.rules.skills import Seen, line_of


@dataclass(frozen=True)
class Episode:
    """The enrolment a plan belongs to."""

    id: UUID
    person_id: UUID
    reference: str
    register_number: str
    office_id: int
    office: str
    programme: str
    months: int
    wave_reference: str
    wave: str
    cycle_id: UUID
    course: Course
    modules: tuple[Module, ...]


@dataclass(frozen=True)
class NotedRow:
    """A row of progress as it is shown. One that a further row corrects stays to be read."""

    noted: Noted
    text: str
    recorded_at: datetime
    recorded_by: str
    counts: bool


@dataclass(frozen=True)
class GoalRow:
    """A goal of one plan with how it goes, newest row first."""

    id: UUID
    code: UUID
    goal: Goal
    rows: tuple[NotedRow, ...]

    @property
    def state(self) -> Progress:
        """How the goal itself stands."""
        return state_of(one.noted for one in self.rows if not one.noted.step)

    @property
    def since(self) -> date | None:
        """Since when it stands so."""
        said = standing(one.noted for one in self.rows if not one.noted.step)
        return said[-1].on if said else None

    def step_state(self, code: str) -> Progress:
        """How one of its steps stands."""
        return state_of(one.noted for one in self.rows if one.noted.step == code)

    def row(self, id: UUID) -> NotedRow | None:
        """One of its rows."""
        return next((one for one in self.rows if one.noted.id == id), None)


@dataclass(frozen=True)
class ReviewRow:
    """A review as it was recorded."""

    id: UUID
    on: date
    outcome: Outcome
    text: str
    with_person: bool
    why_without: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class PlanRow:
    """One revision of the plan, with its reviews, the newest first."""

    id: UUID
    revision: int
    state: PlanState
    because: str
    agreed_on: date | None
    own_words: str
    review_on: date | None
    written_at: datetime
    written_by: str
    goals: tuple[GoalRow, ...]
    reviews: tuple[ReviewRow, ...]


@dataclass(frozen=True)
class SkillLine:
    """The levels of one module over time, the oldest first."""

    module: Module
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class PlanRecord:
    """Everything the plan page of one enrolment shows."""

    person: PersonRecord
    episode: Episode
    plans: tuple[PlanRow, ...]
    """The newest revision first."""
    skills: tuple[SkillLine, ...]
    own: bool
    """Whether this office wrote it and so may go on writing; another's is only read."""

    @property
    def agreed(self) -> PlanRow | None:
        """The plan in force."""
        return next((one for one in self.plans if one.state is PlanState.AGREED), None)

    @property
    def draft(self) -> PlanRow | None:
        """The plan that is being written."""
        return next((one for one in self.plans if one.state is PlanState.DRAFT), None)

    def goal(self, code: UUID) -> GoalRow | None:
        """A goal by its code, from the plan in force where it is there, else from the newest that has it."""
        ordered = ([self.agreed] if self.agreed else []) + list(self.plans)
        return next((goal for plan in ordered for goal in plan.goals if goal.code == code), None)

    def drafted(self, id: UUID) -> GoalRow | None:
        """A goal of the draft."""
        return next((one for one in self.draft.goals if one.id == id), None) if self.draft else None


_EPISODE = """
SELECT e.id, e.person_id, p.reference, e.register_number, e.organisation_id, o.name, c.programme_id, c.months,
       w.reference, w.name, e.cycle_id, e.status, e.admitted_on, e.ended_on, w.starts_on, v.curriculum::text,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(s.from_on, s.until_on)), '[]') FROM suspension s
        WHERE s.organisation_id = e.organisation_id AND (s.wave_id = w.id OR s.wave_id IS NULL))::text
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN organisation o ON o.id = e.organisation_id
JOIN cycle c ON c.id = e.cycle_id JOIN wave w ON w.id = c.wave_id
JOIN programme_version v ON v.id = c.version_id
WHERE e.id = %s
"""
_PLANS = """
SELECT l.id, l.revision, l.state, l.because, l.agreed_on, l.in_own_words, l.review_on, l.written_at,
       coalesce(a.full_name, ''),
       (SELECT coalesce(jsonb_agg(to_jsonb(g) ORDER BY g.position, g.id), '[]') FROM goal g
        WHERE g.plan_id = l.id)::text,
       (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY x."on" DESC, x.id DESC), '[]') FROM
          (SELECT r.id, r."on", r.outcome, r.text, r.with_person, r.why_without, r.recorded_at,
                  coalesce(b.full_name, '') AS recorded_by
           FROM plan_review r LEFT JOIN account b ON b.id = r.recorded_by WHERE r.plan_id = l.id) x)::text
FROM plan l LEFT JOIN account a ON a.id = l.written_by
WHERE l.enrolment_id = %s ORDER BY l.revision DESC
"""
_PROGRESS = """
SELECT n.id, n."on", n.state, n.goal_code, n.step_code, n.corrects, n.note, n.recorded_at,
       coalesce(a.full_name, '')
FROM goal_progress n LEFT JOIN account a ON a.id = n.recorded_by
WHERE n.enrolment_id = %s ORDER BY n."on" DESC, n.id DESC
"""
_SKILLS = 'SELECT id, module, level, "on", corrects FROM skill_progress WHERE enrolment_id = %s ORDER BY id'


def open_plan(actor: Actor, enrolment_id: UUID, what: str = "plan") -> PlanRecord:
    """Open the plan of an enrolment, also where there is none yet; seven statements.

    An enrolment that the walls hide and one that does not exist are the same refusal.
    """
    require(actor.may(Permission.READ_PLANS), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_EPISODE, [enrolment_id])
        row = cursor.fetchone()
    if row is None:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    episode = _episode(row)
    person = open_person(actor, episode.reference, what)
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, [enrolment_id])
        rows = cursor.fetchall()
        cursor.execute(_PLANS, [enrolment_id])
        plans = tuple(_plan(one, rows) for one in cursor.fetchall())
        cursor.execute(_SKILLS, [enrolment_id])
        skills = _lines(cursor.fetchall(), episode.modules)
    return PlanRecord(person, episode, plans, skills, episode.office_id == actor.organisation_id)


def _episode(row: tuple[Any, ...]) -> Episode:
    status, admitted_on, ended_on, wave_starts, curriculum, still = row[11:]
    programme, months = row[6:8]
    starts_on = admitted_on or wave_starts
    closed = [
        programmes.Suspension(date.fromisoformat(begin), date.fromisoformat(end) if end else None)
        for begin, end in json.loads(still)
    ]
    ends_on = programmes.ends_on(starts_on, months, closed, scope.today())
    course = Course(Status(status), starts_on, ends_on, admitted_on, ended_on)
    worked_out: tuple[Any, ...] = (course, modules_of(json.loads(curriculum), programme))
    return Episode(*row[:11], *worked_out)


def _plan(row: tuple[Any, ...], progress: list[tuple[Any, ...]]) -> PlanRow:
    id, revision, state, because, agreed_on, own_words, review_on, written_at, written_by, goals, reviews = (
        row
    )
    return PlanRow(
        id,
        revision,
        PlanState(state),
        because,
        agreed_on,
        own_words,
        review_on,
        written_at,
        written_by,
        tuple(_goal(one, progress) for one in json.loads(goals)),
        tuple(_review(one) for one in json.loads(reviews)),
    )


def _goal(one: dict[str, Any], progress: list[tuple[Any, ...]]) -> GoalRow:
    steps = tuple(
        Step(
            step["code"], step["text"], date.fromisoformat(step["due"]) if step["due"] else None, step["who"]
        )
        for step in one["steps"]
    )
    goal = Goal(one["dimension"], one["horizon"], one["text"], one["reached_when"], steps)
    code = UUID(one["code"])
    own = [row for row in progress if row[3] == code]
    corrected = {row[5] for row in own if row[5]}
    return GoalRow(UUID(one["id"]), code, goal, tuple(_noted(row, row[0] not in corrected) for row in own))


def _noted(row: tuple[Any, ...], counts: bool) -> NotedRow:
    id, on, state, goal, step, corrects, text, recorded_at, recorded_by = row
    return NotedRow(
        Noted(id, on, Progress(state), goal, step, corrects), text, recorded_at, recorded_by, counts
    )


def _review(one: dict[str, Any]) -> ReviewRow:
    return ReviewRow(
        UUID(one["id"]),
        date.fromisoformat(one["on"]),
        Outcome(one["outcome"]),
        one["text"],
        one["with_person"],
        one["why_without"],
        datetime.fromisoformat(one["recorded_at"]),
        one["recorded_by"],
    )


def _lines(rows: list[tuple[Any, ...]], modules: tuple[Module, ...]) -> tuple[SkillLine, ...]:
    seen: dict[str, list[Seen]] = {}
    for row in rows:
        seen.setdefault(row[1], []).append(Seen(*row))
    return tuple(SkillLine(module, line_of(seen[module.code])) for module in modules if module.code in seen)
