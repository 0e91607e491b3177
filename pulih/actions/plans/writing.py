"""Writing a draft: its goals are added, changed and taken out, until the person agrees to it."""

import secrets
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from pulih.actions.acting import action, use_once
from pulih.actions.plans.facts import goals_of, note, plan_in, sealed, take_course, take_goal
from pulih.records import scope
from pulih.records.models import Enrolment, Plan
from pulih.records.models import Goal as GoalRow
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.plans import (
    Goal,
    PlanState,
    Step,
    check_another_goal,
    check_draft,
    check_goal,
    check_revising,
    check_writing,
)
from pulih.rules.verdicts import all_of


@action(Permission.WRITE_PLANS)
def add_goal(*, enrolment_id: UUID, goal: Goal, token: UUID | None = None, by: Actor) -> UUID:
    """Write a goal into the draft; the first one begins the plan. Answers the goal's id."""
    use_once(token, by)
    row, _cycle, course = take_course(enrolment_id, by)
    draft = plan_in(row, PlanState.DRAFT)
    if draft is None and plan_in(row, PlanState.AGREED):
        raise RuleBroken("plan_not_draft")
    written = goals_of(draft) if draft else []
    require(all_of((check_writing(course), check_another_goal(len(written)), check_goal(goal, course))))
    plan = draft or _begin(row, "", by)
    last = max((one.position for one in written), default=0)
    made = _put(plan, goal, uuid7(), last + 1)
    note("plans.add_goal", plan, "plan", _written(goal), by)
    return made.pk


@action(Permission.WRITE_PLANS)
def change_goal(*, goal_id: UUID, goal: Goal, token: UUID | None = None, by: Actor) -> UUID:
    """Write a goal of a draft anew, under the same code. Answers the id it has now."""
    use_once(token, by)
    before, plan, course = take_goal(goal_id, by)
    require(check_draft(plan.state))
    require(all_of((check_writing(course), check_goal(goal, course))))
    before.delete()
    made = _put(plan, goal, before.code, before.position)
    note("plans.change_goal", plan, "plan", _written(goal), by)
    return made.pk


@action(Permission.WRITE_PLANS)
def remove_goal(*, goal_id: UUID, token: UUID | None = None, by: Actor) -> None:
    """Take a goal out of a draft. What was agreed before and said of it stays in the earlier plans."""
    use_once(token, by)
    before, plan, _course = take_goal(goal_id, by)
    require(check_draft(plan.state))
    before.delete()
    note("plans.remove_goal", plan, "plan", {"goal": [sealed(before.text), None]}, by)


@action(Permission.WRITE_PLANS)
def revise_plan(*, enrolment_id: UUID, because: str, token: UUID | None = None, by: Actor) -> UUID:
    """Begin a further plan from the one that is agreed, with the same goals; that one stays until the
    person agrees to this."""
    use_once(token, by)
    row, _cycle, course = take_course(enrolment_id, by)
    agreed, drafted = plan_in(row, PlanState.AGREED), plan_in(row, PlanState.DRAFT)
    require(check_revising(course, agreed is not None, drafted is not None, because))
    plan = _begin(row, because, by)
    for one in goals_of(agreed) if agreed else ():
        one.pk, one.plan = uuid7(), plan
        one.save(force_insert=True)
    note(
        "plans.revise_plan",
        plan,
        "plan",
        {
            "revision": [agreed.revision if agreed else None, plan.revision],
            "because": [None, sealed(because)],
        },
        by,
    )
    return plan.pk


def _begin(row: Enrolment, because: str, by: Actor) -> Plan:
    earlier = Plan.objects.filter(organisation_id=row.organisation_id, enrolment=row)
    last = earlier.order_by("-revision").values_list("revision", flat=True).first() or 0
    try:
        with transaction.atomic():
            return Plan.objects.create(
                organisation_id=row.organisation_id,
                person_id=row.person_id,
                enrolment=row,
                revision=last + 1,
                because=because.strip(),
                written_at=scope.now(),
                written_by=by.account_id,
            )
    except IntegrityError as known:
        if "plan_one_draft" in str(known) or "plan_revision_once" in str(known):
            raise RuleBroken("plan_draft_already") from known
        raise


def _put(plan: Plan, goal: Goal, code: UUID, position: int) -> GoalRow:
    return GoalRow.objects.create(
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        plan=plan,
        code=code,
        position=position,
        dimension=goal.dimension,
        horizon=goal.horizon,
        text=goal.text.strip(),
        reached_when=goal.reached_when.strip(),
        steps=[_plain(_coded(step)) for step in goal.steps],
    )


def _coded(step: Step) -> Step:
    """A step keeps its code through every revision; a new one gets one that none had before."""
    return step if step.code else replace(step, code=secrets.token_hex(4))


def _plain(step: Step) -> dict[str, Any]:
    due = step.due.isoformat() if step.due else None
    return {"code": step.code, "text": step.text.strip(), "due": due, "who": step.who}


def _written(goal: Goal) -> dict[str, list[Any]]:
    return {
        "goal": [None, sealed(goal.text)],
        "dimension": [None, goal.dimension],
        "horizon": [None, goal.horizon],
        "steps": [None, len(goal.steps)],
    }
