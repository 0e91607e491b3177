"""The facts actions on plans load: the course of an enrolment, its plans, the goals as the rules take them."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from pulih.actions.enrolments.pathway import take_enrolment
from pulih.actions.waves import suspensions_of
from pulih.records import audit, scope
from pulih.records.models import Cycle, Enrolment, GoalProgress, Plan
from pulih.records.models import Goal as GoalRow
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import Status
from pulih.rules.plans import Course, Goal, Noted, PlanState, Progress, Step


def take_course(enrolment_id: UUID, by: Actor) -> tuple[Enrolment, Cycle, Course]:
    """Lock an enrolment of this office, so that two who write its plan at once wait for each other."""
    row, cycle = take_enrolment(enrolment_id, None, by)
    starts_on = row.admitted_on or cycle.wave.starts_on
    ends_on = programmes.ends_on(starts_on, cycle.months, suspensions_of(cycle.wave), scope.today())
    course = Course(Status(row.status), starts_on, ends_on, row.admitted_on, row.ended_on)
    return row, cycle, course


def plan_in(row: Enrolment, state: PlanState) -> Plan | None:
    """The plan of an enrolment that is in a state; of drafts and of agreed ones there is one at a time."""
    return Plan.objects.filter(organisation_id=row.organisation_id, enrolment=row, state=state.value).first()


def goals_of(plan: Plan) -> list[GoalRow]:
    """The goals of a plan in their order."""
    rows = GoalRow.objects.filter(organisation_id=plan.organisation_id, plan=plan)
    return list(rows.order_by("position", "id"))


def as_goal(row: GoalRow) -> Goal:
    """A goal as the rules take it."""
    steps = tuple(
        Step(one["code"], one["text"], date.fromisoformat(one["due"]) if one["due"] else None, one["who"])
        for one in row.steps
    )
    return Goal(row.dimension, row.horizon, row.text, row.reached_when, steps)


def noted_of(row: Enrolment, goal_code: UUID, step_code: str) -> list[Noted]:
    """The progress of one goal, or of one of its steps, until now."""
    rows = GoalProgress.objects.filter(
        organisation_id=row.organisation_id, enrolment=row, goal_code=goal_code, step_code=step_code
    )
    return [
        Noted(one.pk, one.on, Progress(one.state), one.goal_code, one.step_code, one.corrects)
        for one in rows.order_by("id")
    ]


def take_goal(goal_id: UUID, by: Actor) -> tuple[GoalRow, Plan, Course]:
    """A goal with its enrolment locked. A goal that was rewritten meanwhile has another id: the page is stale."""
    known = Plan.objects.filter(goals__id=goal_id, organisation_id=by.organisation_id).first()
    if known is None:
        raise RuleBroken("page_stale")
    _row, _cycle, course = take_course(known.enrolment_id, by)
    goal = GoalRow.objects.filter(pk=goal_id, organisation_id=by.organisation_id).first()
    if goal is None:
        raise RuleBroken("page_stale")
    return goal, Plan.objects.get(pk=known.pk), course


def sealed(text: str) -> str:
    """What the trail keeps of a text about somebody's life: that it is this one, not what it says."""
    return sha256(text.encode()).hexdigest()[:12] if text else ""


def note(
    event: str, row: Enrolment | Plan, subject: str, changes: Mapping[str, list[Any]], by: Actor
) -> None:
    """The audit event of something done about a plan."""
    audit.note_event(
        event, by=by, subject=subject, subject_id=row.pk, person_id=row.person_id, changes=dict(changes)
    )
