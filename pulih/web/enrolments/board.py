"""The board: pathways by step, one button a row, one step for several people at once."""

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
from pulih.queries.enrolments import RECHECK, PathwayFacts
from pulih.queries.enrolments.board import BOARD
from pulih.records import scope
from pulih.rules.permissions import Permission
from pulih.web.enrolments.asking import one_of_many, ticked
from pulih.web.enrolments.forms import BulkForm
from pulih.web.enrolments.page import BULK, PAGE, bulk_targets, lacking, line, tab_words
from pulih.web.enrolments.several import WHOLE, Row, each
from pulih.web.enrolments.words import words
from pulih.web.ui.asking import page_number, typed
from pulih.web.ui.paging import Pager

TABS = (*(step.value for step in BOARD), RECHECK)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everybody on the way to an admission, by step."""
    actor, asked, today = request.actor, request.GET, scope.today()
    chosen = {name: typed(asked, name) for name in ("wave", "programme", "q")}
    found = enrolments.board(actor, wave=chosen["wave"], programme=chosen["programme"], text=chosen["q"])
    tab = asked.get("step", "")
    if tab not in TABS:
        tab = next((one for one in TABS if found.rows[one]), TABS[0])
    rows = found.rows[tab]
    narrowed = urlencode({name: value for name, value in chosen.items() if value})
    size = WHOLE if asked.get("all") else PAGE
    here = f"step={tab}&" + (narrowed + "&" if narrowed else "")
    pager = Pager(1, size, len(rows))
    pager = Pager(min(page_number(asked), pager.pages), size, len(rows), here)
    shown = rows[(pager.page - 1) * size : pager.page * size]
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
        "whole": f"?{here}all=1" if pager.pages > 1 else "",
        "chosen": chosen,
        "programmes": [(one, words(f"programme.{one}")) for one in found.programmes],
        "form": BulkForm(initial={"effective_on": today}),
        "exceptions": [one for one in enrolments.exceptions(actor) if one.granted is None],
        "may_nominate": actor.may(Permission.NOMINATE),
        "may_record_willing": found.total and actor.may(Permission.RECORD_WILLINGNESS),
    }
    return render(request, "enrolments/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest) -> HttpResponse:
    """One step for everybody ticked; whoever cannot take it is shown with the reason and stays ticked."""
    wanted = request.POST.get("target", "")
    if request.method != "POST" or wanted not in {one for targets in BULK.values() for one in targets}:
        return HttpResponseRedirect(reverse("enrolments:board"))
    form = BulkForm(request.POST)
    rows = [one.facts for one in enrolments.some(request.actor, ticked(request.POST, "enrolment"))]
    refused: list[Row] = []
    done = 0
    if not rows:
        form.add_error(None, _("Centang paling sedikit satu orang."))
    elif form.is_valid():
        on = form.cleaned_data["effective_on"]

        def act(facts: PathwayFacts) -> None:
            _take(request, facts, wanted, on, one_of_many(form.token, facts.id))

        taken, reasons = each(rows, act)
        done = len(taken)
        refused = [Row(one, True, reasons=reasons[one.id]) for one in rows if one.id in reasons]
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
        "refused": refused or ([Row(one, True) for one in rows] if form.errors else []),
    }
    return render(request, "enrolments/steps.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, facts: PathwayFacts, wanted: str, on: date, token: UUID | None) -> None:
    """The step of one person; an admission and a return from hold by their own ways."""
    if wanted == "admitted":
        actions.admit(enrolment_id=facts.id, on=on, token=token, by=request.actor)
        return
    target = facts.held_from.value if wanted == "take_up" and facts.held_from else wanted
    actions.move_on(enrolment_id=facts.id, target=target, effective_on=on, token=token, by=request.actor)
