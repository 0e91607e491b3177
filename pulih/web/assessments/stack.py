"""Fast entry: a stack of paper sheets of one instrument, a row a person. What can be saved is saved."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions.assessments.checked import Sheet, record_checked
from pulih.language.instruments import instrument as definition_of
from pulih.language.wording import say
from pulih.queries.assessments.stack import EXTRA, StackFacts, stack_of, stacks_waiting
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Instrument
from pulih.rules.instruments.administering import check_role
from pulih.rules.instruments.check_sum import check_stackable
from pulih.web.assessments.stack_rows import (
    PAGE,
    Cell,
    Column,
    Keyed,
    KeyedRow,
    StackForm,
    beginning,
    cells_of,
    columns_of,
    read_row,
    rows_of_stack,
)
from pulih.web.ui.asking import kept_text, page_number
from pulih.web.ui.paging import Pager


@dataclass(frozen=True)
class StackPage:
    """The page of a stack."""

    facts: StackFacts
    title: str
    columns: tuple[Column, ...]
    rows: tuple[KeyedRow, ...]
    pager: Pager
    saved: int
    beside: bool

    @property
    def lines(self) -> tuple[tuple[KeyedRow, tuple[Cell, ...]], ...]:
        """The rows with their cells; a row that is done has none."""
        return tuple((one, cells_of(one, self.columns) if one.row.open else ()) for one in self.rows)

    @property
    def bad(self) -> tuple[KeyedRow, ...]:
        """The rows that have to be mended."""
        return tuple(one for one in self.rows if one.faults)

    @property
    def width(self) -> int:
        """How many columns lie beside the name."""
        return len(self.columns) + 2 + (not self.beside)

    @property
    def open(self) -> bool:
        """Whether anything can be keyed on this page."""
        return any(one.row.open for one in self.rows)


@require_safe
def stacks(request: HttpRequest) -> HttpResponse:
    """Which stacks wait, and those that cannot be keyed together."""
    language = get_language() or "id"
    rows = [
        (one, definition_of(one.instrument).short_title(language))
        for one in stacks_waiting(request.actor)
        if _offered(request, definition_of(one.instrument))
    ]
    return render(request, "assessments/stacks.html", {"rows": rows})


def _offered(request: HttpRequest, definition: Instrument) -> bool:
    return bool(check_stackable(definition)) and bool(check_role(definition, request.actor.role))


@require_http_methods(["GET", "HEAD", "POST"])
def stack(request: HttpRequest, reference: str, instrument: str, point: str) -> HttpResponse:
    """Key the sheets of one point of a wave, or of a form beside the plan."""
    facts = stack_of(request.actor, reference, instrument, point)
    definition = definition_of(instrument)
    require(check_stackable(definition))
    require(check_role(definition, request.actor.role))
    kept = kept_text(request)
    form = StackForm(
        request.POST or None,
        definition=definition,
        beside=point == EXTRA,
        initial=kept or beginning(facts, definition, scope.today()),
    )
    pager = Pager(page_number(request.GET), PAGE, len(facts.rows))
    pager = Pager(min(pager.page, pager.pages), PAGE, pager.total)
    chosen = facts.rows[(pager.page - 1) * PAGE : pager.page * PAGE]
    rows = rows_of_stack(chosen, definition, request.POST if request.method == "POST" else kept)
    saved: dict[UUID, UUID] = {}
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, rows, definition, facts)
        begun = [one for one in rows if one.begun]
        if not begun:
            form.add_reason(_("Isi paling sedikit satu baris."))
        elif not any(one.faults for one in begun):
            _say(request, len(saved), sum(not one.row.open for one in begun))
            return HttpResponseRedirect(f"{request.path}?page={pager.page}", status=303)
    if saved:
        facts = stack_of(request.actor, reference, instrument, point)
        rows = _with_saved(rows, facts)
    title = definition.short_title(get_language() or "id")
    page = StackPage(facts, title, columns_of(definition), rows, pager, len(saved), point == EXTRA)
    wrong = bool(form.errors or page.bad)
    return render(
        request, "assessments/stack.html", {"page": page, "form": form}, status=422 if wrong else 200
    )


def _save(
    request: HttpRequest,
    form: StackForm,
    rows: tuple[KeyedRow, ...],
    definition: Instrument,
    facts: StackFacts,
) -> dict[UUID, UUID]:
    """Each row is a use case of its own, with a token of its own: a reload saves none of them twice."""
    given, saved = form.cleaned_data, {}
    for one in rows:
        if not one.row.open or not one.begun:
            continue
        said = read_row(
            one, definition, given["coding"], given["taken_on"], given.get("outside_because") or ""
        )
        if said is None:
            continue
        token = uuid5(form.token, str(one.key)) if form.token else None
        try:
            recorded = record_checked(
                sheet=_sheet(one, said, form, facts), stated=said.stated, token=token, by=request.actor
            )
        except RuleBroken as broken:
            one.faults += broken.reasons
        else:
            saved[one.key] = recorded.id
            _tell_alerts(request, one.row.subject.name, recorded.alerts)
    return saved


def _sheet(one: KeyedRow, said: Keyed, form: StackForm, facts: StackFacts) -> Sheet:
    given, window = form.cleaned_data, one.row.window
    outside = window is not None and not window.holds(said.taken_on)
    return Sheet(
        person_id=one.row.subject.person_id,
        enrolment_id=None if facts.point == EXTRA else one.key,
        instrument=facts.instrument,
        point=facts.point,
        taken_on=said.taken_on,
        answers=said.answers,
        coding=given["coding"],
        mode=given["mode"],
        reader=given.get("reader") or "",
        time_window=given.get("time_window") or "",
        outside_because=said.because if outside else "",
    )


def _with_saved(rows: tuple[KeyedRow, ...], facts: StackFacts) -> tuple[KeyedRow, ...]:
    """The rows once some were saved: those stand as done, the others with everything that was keyed."""
    now = {one.subject.enrolment_id: one for one in facts.rows}
    for one in rows:
        one.row = now.get(one.key, one.row)
    return rows


def _tell_alerts(request: HttpRequest, name: str, alerts: tuple[str, ...]) -> None:
    """That somebody must look today is said at once, with whom."""
    for code in alerts:
        words = {"name": name, "alert": say(f"task.{code}", get_language() or "id")}
        messages.warning(request, _("%(name)s: %(alert)s. Tugas untuk konselor sudah dibuat.") % words)


def _say(request: HttpRequest, saved: int, before: int) -> None:
    if saved:
        words = ngettext("%(count)s lembar tersimpan.", "%(count)s lembar tersimpan.", saved)
        messages.success(request, words % {"count": saved})
    if before:
        words = ngettext(
            "%(count)s baris sudah tersimpan sebelumnya.",
            "%(count)s baris sudah tersimpan sebelumnya.",
            before,
        )
        messages.info(request, words % {"count": before})
