"""How a plan goes: progress of a goal, a review, a progress report."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import documents
from pulih.actions import plans as actions
from pulih.queries import plans
from pulih.queries.plans import GoalRow, NotedRow, Reported
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.plans import Outcome, check_report, next_review
from pulih.web.plans.forms import ProgressForm, ReportForm, ReviewForm
from pulih.web.plans.page import goal_view
from pulih.web.plans.writing import FORM, answer_on_plan, open_to_write
from pulih.web.ui.asking import kept_text, typed


@require_http_methods(FORM)
def progress(request: HttpRequest, enrolment_id: UUID, goal_code: UUID) -> HttpResponse:
    """Say how far a goal has come; `?corrects=` mends one row by a further one."""
    found = open_to_write(request, enrolment_id)
    goal = found.goal(goal_code)
    if goal is None:
        raise RuleBroken(
            "progress_goal_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id)
        )
    wrong = _row(goal, typed(request.GET, "corrects", 40))
    begin: dict[str, Any] = {"on": scope.today(), "state": goal.state.value}
    if wrong is not None:
        begin = {"on": wrong.noted.on, "state": wrong.noted.state.value}
    form = ProgressForm(
        request.POST or None,
        steps=goal.goal.steps,
        corrects=wrong.noted.id if wrong else None,
        initial=kept_text(request) or begin,
    )

    def act(given: dict[str, Any]) -> None:
        actions.record_progress(
            enrolment_id=enrolment_id,
            goal=goal_code,
            step=wrong.noted.step if wrong else given.get("step", ""),
            said=form.said,
            token=form.token,
            by=request.actor,
        )

    view = goal_view(goal, 1, scope.today(), with_form=False)
    shown = next((one for one in view.rows if wrong and one.row.noted.id == wrong.noted.id), None)
    return answer_on_plan(
        request,
        found,
        form,
        act,
        template="plans/progress.html",
        done=_("Kemajuan tersimpan."),
        context={"goal": goal.goal, "wrong": shown},
    )


def _row(goal: GoalRow, corrects: str) -> NotedRow | None:
    if not corrects:
        return None
    row = next((one for one in goal.rows if str(one.noted.id) == corrects), None)
    if row is None or not row.counts:
        raise RuleBroken("progress_corrected")
    return row


@require_http_methods(FORM)
def review(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Look at the plan together with the person; a plan that is to change goes on to its revision."""
    found = open_to_write(request, enrolment_id)
    if found.agreed is None:
        raise RuleBroken("review_no_plan")
    today = scope.today()
    begin = {"on": today, "outcome": Outcome.CONTINUE.value, "review_on": next_review(today)}
    form = ReviewForm(request.POST or None, initial=kept_text(request) or begin)
    changes = request.POST.get("outcome") == Outcome.REVISE and found.draft is None
    view = [goal_view(one, 1, today, with_form=False) for one in found.agreed.goals]
    return answer_on_plan(
        request,
        found,
        form,
        lambda _given: actions.review_plan(
            enrolment_id=enrolment_id, looked=form.looked, token=form.token, by=request.actor
        ),
        template="plans/review.html",
        done=_("Tinjauan tersimpan."),
        to=reverse("plans:revise", args=[enrolment_id]) if changes else "",
        context={"goals": view, "last": found.agreed.reviews[0] if found.agreed.reviews else None},
    )


@require_http_methods(FORM)
def report(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Issue a progress report; the page shows what it will say."""
    require(request.actor.may(Permission.WRITE_PLANS), attempt=True)
    made: Reported = plans.report_of(request.actor, enrolment_id)
    today = scope.today()
    begun = made.record.episode.course
    if request.method != "POST":
        require(check_report(begun, today))
    form = ReportForm(request.POST or None, initial=kept_text(request) or {"on": today})
    return answer_on_plan(
        request,
        made.record,
        form,
        lambda given: documents.issue_progress_report(
            enrolment_id=enrolment_id,
            number=given["number"],
            on=given["on"],
            token=form.token,
            by=request.actor,
        ),
        template="plans/report.html",
        done=_("Laporan perkembangan terbit."),
        to=reverse("documents:list"),
        context={"facts": made.facts},
    )
