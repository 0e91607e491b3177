"""Planning a wave, and what stays open until it starts: rule and places."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import programmes as actions
from pulih.language.instruments import instrument
from pulih.queries import programmes
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.programmes import WHOQOL, check_rule_change
from pulih.web.programmes.asking import cycle_in
from pulih.web.programmes.forms import PlacesForm, PlanForm, RuleForm
from pulih.web.programmes.words import month_words, point_words, rule_words
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
def plan(request: HttpRequest) -> HttpResponse:
    """A new wave with its cycles."""
    offered = programmes.offered(request.actor)
    form = PlanForm(
        request.POST or None,
        programmes=offered,
        initial=kept_text(request) or {"budget_year": scope.today().year},
    )

    def act(given: dict[str, Any]) -> str:
        return actions.plan_wave(
            name=given["name"],
            budget_year=given["budget_year"],
            starts_on=given["starts_on"],
            cycles=[actions.CyclePlan(code, places) for code, places in form.places().items()],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="programmes/plan.html",
        done=_("Tahap tercatat. Periksa aturan hasilnya sebelum tahap dimulai."),
        to=lambda reference: reverse("programmes:rules", args=[reference]),
    )


@require_safe
def rules(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan of measurements, rule and places of every cycle; what can still change says so."""
    wave, today = programmes.wave_of(request.actor, reference), scope.today()
    may = request.actor.may(Permission.PLAN_WAVES)
    cycles = [
        {
            "cycle": one,
            "rule": rule_words(one.rule),
            "points": [(point_words(point.kind, point.code), month_words(point)) for point in one.plan],
            "may": may if not may else check_rule_change(wave.starts_on, one.admitted, today),
        }
        for one in wave.cycles
    ]
    context = {"wave": wave, "cycles": cycles, "may_plan": may, "today": today}
    return render(request, "programmes/rules.html", context)


@require_http_methods(FORM)
def rule(request: HttpRequest, reference: str, programme: str) -> HttpResponse:
    """Decide what counts as success, while nobody can know how it will turn out."""
    require(request.actor.may(Permission.PLAN_WAVES), attempt=True)
    wave = programmes.wave_of(request.actor, reference)
    cycle = cycle_in(wave, programme)
    known = cycle.rule
    form = RuleForm(
        request.POST or None,
        cycle=cycle,
        domains=[one.code for one in instrument(WHOQOL).subscales],
        revision=cycle.revision,
        initial=kept_text(request)
        or {
            "domains": list(known.domains),
            "threshold": f"{known.threshold:g}",
            "last": known.last,
            "urine_point": known.urine_point,
        },
    )

    def act(given: dict[str, Any]) -> None:
        actions.change_rule(
            cycle_id=cycle.id,
            domains=given["domains"],
            threshold=given["threshold"],
            last=given["last"],
            urine_point=given["urine_point"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    may = check_rule_change(wave.starts_on, cycle.admitted, scope.today())
    return answer(
        request,
        form,
        act,
        template="programmes/rule.html",
        done=_("Aturan hasil tersimpan."),
        to=lambda _done: reverse("programmes:rules", args=[reference]),
        context={"wave": wave, "cycle": cycle, "may": may, "now": rule_words(known)},
    )


@require_http_methods(FORM)
def places(request: HttpRequest, reference: str, programme: str) -> HttpResponse:
    """More or fewer places."""
    require(request.actor.may(Permission.PLAN_WAVES), attempt=True)
    wave = programmes.wave_of(request.actor, reference)
    cycle = cycle_in(wave, programme)
    form = PlacesForm(
        request.POST or None,
        revision=cycle.revision,
        initial=kept_text(request) or {"capacity": cycle.capacity},
    )

    def act(given: dict[str, Any]) -> None:
        actions.change_capacity(
            cycle_id=cycle.id,
            capacity=given["capacity"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="programmes/places.html",
        done=_("Jumlah tempat tersimpan."),
        to=lambda _done: reverse("programmes:rules", args=[reference]),
        context={"wave": wave, "cycle": cycle},
    )
