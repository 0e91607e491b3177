"""Offering a place, and recording the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import enrolments as actions
from pulih.queries import enrolments
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import REASONS, Status
from pulih.rules.permissions import Permission
from pulih.web.enrolments.ordering import OfferForm, ReplyForm, parts_words, place
from pulih.web.enrolments.views import about
from pulih.web.enrolments.words import said
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
def offer(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Offer a place; whoever stands lower needs a reason, and the page says what stands in the way."""
    require(request.actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    order = enrolments.waiting_list(request.actor, found.facts.cycle.id)
    row = order.row(enrolment_id)
    if row is None:
        raise RuleBroken("step_not_legal", source=found.facts.status.value, target=Status.OFFERED.value)
    form = OfferForm(
        request.POST or None,
        first=row.ranked.rank == 1,
        revision=found.facts.revision,
        initial=kept_text(request),
    )

    def act(given: dict[str, Any]) -> None:
        actions.offer(
            enrolment_id=enrolment_id,
            because=given.get("because", ""),
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    context = about(found)
    back = reverse("enrolments:waiting") + f"?cycle={found.facts.cycle.id}"
    return answer(
        request,
        form,
        act,
        template="enrolments/offer.html",
        done=_("Tempat ditawarkan. Catat jawabannya bila sudah ada."),
        to=lambda _done: back + "&tab=offered",
        context={
            **context,
            "place": place(order, row, scope.today()),
            "parts": parts_words(row.ranked) if order.needs_shown else [],
            "free": order.free,
            "verdict": row.offer,
            "back": back,
        },
    )


@require_http_methods(FORM)
def reply(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """What somebody answered to the offer: admitted, or declined with a reason."""
    require(request.actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    if found.facts.status is not Status.OFFERED:
        raise RuleBroken("step_not_legal", source=found.facts.status.value, target=Status.ADMITTED.value)
    context = about(found)
    form = ReplyForm(
        request.POST or None,
        reasons=tuple(one.code for one in REASONS[Status.DECLINED]),
        revision=found.facts.revision,
        initial=kept_text(request) or {"effective_on": context["today"]},
    )

    def act(given: dict[str, Any]) -> None:
        common = {
            "enrolment_id": enrolment_id,
            "on": given["effective_on"],
            "revision": form.seen_revision,
            "token": form.token,
            "by": request.actor,
        }
        if given["says"] == "no":
            actions.decline_offer(**common, reason=given["reason"], note=given["note"])
            return
        warning = actions.accept_offer(**common)
        if warning:
            messages.warning(request, said(warning))

    admission = next((one for one in found.steps if one.transition.action == "admit"), None)
    return answer(
        request,
        form,
        act,
        template="enrolments/reply.html",
        done=_("Jawaban tercatat."),
        to=lambda _done: reverse("enrolments:enrolment", args=[enrolment_id]),
        context={
            **context,
            "standing": [said(one) for one in admission.verdict.reasons] if admission else [],
            "back": reverse("enrolments:waiting") + f"?cycle={found.facts.cycle.id}&tab=offered",
        },
    )
