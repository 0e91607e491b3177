"""Rooms, and days without sessions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pulih.actions import sessions as actions
from pulih.queries import sessions as queries
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.sessions.forms import ClosureForm, RoomForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
def rooms(request: HttpRequest) -> HttpResponse:
    """The office's rooms, and a form for one more."""
    form = RoomForm(request.POST or None, new=True, initial=kept_text(request))

    def act(given: dict[str, Any]) -> UUID:
        return actions.add_room(name=given["name"], seats=given["seats"], token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="sessions/rooms.html",
        done=_("Ruang tersimpan."),
        to=lambda _made: reverse("sessions:rooms"),
        context={"rooms": queries.rooms_of(request.actor), "may_plan": _may(request)},
    )


@require_http_methods(FORM)
def room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Change a room."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    found = next((one for one in queries.rooms_of(request.actor) if one.id == room_id), None)
    if found is None:
        raise RuleBroken("room_unknown", attempt=True, subject="room", subject_id=str(room_id))
    begin = {"name": found.name, "seats": found.seats, "closed": found.closed_on is not None}
    form = RoomForm(request.POST or None, initial=kept_text(request) or begin)

    def act(given: dict[str, Any]) -> None:
        actions.change_room(
            room_id=room_id,
            name=given["name"],
            seats=given["seats"],
            closed=given["closed"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="sessions/room.html",
        done=_("Ruang tersimpan."),
        to=lambda _made: reverse("sessions:rooms"),
        context={"room": found},
    )


@require_http_methods(FORM)
def closures(request: HttpRequest) -> HttpResponse:
    """Days without sessions, and a form for one more."""
    form = ClosureForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> UUID:
        return actions.add_closure(on=given["on"], name=given["name"], token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="sessions/closures.html",
        done=_("Hari tanpa sesi tersimpan."),
        to=lambda _made: reverse("sessions:closures"),
        context={"closures": queries.closures_of(request.actor), "may_plan": _may(request)},
    )


@require_POST
def remove_closure(request: HttpRequest, closure_id: UUID) -> HttpResponse:
    """Sessions can be held on that day after all."""
    actions.remove_closure(closure_id=closure_id, by=request.actor)
    messages.success(request, _("Hari itu dapat dipakai lagi."))
    return HttpResponseRedirect(reverse("sessions:closures"), status=303)


def _may(request: HttpRequest) -> bool:
    return bool(request.actor.may(Permission.PLAN_SESSIONS))
