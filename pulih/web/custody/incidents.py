"""Pages of incidents: the office's list, somebody's, recording one, putting one right."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import custody as actions
from pulih.queries.custody.incidents import PAGE, incident_to_correct, incidents_of, incidents_of_office
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.custody.incident_forms import IncidentForm, kinds
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, page_number, typed
from pulih.web.ui.paging import Pager


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The office's incidents, newest first."""
    who, kind = typed(request.GET, "who"), typed(request.GET, "kind")
    page = incidents_of_office(request.actor, who=who, kind=kind, page=page_number(request.GET))
    rest = urlencode({name: value for name, value in (("who", who), ("kind", kind)) if value})
    context = {
        "page": page,
        "pager": Pager(page.page, PAGE, page.total, rest + "&" if rest else ""),
        "kinds": kinds(),
    }
    return render(request, "custody/incidents.html", context)


@require_safe
def of_person(request: HttpRequest, reference: str) -> HttpResponse:
    """What somebody was part of, each with what was told before."""
    page = incidents_of(request.actor, reference)
    return render(request, "custody/incidents_of.html", {"page": page, "record": page.record})


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record an incident."""
    require(request.actor.may(Permission.RECORD_INCIDENTS), attempt=True)
    page = incidents_of(request.actor, reference)
    form = IncidentForm(request.POST or None, initial=kept_text(request) or {"on": scope.today()})

    def act(data: dict[str, Any]) -> UUID:
        return actions.record_incident(
            person_id=page.record.id, **form.told, token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="custody/incident.html",
        done=_("Kejadian tercatat."),
        to=lambda _made: reverse("custody:incidents_of", args=[reference]),
        context={"record": page.record, "may_record": page.may_record},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, reference: str, incident_id: UUID) -> HttpResponse:
    """Put an incident right, or add what followed; what was told before stays beneath."""
    person, thread = incident_to_correct(request.actor, reference, incident_id)
    told = thread.newest
    begun = {"kind": told.kind, "on": told.on, "text": told.text, "followed_by": told.followed_by}
    form = IncidentForm(request.POST or None, correcting=True, initial=kept_text(request) or begun)

    def act(data: dict[str, Any]) -> UUID:
        return actions.correct_incident(
            incident_id=incident_id, **form.told, why=data["why"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="custody/incident.html",
        done=_("Perbaikan tersimpan. Catatan lama tetap terbaca di bawahnya."),
        to=lambda _made: reverse("custody:incidents_of", args=[reference]),
        context={"record": person, "thread": thread, "may_record": True},
    )
