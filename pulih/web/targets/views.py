"""A year of targets and what was reached; setting one."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import targets as actions
from pulih.language.wording import say
from pulih.queries import organisations
from pulih.queries import targets as queries
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.targets.forms import TargetForm
from pulih.web.ui.answering import answer

YEARS_SHOWN = 5


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Targets and realisation of a year."""
    this_year = scope.today().year
    year = _year(request, this_year)
    context = {
        "targets": queries.targets_of(request.actor, year),
        "years": range(this_year + 1, this_year + 1 - YEARS_SHOWN, -1),
        "may_set": request.actor.may(Permission.SET_TARGETS),
    }
    return render(request, "targets/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_target(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Set the target of one facility."""
    require(request.actor.may(Permission.SET_TARGETS), attempt=True)
    profile = organisations.open_profile(request.actor, organisation_id)
    begin: dict[str, Any] = {"year": _year(request, scope.today().year)}
    if request.GET.get("programme"):
        begin["programme"] = request.GET["programme"]
    language = get_language() or "id"
    names = [(code, say(f"programme.{code}", language)) for code in organisations.programmes(request.actor)]
    form = TargetForm(request.POST or None, initial=begin, programmes=names)

    def act(given: dict[str, Any]) -> int:
        actions.set_target(
            organisation_id=organisation_id,
            programme=given["programme"],
            year=given["year"],
            quarter=given["quarter"],
            amount=given["amount"],
            reason=given["reason"],
            token=form.token,
            by=request.actor,
        )
        return int(given["year"])

    return answer(
        request,
        form,
        act,
        template="targets/set.html",
        done=_("Target tersimpan."),
        to=lambda year: reverse("targets:list") + "?" + urlencode({"year": year}),
        context={"profile": profile},
    )


def _year(request: HttpRequest, otherwise: int) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) <= 2100 else otherwise
