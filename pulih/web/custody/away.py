"""Pages of days away: who is, recording one, and coming back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import custody as actions
from pulih.queries import custody, people
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.time_away import HOLD_AFTER_DAYS
from pulih.web.custody.custody_forms import AwayForm, ReturnForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """Whoever is away now, and whoever came back lately."""
    rows = custody.away_list(request.actor)
    context = {
        "gone": [one for one in rows if one.back_on is None],
        "back": [one for one in rows if one.back_on is not None],
    }
    return render(request, "custody/away.html", context)


@require_http_methods(FORM)
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that somebody is, or was, away."""
    require(request.actor.may(Permission.RECORD_TIME_AWAY), attempt=True)
    person = people.open_person(request.actor, reference, "custody")
    form = AwayForm(request.POST or None, initial=kept_text(request) or {"from_on": scope.today()})

    def act(data: dict[str, Any]) -> UUID:
        told = {name: data[name] for name in ("kind", "from_on", "back_on", "note")}
        return actions.record_away(person_id=person.id, **told, token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="custody/away_record.html",
        done=_("Tercatat. Kehadirannya sudah terisi lebih dahulu pada sesi hari-hari itu."),
        to=lambda _made: reverse("custody:away"),
        context={
            "record": person,
            "known": custody.away_of(request.actor, person.id),
            "hold_after": HOLD_AFTER_DAYS,
        },
    )


@require_http_methods(FORM)
def come_back(request: HttpRequest, away_id: UUID) -> HttpResponse:
    """Record the return; what stood still for it goes on."""
    found = custody.away_row(request.actor, away_id)
    form = ReturnForm(request.POST or None, initial=kept_text(request) or {"back_on": scope.today()})

    def act(data: dict[str, Any]) -> None:
        actions.record_return(away_id=away_id, back_on=data["back_on"], token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="custody/away_return.html",
        done=_("Kembalinya tercatat; program yang ditahan karenanya berjalan lagi."),
        to=lambda _done: reverse("custody:away"),
        context={"away": found},
    )
