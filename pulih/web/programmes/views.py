"""The waves of an office, and one of them."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulih.queries import programmes
from pulih.records import scope
from pulih.rules.permissions import Permission
from pulih.web.programmes.page import Wanted, WaveRow, standing, wave_page
from pulih.web.ui.asking import page_number, typed


@require_safe
def waves(request: HttpRequest) -> HttpResponse:
    """Every wave of the office with what is due in it."""
    today, actor = scope.today(), request.actor
    found = programmes.list_waves(actor)
    running = programmes.participants(
        actor, [one for one in found if one.closed_on is None], today, programmes.RUNNING
    )
    waiting = programmes.due(actor, running)
    rows = []
    for one in found:
        late = [due.late_by(today) > 0 for due in waiting if due.who.wave.id == one.id]
        rows.append(WaveRow(one, standing(one, today), one.ends_on(today), sum(late), len(late) - sum(late)))
    context = {
        "rows": rows,
        "may_plan": actor.may(Permission.PLAN_WAVES),
        "may_suspend": actor.may(Permission.SUSPEND_WAVES),
        "still": _whole_facility(found),
        "today": today,
    }
    return render(request, "programmes/list.html", context)


def _whole_facility(found: tuple[programmes.WaveFacts, ...]) -> programmes.SuspensionRow | None:
    """The running suspension of every wave; it stands on each of them alike."""
    known = [one for wave in found[:1] for one in wave.suspensions if one.whole_facility]
    return next((one for one in known if one.until_on is None), None)


@require_safe
def wave(request: HttpRequest, reference: str) -> HttpResponse:
    """One wave: its way, its people, what is missing, what can be done."""
    asked = request.GET
    record = programmes.open_wave(request.actor, reference)
    wanted = Wanted(
        typed(asked, "q"), typed(asked, "state"), typed(asked, "measure"), asked.get("needs") == "1"
    )
    chosen = {
        "q": wanted.text, "state": wanted.state, "measure": wanted.measure, "needs": "1" * wanted.needs,
    }  # fmt: skip
    rest = urlencode({name: value for name, value in chosen.items() if value})
    page = wave_page(
        request.actor, record, scope.today(), wanted, page_number(asked), rest + "&" if rest else ""
    )
    return render(request, "programmes/wave.html", {"page": page, "record": record, "wave": record.wave})
