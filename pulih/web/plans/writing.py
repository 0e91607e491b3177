"""Writing a draft: goals, the person's agreement, and the beginning of a revision."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import plans as actions
from pulih.queries import plans
from pulih.queries.plans import PlanRecord
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.plans import check_writing
from pulih.web.plans.forms import AgreeForm, GoalForm, RemoveForm, ReviseForm
from pulih.web.plans.views import about
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text
from pulih.web.ui.forms import PulihForm

FORM = ("GET", "HEAD", "POST")


def open_to_write(request: HttpRequest, enrolment_id: UUID) -> PlanRecord:
    """A plan this office writes; another's is read on its page and changed nowhere."""
    require(request.actor.may(Permission.WRITE_PLANS), attempt=True)
    found = plans.open_plan(request.actor, enrolment_id)
    if not found.own:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    return found


def answer_on_plan(
    request: HttpRequest,
    found: PlanRecord,
    form: PulihForm,
    act: Callable[[dict[str, Any]], object],
    *,
    template: str,
    done: str,
    to: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer a form about one plan and go back to it, or to `to`."""
    back = to or reverse("plans:plan", args=[found.episode.id])
    return answer(
        request,
        form,
        act,
        template=template,
        done=done,
        to=lambda _done: back,
        context={**about(found), "back": reverse("plans:plan", args=[found.episode.id]), **(context or {})},
    )


@require_http_methods(FORM)
def add_goal(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """A goal for the draft; the first one begins the plan. The second button goes on to the next goal."""
    found = open_to_write(request, enrolment_id)
    require(check_writing(found.episode.course))
    if found.agreed and not found.draft:
        raise RuleBroken("plan_not_draft")
    form = GoalForm(request.POST or None, initial=kept_text(request) or {"horizon": "short"})
    again = reverse("plans:add_goal", args=[enrolment_id]) if "again" in request.POST else ""
    return answer_on_plan(
        request,
        found,
        form,
        lambda _given: actions.add_goal(
            enrolment_id=enrolment_id, goal=form.goal, token=form.token, by=request.actor
        ),
        template="plans/goal.html",
        done=_("Tujuan tersimpan dalam rancangan."),
        to=again,
        context={"form_title": _("Tulis tujuan"), "adding": True},
    )


@require_http_methods(FORM)
def change_goal(request: HttpRequest, enrolment_id: UUID, goal_id: UUID) -> HttpResponse:
    """Write a goal of the draft anew."""
    found = open_to_write(request, enrolment_id)
    row = found.drafted(goal_id)
    if row is None:
        raise RuleBroken("page_stale")
    goal = row.goal
    begin = {
        "dimension": goal.dimension,
        "horizon": goal.horizon,
        "text": goal.text,
        "reached_when": goal.reached_when,
    }
    form = GoalForm(request.POST or None, steps=goal.steps, initial=kept_text(request) or begin)
    return answer_on_plan(
        request,
        found,
        form,
        lambda _given: actions.change_goal(
            goal_id=goal_id, goal=form.goal, token=form.token, by=request.actor
        ),
        template="plans/goal.html",
        done=_("Tujuan tersimpan dalam rancangan."),
        context={"form_title": _("Ubah tujuan"), "goal_id": goal_id},
    )


@require_http_methods(FORM)
def remove_goal(request: HttpRequest, enrolment_id: UUID, goal_id: UUID) -> HttpResponse:
    """Take a goal out of the draft; the page says what stays."""
    found = open_to_write(request, enrolment_id)
    row = found.drafted(goal_id)
    if row is None and request.method != "POST":
        raise RuleBroken("page_stale")
    form = RemoveForm(request.POST or None)
    return answer_on_plan(
        request,
        found,
        form,
        lambda _given: actions.remove_goal(goal_id=goal_id, token=form.token, by=request.actor),
        template="plans/remove.html",
        done=_("Tujuan dikeluarkan dari rancangan."),
        context={"goal": row.goal if row else None},
    )


@require_http_methods(FORM)
def revise(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Begin a revision: the agreed goals come along and can then be changed."""
    found = open_to_write(request, enrolment_id)
    form = ReviseForm(request.POST or None, initial=kept_text(request))
    return answer_on_plan(
        request,
        found,
        form,
        lambda given: actions.revise_plan(
            enrolment_id=enrolment_id, because=given["because"], token=form.token, by=request.actor
        ),
        template="plans/revise.html",
        done=_("Perubahan dimulai. Rencana lama berlaku sampai yang baru disepakati."),
    )


@require_http_methods(FORM)
def agree(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Record that the person agreed, with the goals to read aloud above the form."""
    found = open_to_write(request, enrolment_id)
    if found.draft is None and request.method != "POST":
        raise RuleBroken("plan_not_draft")
    former = found.agreed.own_words if found.agreed else ""
    begin = {"on": scope.today(), "own_words": former}
    form = AgreeForm(
        request.POST or None,
        revision=found.draft.revision if found.draft else None,
        initial=kept_text(request) or begin,
    )
    return answer_on_plan(
        request,
        found,
        form,
        lambda given: actions.agree_plan(
            enrolment_id=enrolment_id,
            on=given["on"],
            own_words=given["own_words"],
            review_on=given["review_on"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        ),
        template="plans/agree.html",
        done=_("Rencana disepakati."),
        context={"goals": [one.goal for one in found.draft.goals] if found.draft else []},
    )
