"""The trail: events, one event with its proof, readers, refusals, and a table to take along."""

import csv
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pulih.actions.audit import export_events
from pulih.language.wording import say
from pulih.queries import audit
from pulih.rules.errors import RuleBroken
from pulih.web.audit.asking import Asked, asked_in, mark
from pulih.web.audit.page import EventPage, EventsPage, ReadsPage
from pulih.web.audit.words import event_choices, told
from pulih.web.ui.paging import KeyPager


def _language() -> str:
    return get_language() or "id"


def _pager(asked: Asked, after: tuple[date, UUID] | None) -> KeyPager:
    return KeyPager(mark(after), asked.wanted.after is None, asked.query)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    return _events(request, asked_in(request.GET))


@require_safe
def refusals(request: HttpRequest) -> HttpResponse:
    """What somebody tried and might not do."""
    return _events(request, asked_in(request.GET, outcome="refused"), refusals=True)


def _events(request: HttpRequest, asked: Asked, *, refusals: bool = False) -> HttpResponse:
    found = audit.events(request.actor, asked.wanted, limit=0 if asked.problems else audit.PAGE)
    page = EventsPage(
        tuple(told(line, _language()) for line in found.lines),
        found.offices,
        asked,
        _pager(asked, None if asked.problems else found.next),
        event_choices(_language()),
        refusals,
    )
    status = 422 if asked.problems else 200
    return render(request, "audit/events.html", {"page": page}, status=status)


@require_safe
def reads(request: HttpRequest) -> HttpResponse:
    """Who opened whose record."""
    asked = asked_in(request.GET)
    found = audit.reads(request.actor, asked.wanted, limit=0 if asked.problems else audit.PAGE)
    page = ReadsPage(found, asked, _pager(asked, None if asked.problems else found.next))
    return render(request, "audit/reads.html", {"page": page}, status=422 if asked.problems else 200)


@require_safe
def event(request: HttpRequest, day: str, id: UUID) -> HttpResponse:
    """One event in words, its text as hashed, and its seal; `?check=1` recomputes the seal."""
    try:
        proof = audit.event(request.actor, date.fromisoformat(day), id)
    except ValueError:
        raise RuleBroken("not_found") from None
    checked = proof.seal is not None and request.GET.get("check") == "1"
    problems = audit.proves(proof.seal) if checked and proof.seal else ()
    page = EventPage(told(proof.line, _language()), proof, checked, problems)
    return render(request, "audit/event.html", {"page": page})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered events as a table; taking them along is audited."""
    asked = asked_in(request.POST)
    lines = export_events(wanted=asked.wanted, by=request.actor)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="pulih-audit.csv"'
    answer.write("\ufeff")
    table = csv.writer(answer)
    heads = (_("Waktu"), _("Siapa"), _("Peran"), _("Kantor"), _("Kejadian"), _("Hasil"), _("Tentang"),
             _("Rujukan"), _("Perubahan"), _("Alasan"))  # fmt: skip
    table.writerow(heads)
    for line in lines:
        one = told(line, _language())
        changed = "; ".join(f"{change.field}: {change.before} > {change.after}" for change in one.changes)
        row = (line.at.isoformat(timespec="seconds"), line.name, say(f"role.{line.role}", _language()),
               line.office, one.title, line.outcome, one.subject, line.reference, changed,
               line.why or one.refused)  # fmt: skip
        table.writerow([_inert(cell) for cell in row])
    return answer


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell[:1] in "=+-@\t\r" and cell else cell
