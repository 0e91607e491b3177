"""How a plan goes: progress of its goals and steps, and reviews together with the person. Rows are only added."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.plans.facts import note, noted_of, plan_in, sealed, take_course
from pulih.records import scope
from pulih.records.models import Enrolment, GoalProgress, PlanReview
from pulih.records.models import Goal as GoalRow
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.plans import (
    Looked,
    Outcome,
    PlanState,
    Said,
    check_progress,
    check_review,
    next_review,
    state_of,
)


@action(Permission.WRITE_PLANS)
def record_progress(
    *, enrolment_id: UUID, goal: UUID, said: Said, step: str = "", token: UUID | None = None, by: Actor
) -> UUID:
    """Say how far a goal, or one of its steps, had come on a day. `goal` is its code."""
    use_once(token, by)
    row, _cycle, course = take_course(enrolment_id, by)
    agreed_on = _agreed_on(row, goal, step)
    noted = noted_of(row, goal, step)
    require(check_progress(said, agreed_on, course, noted, scope.today()))
    made = GoalProgress.objects.create(
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        enrolment=row,
        goal_code=goal,
        step_code=step,
        on=said.on,
        state=said.state,
        note=said.note.strip(),
        corrects=said.corrects,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    note(
        "plans.record_progress",
        row,
        "enrolment",
        {
            "goal": [None, goal],
            "step": [None, step],
            "state": [state_of(noted).value, said.state],
            "on": [None, said.on],
            "note": [None, sealed(said.note)],
            "corrects": [None, said.corrects],
        },
        by,
    )
    return made.pk


def _agreed_on(row: Enrolment, goal: UUID, step: str) -> date | None:
    """When the first plan with that goal was agreed; refuses goals and steps that no plan of theirs has."""
    known = GoalRow.objects.filter(organisation_id=row.organisation_id, plan__enrolment=row, code=goal)
    found = list(known.select_related("plan").order_by("plan__revision"))
    if not found:
        raise RuleBroken("progress_goal_unknown", attempt=True, subject="enrolment", subject_id=str(row.pk))
    if step and not any(one["code"] == step for goal_row in found for one in goal_row.steps):
        raise RuleBroken("progress_step_unknown", "step")
    return min((one.plan.agreed_on for one in found if one.plan.agreed_on), default=None)


@action(Permission.WRITE_PLANS)
def review_plan(*, enrolment_id: UUID, looked: Looked, token: UUID | None = None, by: Actor) -> UUID:
    """Record a look at the agreed plan and what follows; the next review is four weeks on if nobody says a day."""
    use_once(token, by)
    row, _cycle, course = take_course(enrolment_id, by)
    plan = plan_in(row, PlanState.AGREED)
    require(check_review(looked, plan.agreed_on if plan else None, course, scope.today()))
    assert plan is not None
    made = PlanReview.objects.create(
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        plan=plan,
        on=looked.on,
        outcome=looked.outcome,
        text=looked.text.strip(),
        with_person=looked.with_person,
        why_without="" if looked.with_person else looked.why_without.strip(),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    before = plan.review_on
    plan.review_on = None if looked.outcome == Outcome.CLOSE else looked.next_on or next_review(looked.on)
    plan.save(update_fields=["review_on"])
    note(
        "plans.review_plan",
        plan,
        "plan",
        {
            "on": [None, looked.on],
            "outcome": [None, looked.outcome],
            "with_person": [None, looked.with_person],
            "text": [None, sealed(looked.text)],
            "review_on": [before, plan.review_on],
        },
        by,
    )
    return made.pk
