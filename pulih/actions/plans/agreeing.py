"""The person agrees to a draft on a day: it becomes the plan, and the one before is replaced."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.plans.facts import as_goal, goals_of, note, plan_in, sealed, take_course
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.plans import PlanState, check_agreeing, check_draft, next_review


@action(Permission.WRITE_PLANS)
def agree_plan(
    *,
    enrolment_id: UUID,
    on: date,
    own_words: str,
    review_on: date | None = None,
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Record what the person agreed to, when, and in which words; `revision` is the plan the page showed."""
    use_once(token, by)
    row, _cycle, course = take_course(enrolment_id, by)
    draft, former = plan_in(row, PlanState.DRAFT), plan_in(row, PlanState.AGREED)
    if draft is None:
        require(check_draft(PlanState.AGREED))
        return
    if revision is not None and revision != draft.revision:
        raise RuleBroken("page_stale")
    next_on = review_on or next_review(on)
    goals = [as_goal(one) for one in goals_of(draft)]
    former_on = former.agreed_on if former else None
    require(check_agreeing(goals, course, on, scope.today(), own_words, next_on, former_on))
    if former:
        former.state, former.review_on = PlanState.REPLACED.value, None
        former.save(update_fields=["state", "review_on"])
    draft.state, draft.agreed_on, draft.review_on = PlanState.AGREED.value, on, next_on
    draft.in_own_words = own_words.strip()
    draft.save(update_fields=["state", "agreed_on", "review_on", "in_own_words"])
    note(
        "plans.agree_plan",
        draft,
        "plan",
        {
            "agreed_on": [None, on],
            "goals": [None, len(goals)],
            "own_words": [None, sealed(own_words)],
            "review_on": [None, next_on],
            "replaces": [None, former.revision if former else None],
        },
        by,
    )
