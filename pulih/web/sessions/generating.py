"""A timetable: asked for, shown with what found no place and why, kept as it was shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import sessions as actions
from pulih.language.curricula import templates
from pulih.queries import programmes
from pulih.queries import sessions as queries
from pulih.records import scope
from pulih.rules.competencies import COMPETENCIES
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.timetable import BANDS, Timetable
from pulih.web.sessions.forms import GenerateForm
from pulih.web.sessions.words import words
from pulih.web.ui.asking import kept_text

SHOWN = 200


@dataclass(frozen=True)
class Lacking:
    """Sessions of a module that found no place, for one reason."""

    module: str
    whom: str
    why: str
    times: int
    first: date


@dataclass(frozen=True)
class Shown:
    """A preview as the page tells it."""

    sessions: int
    replaced: int
    modules: tuple[tuple[str, int], ...]
    lacking: tuple[Lacking, ...]
    more: int
    closed_weeks: tuple[date, ...]


@require_http_methods(("GET", "HEAD", "POST"))
def generate(request: HttpRequest, reference: str, programme: str) -> HttpResponse:
    """Preview, then keep; without scripts both are plain posts of one form."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    wave = programmes.wave_of(request.actor, reference)
    cycle = next((one for one in wave.cycles if one.programme == programme), None)
    if cycle is None:
        raise Http404
    own = queries.own_curriculum(request.actor, cycle.id)
    offered = [] if own else [
        (one.code, _title(one.curriculum)) for one in templates().values() if one.curriculum.type == programme
    ]  # fmt: skip
    begin: dict[str, Any] = {"from_on": max(scope.today(), wave.starts_on)}
    for name, band in zip(("morning", "afternoon"), BANDS, strict=True):
        begin |= {f"{name}_from": band.first, f"{name}_to": band.last}
    if offered:
        begin["curriculum"] = offered[-1][0]
    data = request.POST.copy() if request.method == "POST" else None
    form = GenerateForm(data, initial=kept_text(request) or begin, curricula=offered)
    shown = None
    if data is not None and form.is_valid():
        asked = {
            "cycle_id": cycle.id,
            "from_on": form.cleaned_data["from_on"],
            "afresh": form.cleaned_data["afresh"],
            "curriculum": form.cleaned_data.get("curriculum", ""),
            "bands": form.bands(),
            "by": request.actor,
        }
        try:
            if "keep" in data:
                made = actions.generate_timetable(**asked, mark=form.cleaned_data["mark"], token=form.token)
                said = ngettext("%(count)s sesi masuk jadwal.", "%(count)s sesi masuk jadwal.", made)
                messages.success(request, said % {"count": made})
                address = reverse("sessions:week", args=[reference])
                return HttpResponseRedirect(
                    f"{address}?on={form.cleaned_data['from_on'].isoformat()}", status=303
                )
            found = actions.preview_timetable(**asked)
            data["mark"] = found.mark
            shown = _shown(found.timetable, found.replaced)
        except RuleBroken as broken:
            form.add_reasons(broken)
    context = {"form": form, "wave": wave, "cycle": cycle, "shown": shown}
    return render(request, "sessions/generate.html", context, status=422 if form.errors else 200)


def _title(one: Any) -> str:
    return str(one.title_en if get_language() == "en" else one.title_id)


def _shown(made: Timetable, replaced: int) -> Shown:
    modules = Counter(_title(one.module) for one in made.placed)
    lines: dict[tuple[str, str, str], list[date]] = {}
    for one in made.unplaced:
        name = _("Semua peserta") if one.unit.kind == "all" else one.unit.name
        leader = one.module.leader
        known = f"competency.{leader}" if leader in COMPETENCIES else f"profession.{leader}"
        why = words(one.code, leader=words(known) if leader else "–", size=one.module.size)
        lines.setdefault((_title(one.module), name, why), []).append(one.monday)
    lacking = [Lacking(*key, len(weeks), min(weeks)) for key, weeks in lines.items()]
    lacking.sort(key=lambda one: (one.first, one.module, one.whom))
    return Shown(
        len(made.placed),
        replaced,
        tuple(sorted(modules.items())),
        tuple(lacking[:SHOWN]),
        max(0, len(lacking) - SHOWN),
        made.closed_weeks,
    )
