"""The timetable on paper: for whom, from when until when; then the PDF."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulih.queries import programmes
from pulih.queries import sessions as queries
from pulih.queries.programmes import WaveFacts
from pulih.queries.sessions import Whose
from pulih.records import scope
from pulih.reports.timetable import timetable_pdf
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.timetable import monday_of
from pulih.web.sessions.forms import week_day

LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Choice:
    """Somebody or something a timetable can be printed for."""

    value: str
    words: str


@require_safe
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for whom and for how long."""
    require(request.actor.may(Permission.PRINT_DOCUMENTS), attempt=True)
    wave = programmes.wave_of(request.actor, reference)
    context = {
        "wave": wave,
        "on": monday_of(_begin(request, wave)),
        "choices": _choices(request.actor, wave),
    }
    return render(request, "sessions/print.html", context)


def _choices(actor: Actor, wave: WaveFacts) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    cycles = tuple((one.id, one.programme) for one in wave.cycles)
    groups = [group for cycle in queries.groups_of(actor, wave.id, cycles) for group in cycle.groups]
    return (
        (_("Seluruh tahap"), (Choice(Whose.EVERYBODY.value, _("Semua kelompok")),)),
        (_("Kelompok"), tuple(Choice(f"group:{one.id}", one.name) for one in groups if not one.closed_on)),
        (_("Petugas"), tuple(Choice(f"worker:{id}", name) for id, name in queries.leaders_of(actor))),
        (
            _("Ruang"),
            tuple(Choice(f"room:{one.id}", one.name) for one in queries.rooms_of(actor) if not one.closed_on),
        ),
    )


@require_safe
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The timetable as PDF; what the address does not say is the whole wave's week of today."""
    require(request.actor.may(Permission.PRINT_DOCUMENTS), attempt=True)
    wave = programmes.wave_of(request.actor, reference)
    whose, id = _whose(request.GET.get("whose", ""))
    today = scope.today()
    first = monday_of(_begin(request, wave))
    last = first + timedelta(days=6)
    if request.GET.get("span") == "wave":
        first, last = wave.starts_on, wave.starts_on + LONGEST
    facts = queries.timetable_of(request.actor, wave, first, last, whose, id)
    if (
        request.GET.get("span") == "wave"
    ):  # as far as it reaches: for whoever came late, beyond the wave's end
        facts = replace(facts, last=max((one.on for one in facts.rows), default=wave.ends_on(today)))
    content = timetable_pdf(facts, get_language() or "id", issuer=request.actor.organisation_name, on=today)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="jadwal-{first.isoformat()}.pdf"'},
    )


def _begin(request: HttpRequest, wave: WaveFacts) -> date:
    today = scope.today()
    return week_day(request.GET.get("on", ""), min(max(today, wave.starts_on), wave.ends_on(today)))


def _whose(asked: str) -> tuple[Whose, UUID | None]:
    kind, _colon, id = asked.partition(":")
    if kind in ("", Whose.EVERYBODY.value):
        return Whose.EVERYBODY, None
    try:
        return Whose(kind), UUID(id)
    except ValueError:
        raise RuleBroken("not_found", attempt=True, subject="timetable", subject_id=asked[:60]) from None
