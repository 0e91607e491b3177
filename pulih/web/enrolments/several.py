"""One act for several people: each by itself, and whoever is refused stays ticked and says why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pulih.queries.enrolments import PathwayFacts
from pulih.rules.errors import RuleBroken
from pulih.web.enrolments.asking import one_of_many, ticked
from pulih.web.enrolments.words import said
from pulih.web.ui.forms import PulihForm

WHOLE = 300
"""How many rows a page shows where the whole list was asked for, so that it can be ticked at once."""


@dataclass(frozen=True)
class Row:
    """Somebody on a page for several people."""

    facts: PathwayFacts
    ticked: bool
    note: str = ""
    reasons: tuple[str, ...] = ()
    """What stands in the way, or why the act was refused a moment ago."""


Refusals = Mapping[UUID, tuple[str, ...]]


def each(rows: Iterable[PathwayFacts], act: Callable[[PathwayFacts], object]) -> tuple[list[UUID], Refusals]:
    """Carry an act out for one after the other; answers for whom it was done, and the reasons of the others.

    All or none would let one missing paper stop a hundred others, so nobody's refusal undoes anybody's step.
    """
    done: list[UUID] = []
    refused: dict[UUID, tuple[str, ...]] = {}
    for one in rows:
        try:
            act(one)
        except RuleBroken as broken:
            refused[one.id] = tuple(said(why) for why in broken.reasons)
        else:
            done.append(one.id)
    return done, refused


def answer_several(
    request: HttpRequest,
    form: PulihForm,
    rows: Sequence[Row],
    act: Callable[[PathwayFacts, UUID | None], object],
    *,
    template: str,
    back: str,
    context: Mapping[str, object],
) -> HttpResponse:
    """Show the rows, or carry the act out for those ticked and show again whoever was refused."""
    refused: Refusals = {}
    if request.method == "POST":
        wanted = set(ticked(request.POST, "enrolment"))
        rows = [replace(one, ticked=one.facts.id in wanted) for one in rows]
        chosen = [one.facts for one in rows if one.ticked]
        if form.is_valid() and not chosen:
            form.add_error(None, _nobody(bool(wanted)))
        elif form.is_valid():
            done, refused = each(chosen, lambda one: act(one, one_of_many(form.token, one.id)))
            _tell(request, len(done))
            if not refused:
                return HttpResponseRedirect(back, status=303)
            rows = [
                replace(one, ticked=one.facts.id in refused, reasons=refused.get(one.facts.id, one.reasons))
                for one in rows
                if one.facts.id not in done
            ]
            given = {name: value for name, value in form.cleaned_data.items() if name != "once"}
            form = type(form)(initial=given)
    found = {"form": form, "rows": rows, "refused": len(refused), "back": back, **context}
    return render(request, template, found, status=422 if form.errors else 200)


def _nobody(ticked_some: bool) -> str:
    if ticked_some:
        return _("Mereka yang dicentang sudah tidak di daftar ini; lihat daftar yang sekarang.")
    return _("Centang paling sedikit satu orang.")


def _tell(request: HttpRequest, done: int) -> None:
    if done:
        words = ngettext("%(count)s orang tercatat.", "%(count)s orang tercatat.", done)
        messages.success(request, words % {"count": done})
