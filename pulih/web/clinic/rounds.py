"""A whole round on one page: what can be saved is saved, and every row that cannot says why."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import clinic as actions
from pulih.language.wording import reason_text
from pulih.queries import clinic
from pulih.queries.clinic import RoundRow
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.urine import PANEL
from pulih.web.clinic.forms import MOST_ROWS, Entry, RoundForm, worded
from pulih.web.clinic.page import rows_of_round
from pulih.web.ui.asking import kept_text


@require_http_methods(["GET", "HEAD", "POST"])
def wave_round(request: HttpRequest, reference: str, point: str) -> HttpResponse:
    """Enter a point of the plan for everybody of a wave."""
    facts = clinic.round_of(request.actor, reference, point)
    rows = facts.waiting[:MOST_ROWS]
    form = RoundForm(
        request.POST or None,
        people={one.subject.enrolment_id: one.subject.name for one in rows},
        initial=kept_text(request) or {"taken_on": scope.today()},
    )
    saved: set[UUID] = set()
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, {one.subject.enrolment_id: one for one in rows}, point)
        if not saved and not form.errors:
            form.add_reason(_("Isi hasil paling sedikit satu orang."))
        if not form.errors:
            _say(request, len(saved))
            return HttpResponseRedirect(request.path, status=303)
    if saved:
        _say(request, len(saved))
    open_rows = tuple(one for one in rows if one.subject.enrolment_id not in saved)
    context = {
        "facts": facts,
        "form": form,
        "rows": rows_of_round(form, open_rows),
        "more": max(0, len(facts.waiting) - len(rows)),
        "done": len(facts.rows) - len(facts.waiting) + len(saved),
        "strips": [(code, code.upper(), words) for code, words in worded("analyte", PANEL)],
    }
    return render(request, "clinic/round.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: RoundForm, rows: dict[UUID, RoundRow], point: str) -> set[UUID]:
    """Each row is a use case of its own, with a token of its own: a reload saves none of them twice."""
    saved: set[UUID] = set()
    language = get_language() or "id"
    for entry in form.entries:
        row = rows[entry.enrolment_id]
        token = uuid5(form.token, str(entry.enrolment_id)) if form.token else None
        try:
            actions.record_test(
                **_facts(entry, row, form.cleaned_data["taken_on"]),
                point=point,
                witness=form.cleaned_data["witness"],
                token=token,
                by=request.actor,
            )
        except RuleBroken as broken:
            for reason in broken.reasons:
                form.add_row_reason(entry.enrolment_id, reason_text(reason, language), reason.about)
        else:
            saved.add(entry.enrolment_id)
    return saved


def _facts(entry: Entry, row: RoundRow, taken_on: date) -> dict[str, Any]:
    """A row as the use case takes it; its note is also the reason for a day outside that person's window."""
    outside = not row.window.holds(taken_on)
    return {
        "enrolment_id": entry.enrolment_id,
        "taken_on": taken_on,
        "state": entry.state,
        "results": entry.results,
        "reason": entry.note,
        "outside_because": entry.note if outside else "",
    }


def _say(request: HttpRequest, count: int) -> None:
    words = ngettext("%(count)s tes tersimpan.", "%(count)s tes tersimpan.", count) % {"count": count}
    messages.success(request, words)
