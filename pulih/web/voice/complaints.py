"""Complaints: recording one, the list, reading and answering."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import voice as actions
from pulih.queries import programmes, voice
from pulih.records import scope
from pulih.rules.complaints import ANSWER_DAYS
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, typed
from pulih.web.voice.forms import AnswerForm, ComplaintForm
from pulih.web.voice.page import complaint_line

FORM = ("GET", "HEAD", "POST")


@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Late ones first; whoever may not read complaints sees the ones they recorded."""
    today = scope.today()
    context = {
        "lines": [complaint_line(one, today) for one in voice.complaints(request.actor)],
        "may_read": voice.may_read(request.actor),
        "may_record": request.actor.may(Permission.RECORD_COMPLAINTS),
        "days": ANSWER_DAYS,
    }
    return render(request, "voice/complaints.html", context)


@require_http_methods(FORM)
def record(request: HttpRequest) -> HttpResponse:
    """A new complaint; its number is shown to be copied for the one who complained."""
    require(request.actor.may(Permission.RECORD_COMPLAINTS), attempt=True)
    waves = [(one.id, one.name) for one in programmes.open_waves(request.actor)]
    begin = {"received_on": scope.today(), "who": typed(request.GET, "who", 60)}
    form = ComplaintForm(request.POST or None, initial=kept_text(request) or begin, waves=waves)

    def act(given: dict[str, Any]) -> UUID:
        return actions.record_complaint(
            about=given["about"],
            text=given["text"],
            received_on=given["received_on"],
            who=given["who"],
            wave_id=given["wave"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="voice/record.html",
        done=_("Pengaduan tersimpan. Berikan nomornya kepada yang mengadu."),
        to=lambda made: reverse("voice:complaint", args=[made]),
        context={"days": ANSWER_DAYS},
    )


@require_http_methods(FORM)
def complaint(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """One complaint with its number to hand over, its answer, or the form to answer it."""
    if request.method == "POST":
        require(request.actor.may(Permission.ANSWER_COMPLAINTS), attempt=True)
    found = voice.complaint_of(request.actor, complaint_id)
    may_answer = request.actor.may(Permission.ANSWER_COMPLAINTS) and found.answered_on is None
    form = AnswerForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> None:
        actions.answer_complaint(
            complaint_id=complaint_id,
            decision=given["decision"],
            answer=given["answer"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="voice/complaint.html",
        done=_("Jawaban tersimpan."),
        to=lambda _done: reverse("voice:complaint", args=[complaint_id]),
        context={
            "line": complaint_line(found, scope.today()),
            "complaint": found,
            "may_answer": may_answer,
            "address": request.get_host() + reverse("slips:complaint"),
        },
    )
