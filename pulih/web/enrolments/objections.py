"""Objections: written down by whoever hears them, answered by whoever answers for the order."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import enrolments as actions
from pulih.queries import enrolments, people
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.enrolments.ordering import SayForm
from pulih.web.enrolments.views import about
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Those that wait for an answer, and the last answered."""
    found = enrolments.objections(request.actor)
    context = {
        "owed": [one for one in found if one.answered_at is None],
        "answered": [one for one in found if one.answered_at is not None],
        "may_answer": bool(request.actor.may(Permission.PUBLISH_RANKING)),
    }
    return render(request, "enrolments/objections.html", context)


@require_http_methods(FORM)
def object_to(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Write down what somebody says against their place or a refusal."""
    require(request.actor.may(Permission.RECORD_OBJECTIONS), attempt=True)
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    form = SayForm(
        request.POST or None,
        name="text",
        label=_("Keberatan"),
        help_text=_("Dengan kata-kata orangnya sendiri. Kepala UPT menjawab."),
        initial=kept_text(request),
    )

    def act(given: dict[str, Any]) -> None:
        actions.raise_objection(
            enrolment_id=enrolment_id, text=given["text"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/object.html",
        done=_("Keberatan tercatat dan menunggu jawaban kepala UPT."),
        to=lambda _done: reverse("enrolments:enrolment", args=[enrolment_id]),
        context=about(found),
    )


@require_http_methods(FORM)
def answer_one(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """The answer that is owed, or the one that was given."""
    found = enrolments.objection_of(request.actor, objection_id)
    may = bool(request.actor.may(Permission.PUBLISH_RANKING)) and found.answered_at is None
    if request.method == "POST":
        require(request.actor.may(Permission.PUBLISH_RANKING), attempt=True)
    form = SayForm(
        request.POST or None,
        name="answer",
        label=_("Jawaban"),
        help_text=_("Dibacakan kepada orangnya. Sebut aturannya, bukan orang lain."),
        initial=kept_text(request),
    )

    def act(given: dict[str, Any]) -> None:
        actions.answer_objection(
            objection_id=objection_id, answer=given["answer"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/objection.html",
        done=_("Jawaban tercatat. Sampaikan kepada orangnya."),
        to=lambda _done: reverse("enrolments:objections"),
        context={
            "objection": found,
            "may": may,
            "record": people.open_person(request.actor, found.reference, "pathway")
            if found.reference
            else None,
        },
    )
