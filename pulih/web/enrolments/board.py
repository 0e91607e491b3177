"""The list of open pathways: by step, one button a row, one step for several people at once."""

from datetime import date
from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import enrolments as actions
from pulih.queries import enrolments
from pulih.queries.enrolments import INSIDE, RECHECK, TABS, PathwayFacts
from pulih.queries.enrolments.board import PAGE
from pulih.records import scope
from pulih.rules.permissions import Permission
from pulih.web.enrolments.asking import one_of_many, ticked
from pulih.web.enrolments.forms import BulkForm
from pulih.web.enrolments.page import BULK, bulk_targets, lacking, tab_words
from pulih.web.enrolments.rows import rows_of
from pulih.web.enrolments.several import WHOLE, Row, each
from pulih.web.enrolments.words import words
from pulih.web.ui.addresses import address
from pulih.web.ui.asking import page_number, typed
from pulih.web.ui.paging import Pager


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everybody on the way to an admission or in a programme, by step, a page at a time."""
    actor, asked, today = request.actor, request.GET, scope.today()
    chosen = {name: typed(asked, name) for name in ("wave", "programme", "q")}
    size = WHOLE if asked.get("all") else PAGE
    found = enrolments.board(
        actor,
        step=asked.get("step", "") if asked.get("step") in TABS else "",
        page=page_number(asked),
        size=size,
        wave=chosen["wave"],
        programme=chosen["programme"],
        text=chosen["q"],
    )
    tab = found.step
    narrowed = urlencode({name: value for name, value in chosen.items() if value})
    narrowed = f"&{narrowed}" if narrowed else ""
    pager = Pager(found.page, size, found.listed, f"step={tab}{narrowed}&")
    targets = bulk_targets(actor, tab) if found.rows else ()
    context = {
        "tab": tab,
        "tab_title": tab_words(tab),
        "tabs": [
            (f"?step={one}{narrowed}", tab_words(one), found.counts.get(one, 0), one == tab)
            for one in TABS
            if one not in (INSIDE, RECHECK) or found.counts.get(one)
        ],
        "found": found,
        "rows": rows_of(actor, found.rows, tab, today, tickable=bool(targets)),
        "lacking": lacking(found.rows) if tab != RECHECK else (),
        "targets": targets,
        "on_day": on_day(get_language() or "id", today) if targets else "",
        "once": uuid4() if targets else "",
        "pager": pager,
        "whole": f"?step={tab}{narrowed}&all=1" if pager.pages > 1 else "",
        "chosen": chosen,
        "programmes": [(one, words(f"programme.{one}")) for one in found.programmes],
        "may_nominate": actor.may(Permission.NOMINATE),
        "may_record_willing": found.total and actor.may(Permission.RECORD_WILLINGNESS),
    }
    return render(request, "enrolments/board.html", context)


@lru_cache(maxsize=8)
def on_day(language: str, today: date) -> SafeString:
    """The field for the day of a step, as an untouched form shows it: the same for everybody on one day."""
    return mark_safe(BulkForm(initial={"effective_on": today})["effective_on"].as_field_group())


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest) -> HttpResponse:
    """One step for everybody ticked; whoever cannot take it is shown with the reason and stays ticked."""
    wanted = request.POST.get("target", "")
    if request.method != "POST" or wanted not in {one for targets in BULK.values() for one in targets}:
        return HttpResponseRedirect(address("enrolments:board"))
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
