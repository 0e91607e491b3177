"""Moves to another facility: proposing, accepting, refusing, taking back. Until accepted nothing changes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import enrolments as actions
from pulih.queries import enrolments, people
from pulih.queries.enrolments import TransferRow
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import OPEN
from pulih.rules.permissions import Permission
from pulih.web.enrolments.forms import AcceptForm, NoteForm, ProposeForm, TakeBackForm
from pulih.web.enrolments.words import words
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")
STATE_SHAPES = {"proposed": "waiting", "accepted": "done", "refused": "left", "withdrawn": "not-needed"}


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Whoever is to come, whoever is to go, and how the last proposals were answered."""
    found = enrolments.transfers(request.actor)
    context = {
        "incoming": [one for one in found if one.waiting and one.incoming],
        "outgoing": [one for one in found if one.waiting and not one.incoming],
        "answered": [
            (one, STATE_SHAPES[one.state], words(f"transfer_state.{one.state}"))
            for one in found
            if not one.waiting
        ],
    }
    return render(request, "enrolments/transfers.html", context)


def _waiting(request: HttpRequest, transfer_id: UUID, *, incoming: bool) -> TransferRow:
    """A proposal that waits for this office, or that this office made."""
    found = enrolments.transfer_of(request.actor, transfer_id)
    if found.incoming is not incoming:
        raise RuleBroken("not_found", attempt=True, subject="transfer", subject_id=str(transfer_id))
    if not found.waiting:
        raise RuleBroken("transfer_closed", state=found.state)
    return found


@require_http_methods(FORM)
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer somebody to another facility."""
    require(request.actor.may(Permission.TRANSFER), attempt=True)
    record = people.open_person(request.actor, reference, "pathway")
    form = ProposeForm(
        request.POST or None,
        receivers=enrolments.receivers(request.actor),
        initial=kept_text(request),
    )

    def act(given: dict[str, Any]) -> None:
        actions.propose_transfer(
            person_id=record.id,
            receiver_id=int(given["receiver"]),
            reason=given["reason"],
            token=form.token,
            by=request.actor,
        )

    running = [one for one in enrolments.of_person(request.actor, record.id) if one.status in OPEN]
    return answer(
        request,
        form,
        act,
        template="enrolments/propose.html",
        done=_("Pemindahan diusulkan. Orangnya tetap di sini sampai kantor tujuan menerima."),
        to=lambda _done: reverse("enrolments:transfers"),
        context={
            "record": record,
            "running": [(one, words(f"programme.{one.programme}")) for one in running],
            "known": enrolments.transfer_waiting(request.actor, record.id),
        },
    )


@require_http_methods(FORM)
def accept(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Take somebody over: the record opens here, and the sender keeps what it recorded itself."""
    found = _waiting(request, transfer_id, incoming=True)
    form = AcceptForm(
        request.POST or None,
        grounds=people.grounds_here(request.actor),
        initial=kept_text(request) or {"kind": found.stay_kind, "moved_on": scope.today()},
    )

    def act(given: dict[str, Any]) -> str:
        return actions.accept_transfer(
            transfer_id=transfer_id,
            register_number=given["register_number"],
            kind=given["kind"],
            block=given["block"],
            moved_on=given["moved_on"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/accept.html",
        done=_("Orangnya sekarang di kantor Anda; catatannya terbuka di sini."),
        to=lambda reference: reverse("people:person", args=[reference]),
        context={"transfer": found, "ending": [words(f"programme.{one}") for one in found.programmes]},
    )


@require_http_methods(FORM)
def refuse(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Say no, and why."""
    found = _waiting(request, transfer_id, incoming=True)
    form = NoteForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> None:
        actions.refuse_transfer(
            transfer_id=transfer_id, note=given["note"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/refuse.html",
        done=_("Penolakan tercatat; kantor pengirim melihat alasannya."),
        to=lambda _done: reverse("enrolments:transfers"),
        context={"transfer": found},
    )


@require_http_methods(FORM)
def withdraw(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Take a proposal back before it is answered."""
    found = _waiting(request, transfer_id, incoming=False)
    form = TakeBackForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> None:
        actions.withdraw_transfer(
            transfer_id=transfer_id, note=given["note"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/withdraw.html",
        done=_("Usulan ditarik kembali."),
        to=lambda _done: reverse("enrolments:transfers"),
        context={"transfer": found},
    )
