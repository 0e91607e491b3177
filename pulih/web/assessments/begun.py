"""What a form opens with, and drafts: kept quietly by the page, or with a button where there is no script."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pulih.actions import assessments as actions
from pulih.language.wording import reason_text
from pulih.queries import assessments
from pulih.queries.assessments import Draft, ResponseRow
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Instrument
from pulih.rules.permissions import Permission
from pulih.web.assessments.answers import as_typed, shown_items
from pulih.web.assessments.conditions import left_out
from pulih.web.assessments.forms import item_field
from pulih.web.assessments.questionnaire import LANGUAGES, OTHER
from pulih.web.ui.asking import kept_text

NEVER_KEPT = ("csrfmiddlewaretoken", "once", "revision")
EXTRA = "extra"


@require_POST
def draft(request: HttpRequest, enrolment_id: UUID, instrument: str, point: str) -> HttpResponse:
    """Keep what is typed so far of a form of the plan."""
    back = reverse("assessments:fill", args=[enrolment_id, instrument, point])
    return _keep(request, back, enrolment_id=enrolment_id, instrument=instrument, point=point)


@require_POST
def draft_beside(request: HttpRequest, person_id: UUID, instrument: str) -> HttpResponse:
    """Keep what is typed so far of a form beside every programme."""
    require(request.actor.may(Permission.MEASURE), attempt=True)
    reference = assessments.holder_of(request.actor, person_id).reference
    back = reverse("assessments:beside", args=[reference, instrument])
    return _keep(request, back, person_id=person_id, instrument=instrument, point=EXTRA)


def _keep(request: HttpRequest, back: str, **which: Any) -> HttpResponse:
    typed = {
        name: str(value).replace("\0", "")
        for name, value in request.POST.items()
        if name not in NEVER_KEPT and "\0" not in name
    }
    quiet = request.headers.get("Accept") == "application/json"
    try:
        actions.keep_draft(**which, fields=typed, by=request.actor)
    except RuleBroken as broken:
        if not quiet:
            raise
        reason = reason_text(broken.reasons[0], get_language() or "id")
        return JsonResponse({"reason": reason}, status=409)
    if quiet:
        clock = scope.now().astimezone(ZoneInfo(request.actor.time_zone))
        return JsonResponse({"clock": f"{clock:%H:%M}" if get_language() == "en" else f"{clock:%H.%M}"})
    messages.success(request, _("Draf tersimpan. Anda atau rekan dapat melanjutkannya nanti."))
    return HttpResponseRedirect(back, status=303)


def begun(request: HttpRequest, kept: Draft | None, last_coding: str) -> QueryDict | dict[str, Any]:
    """What the form opens with: typed before the session ended, the draft, or today's date."""
    typed = kept_text(request)
    if typed is None and kept:
        typed = _querydict(kept.fields)
    if typed is not None:
        return typed
    return {"taken_on": scope.today(), "coding": last_coding, "reader": request.actor.name}


def _querydict(fields: Mapping[str, Any]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, value in fields.items():
        made[str(name)] = str(value)
    return made


def as_fields(
    request: HttpRequest, response: ResponseRow, definition: Instrument
) -> QueryDict | dict[str, Any]:
    """A final form as its fields would carry it, for mending."""
    typed = kept_text(request)
    if typed is not None:
        return typed
    given = {item.code: response.answers.get(item.code) for item in definition.items}
    keyed = {code: as_typed(value) for code, value in given.items() if value is not None}
    out = left_out(definition, keyed, response.coding)
    answers = {
        item_field(item.code): as_typed(given[item.code])
        for item in shown_items(definition)
        if given[item.code] is not None or not (item.code in out or item.optional)
    }
    known = response.language in LANGUAGES
    return {
        "taken_on": response.taken_on,
        "coding": response.coding,
        "mode": response.mode,
        "language": response.language if known else OTHER,
        "language_other": "" if known else response.language,
        "reader": response.reader or request.actor.name,
        "time_window": response.time_window,
        "outside_because": response.outside_because,
        "show_all": any(given[code] is not None for code in out),
        **answers,
    }
