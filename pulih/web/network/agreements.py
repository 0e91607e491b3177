"""Agreements with partners: the list, one of them, a new one, its early end, an activity under it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import network as actions
from pulih.queries import network as queries
from pulih.rules.errors import require
from pulih.web.network.agreement_forms import ActivityForm, AgreementForm, EndForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")
_AGREED = ("number", "title", "fields", "signed_on", "starts_on", "ends_on")
_DONE = ("title", "field", "starts_on", "ends_on", "people", "module")


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """What the office works under, what ends soon first, and what it amounts to by field."""
    return render(request, "network/agreements.html", {"page": queries.agreements_of(request.actor)})


@require_safe
def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement with what was done under it."""
    found = queries.open_agreement(request.actor, agreement_id)
    return render(request, "network/agreement.html", {"found": found, "line": found.line})


@require_http_methods(FORM)
def record(request: HttpRequest) -> HttpResponse:
    """A new agreement."""
    form = AgreementForm(
        request.POST or None,
        initial=kept_text(request) or {},
        offices=queries.offices_to_choose(request.actor),
    )

    def act(given: dict[str, Any]) -> UUID:
        wanted = {name: given[name] for name in _AGREED}
        return actions.record_agreement(
            partner_id=given["partner"], **wanted, token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="network/agreement_form.html",
        done=_("Perjanjian tersimpan."),
        to=_address,
    )


@require_http_methods(FORM)
def end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """An agreement ends before its time."""
    found = queries.open_agreement(request.actor, agreement_id)
    require(found.may_end)
    form = EndForm(request.POST or None, revision=found.revision, initial=kept_text(request) or {})

    def act(given: dict[str, Any]) -> UUID:
        actions.end_agreement(
            agreement_id=agreement_id,
            on=given["on"],
            because=given["because"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )
        return agreement_id

    return answer(
        request,
        form,
        act,
        template="network/agreement_end.html",
        done=_("Perjanjian diakhiri."),
        to=_address,
        context={"line": found.line},
    )


@require_http_methods(FORM)
def add_activity(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Something done under an agreement."""
    found = queries.open_agreement(request.actor, agreement_id)
    require(found.may_add)
    form = ActivityForm(
        request.POST or None,
        initial=kept_text(request) or {},
        agreed=found.line.agreed,
        waves=queries.waves_to_open(request.actor),
    )

    def act(given: dict[str, Any]) -> UUID:
        wanted = {name: given[name] for name in _DONE}
        actions.add_activity(
            agreement_id=agreement_id, wave_id=given["wave"], **wanted, token=form.token, by=request.actor
        )
        return agreement_id

    return answer(
        request,
        form,
        act,
        template="network/activity_form.html",
        done=_("Kegiatan tersimpan."),
        to=_address,
        context={"line": found.line},
    )


def _address(agreement_id: Any) -> str:
    return reverse("network:agreement", args=[agreement_id])
