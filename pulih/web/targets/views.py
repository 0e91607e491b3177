"""A year of targets and what was reached; one facility's with every change; the objectives they serve."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulih.actions import targets as actions
from pulih.language.wording import say
from pulih.queries import organisations
from pulih.queries import targets as queries
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.targets.forms import ObjectiveForm, TargetForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Targets and realisation of a year."""
    this_year = scope.today().year
    context = {
        "targets": queries.targets_of(request.actor, _year(request, this_year), this_year),
        "may_set": request.actor.may(Permission.SET_TARGETS),
        "may_read_agreements": bool(request.actor.may(Permission.READ_AGREEMENTS)),
    }
    return render(request, "targets/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_target(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One facility: what it was asked for, every change, and the form of whoever may set it."""
    found = queries.targets_set(request.actor, organisation_id)
    if request.method == "POST":
        require(found.may_set, attempt=True)
    form = _form(request, found) if found.may_set else None
    context = {"facility": found, "year": _year(request, scope.today().year), "form": form}
    if form is None:
        return render(request, "targets/facility.html", context)

    def act(given: dict[str, Any]) -> int:
        wanted = {name: given[name] for name in ("programme", "year", "quarter", "amount", "reason")}
        actions.set_target(
            organisation_id=organisation_id,
            objective_id=given["objective"],
            **wanted,
            token=form.token,
            by=request.actor,
        )
        return int(given["year"])

    return answer(
        request,
        form,
        act,
        template="targets/facility.html",
        done=_("Target tersimpan."),
        to=lambda year: reverse("targets:list") + "?" + urlencode({"year": year}),
        context=context,
    )


@require_safe
def objectives(request: HttpRequest) -> HttpResponse:
    """Strategic objectives of a year: what serves each, and how far it got."""
    this_year = scope.today().year
    context = {
        "page": queries.objectives_of(request.actor, _year(request, this_year), this_year),
        "may_set": request.actor.may(Permission.SET_TARGETS),
    }
    return render(request, "targets/objectives.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_objective(request: HttpRequest) -> HttpResponse:
    """A new objective of the own office."""
    require(request.actor.may(Permission.SET_TARGETS), attempt=True)
    year = scope.today().year
    begin = {"from_year": year, "until_year": year + 4}
    form = ObjectiveForm(request.POST or None, initial=kept_text(request) or begin)

    def act(given: dict[str, Any]) -> int:
        wanted = {name: given[name] for name in ("code", "text", "source", "from_year", "until_year")}
        actions.set_objective(**wanted, token=form.token, by=request.actor)
        return int(given["from_year"])

    return answer(
        request,
        form,
        act,
        template="targets/objective_form.html",
        done=_("Sasaran tersimpan."),
        to=lambda first: reverse("targets:objectives") + "?" + urlencode({"year": max(first, year)}),
    )


@require_POST
def withdraw_objective(request: HttpRequest, objective_id: UUID) -> HttpResponse:
    """Take back an objective of the own office."""
    actions.withdraw_objective(objective_id=objective_id, by=request.actor)
    messages.success(request, _("Sasaran ditarik."))
    return HttpResponseRedirect(reverse("targets:objectives"), status=303)


def _form(request: HttpRequest, facility: queries.FacilityTargets) -> TargetForm:
    """The form with what the address asks for, or with what was typed before a session ended."""
    language = get_language() or "id"
    names = [(code, say(f"programme.{code}", language)) for code in organisations.programmes(request.actor)]
    year, programme = _year(request, scope.today().year), request.GET.get("programme", "")
    begin = {"year": year, "programme": programme, "objective": facility.serves(programme, year)}
    return TargetForm(
        request.POST or None,
        initial=kept_text(request) or begin,
        programmes=names,
        objectives=queries.to_serve(request.actor, facility.id),
    )


def _year(request: HttpRequest, otherwise: int) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) <= 2100 else otherwise
