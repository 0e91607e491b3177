"""Candidates from the register by the published rule: who fits and why, who is left out and why."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pulih.actions import enrolments as actions
from pulih.queries import enrolments, programmes
from pulih.queries.enrolments import RegisteredRow
from pulih.rules.candidates import RESERVE_DAYS
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.enrolments.asking import an_id, ticked
from pulih.web.enrolments.ordering import RuleForm, cycle_choices
from pulih.web.enrolments.page import PAGE
from pulih.web.enrolments.several import WHOLE
from pulih.web.enrolments.words import said
from pulih.web.ui.asking import page_number, typed
from pulih.web.ui.paging import Pager

TABS = ("fitting", "left_out")


@dataclass(frozen=True)
class Line:
    """Somebody of the register, with the reasons in words."""

    row: RegisteredRow
    reasons: tuple[str, ...]
    ticked: bool


@require_http_methods(["GET", "HEAD", "POST"])
def from_register(request: HttpRequest) -> HttpResponse:
    """Everybody here, judged for one cycle; several are taken at once."""
    actor, asked = request.actor, request.GET
    require(actor.may(Permission.NOMINATE), attempt=True)
    choices = cycle_choices(programmes.open_waves(actor))
    if not choices:
        return render(request, "enrolments/waiting_none.html")
    by_code = {code: (cycle, wave, name) for code, name, cycle, wave in choices}
    wanted = asked.get("cycle", "")
    wanted = wanted if wanted in by_code else choices[0][0]
    cycle, wave, name = by_code[wanted]
    chosen = ticked(request.POST, "person")
    trouble: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            done = actions.nominate(
                cycle_id=cycle.id, people=chosen, token=an_id(request.POST.get("once", "")), by=actor
            )
        except RuleBroken as broken:
            trouble = tuple(said(one) for one in broken.reasons)
        else:
            _tell(request, done)
            return HttpResponseRedirect(reverse("enrolments:from_register") + f"?cycle={wanted}", status=303)
    text = typed(asked, "q")
    found = enrolments.from_register(actor, wave, cycle, text=text)
    tab = asked.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    rows = found.fitting if tab == TABS[0] else found.left_out
    size = WHOLE if asked.get("all") else PAGE
    here = urlencode({"cycle": wanted, "tab": tab} | ({"q": text} if text else {})) + "&"
    pager = Pager(1, size, len(rows))
    pager = Pager(min(page_number(asked), pager.pages), size, len(rows), here)
    context = {
        "choices": [(code, words, code == wanted) for code, words, _cycle, _wave in choices],
        "chosen": wanted,
        "name": name,
        "cycle": cycle,
        "found": found,
        "reserve": RESERVE_DAYS,
        "tab": tab,
        "tabs": [
            (f"?cycle={wanted}&tab=fitting", _("Patut dilihat"), len(found.fitting), tab == TABS[0]),
            (f"?cycle={wanted}&tab=left_out", _("Tidak termasuk"), len(found.left_out), tab != TABS[0]),
        ],
        "lines": [_line(one, chosen) for one in rows[(pager.page - 1) * size : pager.page * size]],
        "pager": pager,
        "whole": f"?{here}all=1" if pager.pages > 1 else "",
        "q": text,
        "trouble": trouble,
        "once": RuleForm()["once"],
    }
    return render(request, "enrolments/from_register.html", context, status=422 if trouble else 200)


def _line(row: RegisteredRow, chosen: list[UUID]) -> Line:
    return Line(row, tuple(said(one) for one in row.fitness.reasons), row.id in chosen)


def _tell(request: HttpRequest, done: actions.Nominated) -> None:
    if done.added:
        words = ngettext("%(count)s orang menjadi calon.", "%(count)s orang menjadi calon.", done.added)
        messages.success(request, words % {"count": done.added})
    for _person, reason in done.refused[:5]:
        messages.warning(request, said(reason))
