"""Recording an event, looking at it, its list on paper, adding pictures."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulih.actions import network as actions
from pulih.queries import network as queries
from pulih.reports.attendance_list import attendance_list_pdf
from pulih.rules.errors import RuleBroken, require
from pulih.rules.network import MOST_PHOTOS, Guest
from pulih.rules.permissions import Permission
from pulih.rules.photos import check_size
from pulih.web.network.forms import EventForm, PhotoForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The office's events."""
    may_record = request.actor.may(Permission.RECORD_EVENTS)
    context = {
        "events": queries.events_of(request.actor),
        "may_record": may_record,
        "may_read_agreements": bool(request.actor.may(Permission.READ_AGREEMENTS)),
    }
    return render(request, "network/list.html", context)


@require_safe
def event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One event; its list of guests prints."""
    return _show(request, event_id, PhotoForm())


def _show(request: HttpRequest, event_id: UUID, form: PhotoForm) -> HttpResponse:
    found = queries.open_event(request.actor, event_id)
    context = {
        "event": found,
        "form": form,
        "people": sum(one.people for one in found.guests),
        "may_record": request.actor.may(Permission.RECORD_EVENTS),
        "most_photos": MOST_PHOTOS,
    }
    return render(request, "network/event.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def record(request: HttpRequest) -> HttpResponse:
    """A new event."""
    form = _form(request, {name: request.GET.get(name, "") for name in ("wave", "kind")})

    def act(given: dict[str, Any]) -> UUID:
        return actions.record_event(**_given(form, given), token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="network/form.html",
        done=_("Acara tersimpan."),
        to=lambda made: reverse("network:event", args=[made]),
        context={"event": None},
    )


@require_http_methods(FORM)
def change(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Mend an event, or add its minutes."""
    require(request.actor.may(Permission.RECORD_EVENTS), attempt=True)
    found = queries.open_event(request.actor, event_id)
    guests = [Guest(one.organisation_id, one.people, one.represented_by, one.field) for one in found.guests]
    begin = {
        "kind": found.kind,
        "title": found.title,
        "held_on": found.held_on,
        "place": found.place,
        "host": found.host_id,
        "host_role": found.host_role,
        "wave": found.wave_id,
        "minutes": found.minutes,
    }
    form = _form(request, begin, revision=found.revision, guests=guests)

    def act(given: dict[str, Any]) -> None:
        actions.change_event(
            event_id=event_id,
            **_given(form, given),
            revision=form.seen_revision or 0,
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="network/form.html",
        done=_("Acara tersimpan."),
        to=lambda _made: reverse("network:event", args=[event_id]),
        context={"event": found},
    )


def _form(
    request: HttpRequest,
    begin: dict[str, Any],
    *,
    revision: int | None = None,
    guests: Sequence[Guest] = (),
) -> EventForm:
    """The form with what it offers, and with what somebody had typed before their session ended."""
    return EventForm(
        request.POST or None,
        initial=kept_text(request) or begin,
        revision=revision,
        offices=queries.offices_to_choose(request.actor),
        waves=queries.waves_to_open(request.actor),
        guests=guests,
    )


def _given(form: EventForm, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": given["kind"],
        "title": given["title"],
        "held_on": given["held_on"],
        "host_id": given["host"],
        "host_role": given["host_role"],
        "place": given["place"],
        "wave_id": given["wave"],
        "minutes": given["minutes"],
        "guests": form.guests(),
    }


@require_safe
def paper(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The attendance list: lines to sign before the event, who came afterwards."""
    found = queries.open_event(request.actor, event_id)
    content = attendance_list_pdf(found, get_language() or "id", issuer=request.actor.organisation_name)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="daftar-hadir-{found.held_on:%Y-%m-%d}.pdf"'},
    )


@require_POST
def add_photo(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One more picture; what is wrong with it is said at the field."""
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file = form.cleaned_data["photo"]
            check_size(file.size)
            actions.add_photo(
                event_id=event_id,
                content=file.read(),
                caption=form.cleaned_data["caption"],
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            messages.success(request, _("Foto tersimpan."))
            return HttpResponseRedirect(reverse("network:event", args=[event_id]), status=303)
    return _show(request, event_id, form)


@require_POST
def remove_photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Take a picture away."""
    event_id = actions.remove_photo(photo_id=photo_id, by=request.actor)
    messages.success(request, _("Foto dihapus."))
    return HttpResponseRedirect(reverse("network:event", args=[event_id]), status=303)


@require_safe
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """The picture's bytes, to those who may see the event; never kept by anybody in between."""
    content, media_type = queries.photo_of(request.actor, photo_id)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )
