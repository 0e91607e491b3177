"""Bringing candidates: ticking people of the register; one who cannot does not stop the others."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pulih.actions import enrolments as actions
from pulih.language.wording import reason_text
from pulih.queries import people as people_queries
from pulih.queries import programmes
from pulih.queries.programmes import CandidateRow
from pulih.queries.programmes.candidates import PAGE
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.programmes.words import words
from pulih.web.ui.asking import page_number, typed
from pulih.web.ui.paging import Pager


@dataclass(frozen=True)
class Line:
    """Somebody of the register as a row: what an admission will be judged by, and whether they can be ticked."""

    who: CandidateRow
    days_left: int | None
    short: bool
    ticked: bool


def shows() -> list[tuple[str, str]]:
    """What the list can be narrowed to."""
    return [
        ("fit", _("Belum di jalur, waktunya cukup")),
        ("short", _("Bebas sebelum program selesai")),
        ("unknown", _("Akhir belum diketahui")),
        ("category", _("Punya kategori peserta")),
        ("open", _("Sudah di jalur")),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request: HttpRequest, reference: str) -> HttpResponse:
    """The people held here, to be ticked; what was ticked stays when something is refused."""
    actor, today = request.actor, scope.today()
    require(actor.may(Permission.NOMINATE), attempt=True)
    wave = programmes.wave_of(actor, reference)
    asked = request.GET
    cycle = next((one for one in wave.cycles if one.programme == asked.get("programme")), wave.cycles[0])
    chosen = {name: typed(asked, name) for name in ("show", "block", "order", "q")}
    ticked = _ticked(request.POST.getlist("person"))
    trouble = ""
    if request.method == "POST":
        try:
            done = actions.nominate(
                cycle_id=cycle.id, people=ticked, token=_token(request.POST.get("once", "")), by=actor
            )
        except RuleBroken as broken:
            trouble = reason_text(broken.reasons[0], actor.language)
        else:
            _tell(request, done)
            return HttpResponseRedirect(_address(reference, cycle.programme, chosen), status=303)
    found = programmes.candidates(
        actor, wave, cycle, page=page_number(asked), block=chosen["block"], show=chosen["show"],
        order=chosen["order"], text=chosen["q"],
    )  # fmt: skip
    rest = urlencode({"programme": cycle.programme, **{name: one for name, one in chosen.items() if one}})
    context = {
        "wave": wave,
        "cycle": cycle,
        "page": found,
        "lines": [_line(one, found.ends_on, today, ticked) for one in found.rows],
        "pager": Pager(found.page, PAGE, found.total, rest + "&"),
        "chosen": chosen,
        "shows": shows(),
        "blocks": people_queries.blocks(actor),
        "trouble": trouble,
        "once": uuid4(),
        "closed": wave.closed_on is not None,
    }
    return render(request, "programmes/candidates.html", context, status=422 if trouble else 200)


def _line(who: CandidateRow, ends_on: date, today: date, ticked: list[UUID]) -> Line:
    left = (who.expires_on - today).days if who.expires_on and who.kind != "remand" else None
    short = not who.end_unknown and who.expires_on is not None and who.expires_on < ends_on
    return Line(who, left, short, who.id in ticked)


def _ticked(values: list[str]) -> list[UUID]:
    found = []
    for value in values[:2000]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _token(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _tell(request: HttpRequest, done: actions.Nominated) -> None:
    if done.added:
        said = ngettext("%(count)s orang menjadi calon.", "%(count)s orang menjadi calon.", done.added)
        messages.success(request, said % {"count": done.added})
    for code in dict.fromkeys(reason.code for _person, reason in done.refused):
        count = sum(reason.code == code for _person, reason in done.refused)
        facts = {"count": count, "why": words(code)}
        messages.warning(request, _("%(count)s orang tidak ditambahkan: %(why)s") % facts)


def _address(reference: str, programme: str, chosen: dict[str, str]) -> str:
    rest = {"programme": programme, **{name: one for name, one in chosen.items() if one}}
    return reverse("programmes:candidates", args=[reference]) + "?" + urlencode(rest)
