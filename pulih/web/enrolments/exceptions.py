"""Asking for an exception, and deciding it: two people."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import enrolments as actions
from pulih.queries import enrolments, people
from pulih.rules.admission import check_exception_decision
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.enrolments.forms import AskForm, DecideForm
from pulih.web.enrolments.views import about
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Requests that wait, and how the last were decided."""
    found = enrolments.exceptions(request.actor)
    context = {
        "asked": [one for one in found if one.granted is None],
        "decided": [one for one in found if one.granted is not None],
        "may_decide": request.actor.may(Permission.DECIDE_EXCEPTIONS),
    }
    return render(request, "enrolments/exceptions.html", context)


@require_http_methods(FORM)
def ask(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Ask the head to admit somebody although the time left is too short."""
    require(request.actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    form = AskForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> None:
        actions.ask_exception(
            enrolment_id=enrolment_id, reason=given["reason"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/ask.html",
        done=_("Permintaan tersimpan dan menunggu keputusan kepala UPT."),
        to=lambda _done: reverse("enrolments:enrolment", args=[enrolment_id]),
        context=about(found),
    )


@require_http_methods(FORM)
def decide(request: HttpRequest, exception_id: UUID) -> HttpResponse:
    """Grant or refuse, once, and never one's own wish."""
    asked = enrolments.exception_of(request.actor, exception_id)
    form = DecideForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> None:
        actions.decide_exception(
            exception_id=exception_id,
            grant=given["grant"] == "yes",
            note=given["note"],
            token=form.token,
            by=request.actor,
        )

    may = check_exception_decision(asked.asked_by_id, request.actor.account_id, asked.granted is not None)
    return answer(
        request,
        form,
        act,
        template="enrolments/decide.html",
        done=_("Keputusan tersimpan."),
        to=lambda _done: reverse("enrolments:exceptions"),
        context={
            "asked": asked,
            "may": may,
            "record": people.open_person(request.actor, asked.reference, "pathway"),
        },
    )
