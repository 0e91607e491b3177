"""The board: pathways by step, one button a row, one step for several people at once."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import enrolments as actions
from pulih.queries import enrolments
from pulih.queries.enrolments import RECHECK, BoardRow
from pulih.queries.enrolments.board import BOARD
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.web.enrolments.asking import one_of_many, ticked
from pulih.web.enrolments.forms import BulkForm
from pulih.web.enrolments.page import BULK, PAGE, bulk_targets, lacking, line, tab_words
from pulih.web.enrolments.words import said, words
from pulih.web.ui.asking import page_number, typed
from pulih.web.ui.paging import Pager

TABS = (*(step.value for step in BOARD), RECHECK)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everybody on the way to an admission, by step."""
    actor, asked, today = request.actor, request.GET, scope.today()
    chosen = {name: typed(asked, name) for name in ("wave", "q")}
    found = enrolments.board(actor, wave=chosen["wave"], text=chosen["q"])
    tab = asked.get("step", "")
    if tab not in TABS:
        tab = next((one for one in TABS if found.rows[one]), TABS[0])
    rows = found.rows[tab]
    narrowed = urlencode({name: value for name, value in chosen.items() if value})
    pager = Pager(1, PAGE, len(rows))
    pager = Pager(
        min(page_number(asked), pager.pages),
        PAGE,
        len(rows),
        f"step={tab}&" + (narrowed + "&" if narrowed else ""),
    )
    shown = rows[(pager.page - 1) * PAGE : pager.page * PAGE]
    context = {
        "tab": tab,
        "tab_title": tab_words(tab),
        "tabs": [
            (
                f"?step={one}" + (f"&{narrowed}" if narrowed else ""),
                tab_words(one),
                len(found.rows[one]),
                one == tab,
            )
            for one in TABS
            if one != RECHECK or found.rows[one]
        ],
        "found": found,
        "lines": [line(actor, row, tab, today) for row in shown],
        "lacking": lacking(shown) if tab != RECHECK else (),
        "targets": bulk_targets(rows, tab),
        "pager": pager,
        "chosen": chosen,
        "form": BulkForm(initial={"effective_on": today}),
        "exceptions": [one for one in enrolments.exceptions(actor) if one.granted is None],
        "may_nominate": actor.may(Permission.NOMINATE),
    }
    return render(request, "enrolments/board.html", context)


@dataclass(frozen=True)
class Refused:
    """Somebody whose step was not taken, and why."""

    row: BoardRow
    reasons: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest) -> HttpResponse:
    """One step for everybody ticked; whoever cannot take it is shown with the reason and stays ticked."""
    wanted = request.POST.get("target", "")
    if request.method != "POST" or wanted not in {one for targets in BULK.values() for one in targets}:
        return HttpResponseRedirect(reverse("enrolments:board"))
    form = BulkForm(request.POST)
    rows = enrolments.some(request.actor, ticked(request.POST, "enrolment"))
    refused: list[Refused] = []
    done = 0
    if not rows:
        form.add_error(None, _("Centang paling sedikit satu orang."))
    elif form.is_valid():
        for row in rows:
            token = one_of_many(form.token, row.facts.id)
            try:
                _take(request, row, wanted, form.cleaned_data["effective_on"], token)
            except RuleBroken as broken:
                refused.append(Refused(row, tuple(said(one) for one in broken.reasons)))
            else:
                done += 1
    again = (
        form
        if form.errors
        else BulkForm(initial={"target": wanted, "effective_on": form["effective_on"].value()})
    )
    context = {
        "form": again,
        "target": wanted,
        "title": words(f"step.{wanted}"),
        "done": done,
        "refused": refused or ([Refused(row, ()) for row in rows] if form.errors else []),
    }
    return render(request, "enrolments/steps.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, row: BoardRow, wanted: str, on: date, token: UUID | None) -> None:
    """The step of one person; an admission and a return from hold by their own ways."""
    facts = row.facts
    if wanted == "admitted":
        actions.admit(enrolment_id=facts.id, on=on, token=token, by=request.actor)
        return
    target = facts.held_from.value if wanted == "take_up" and facts.held_from else wanted
    actions.move_on(enrolment_id=facts.id, target=target, effective_on=on, token=token, by=request.actor)
