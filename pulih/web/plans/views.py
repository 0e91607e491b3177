"""The plan of one person, and the plans of the office in one view."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.wording import say
from pulih.queries import plans, programmes
from pulih.queries.plans import PlanRecord
from pulih.records import scope
from pulih.rules.permissions import Permission
from pulih.web.plans.page import plan_page
from pulih.web.ui.asking import typed

SHOWN = 60
"""People on one page; the filter by wave makes it fewer."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who has a plan and what is to be done next; of one wave also its figures."""
    actor, today = request.actor, scope.today()
    reference = typed(request.GET, "wave", 20)
    wave = programmes.wave_of(actor, reference) if reference else None
    lines = plans.plan_lines(actor, wave.id if wave else None)
    context = {
        "waves": programmes.open_waves(actor),
        "wave": wave,
        "figures": plans.wave_plans(actor, wave.id) if wave else None,
        "lines": [(one, one.needs(today), one.review_on and one.review_on < today) for one in lines[:SHOWN]],
        "rest": max(0, len(lines) - SHOWN),
        "count": len(lines),
        "without": sum(one.agreed_on is None for one in lines),
        "may_write": bool(actor.may(Permission.WRITE_PLANS)),
        "may_record": bool(actor.may(Permission.RECORD_SKILLS)),
    }
    return render(request, "plans/home.html", context)


@require_safe
def plan(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """What to do now, then the goals, then what was learnt and said before."""
    found = plans.open_plan(request.actor, enrolment_id)
    page = plan_page(request.actor, found, scope.today())
    return render(request, "plans/plan.html", {**about(found), "page": page})


def about(found: PlanRecord) -> dict[str, Any]:
    """What every page about one plan shows."""
    return {
        "record": found.person,
        "episode": found.episode,
        "own": found.own,
        "programme": say(f"programme.{found.episode.programme}", get_language() or "id"),
        "today": scope.today(),
    }
