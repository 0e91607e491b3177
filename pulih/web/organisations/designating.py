"""Entrusting a facility with a programme for a budget year, and correcting what was recorded of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import organisations as actions
from pulih.language.wording import reason_text
from pulih.queries import organisations as queries
from pulih.rules.errors import RuleBroken, require
from pulih.rules.verdicts import refused
from pulih.web.organisations.forms import DecreeForm, DesignationForm
from pulih.web.organisations.page import FormPage
from pulih.web.organisations.showing import to_profile
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")
NO_FACILITY = refused("designation_facility")


@require_http_methods(FORM)
def designate(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """A new designation."""
    found = queries.open_profile(request.actor, organisation_id)
    if request.method != "POST":
        require(NO_FACILITY if found.may.designate is None else found.may.designate)
    form = DesignationForm(
        request.POST or None,
        initial=kept_text(request) or {"budget_year": found.budget_year},
        programmes=queries.programmes(request.actor),
    )

    def act(given: dict[str, Any]) -> None:
        made = actions.designate(
            organisation_id=organisation_id, **given_of(given), token=form.token, by=request.actor
        )
        _warn(request, made)

    return answer(
        request,
        form,
        act,
        template="organisations/designate.html",
        done=_("Penetapan tersimpan."),
        to=lambda _made: to_profile(organisation_id),
        context={"page": FormPage(found)},
    )


@require_http_methods(FORM)
def change(request: HttpRequest, organisation_id: int, year: int, programme: str) -> HttpResponse:
    """Correct target or decree of a designation."""
    found = queries.open_profile(request.actor, organisation_id)
    line = next(
        (one for one in found.designations if (one.budget_year, one.programme) == (year, programme)), None
    )
    if line is None:
        raise RuleBroken("designation_unknown")
    if request.method != "POST":
        require(NO_FACILITY if found.may.designate is None else found.may.designate)
    begin = {"target": line.target, "decree_number": line.decree_number, "decree_date": line.decree_date}
    form = DecreeForm(request.POST or None, initial=kept_text(request) or begin, revision=line.revision)

    def act(given: dict[str, Any]) -> None:
        facts = given_of({**given, "programme": programme, "budget_year": year})
        revision = form.seen_revision or 0
        made = actions.designate(
            organisation_id=organisation_id, **facts, revision=revision, token=form.token, by=request.actor
        )
        _warn(request, made)

    return answer(
        request,
        form,
        act,
        template="organisations/designate.html",
        done=_("Penetapan tersimpan."),
        to=lambda _made: to_profile(organisation_id),
        context={"page": FormPage(found, designation=line)},
    )


def given_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The facts of a designation by the names of the action."""
    wanted = ("programme", "budget_year", "target", "decree_number", "decree_date")
    return {name: cleaned[name] for name in wanted}


def _warn(request: HttpRequest, made: actions.DesignationMade) -> None:
    """Say what was recorded although it deserves a second look."""
    for reason in made.warnings:
        messages.warning(request, reason_text(reason, request.actor.language))
