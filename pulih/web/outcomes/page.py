"""A result sheet as a page: the same words and figures as on paper, and what can be done with it now."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.language.wording import say
from pulih.queries.outcomes import RevisionRow, SheetView, WaveLine
from pulih.reports.figures import Drawing, forests
from pulih.reports.printed import Row as PrintedRow
from pulih.reports.printed import SheetRows, Table
from pulih.reports.result_rows import sheet_rows
from pulih.rules.verdicts import Verdict


@dataclass(frozen=True)
class Cell:
    """A figure in a column, worded."""

    main: str
    second: str
    checked: bool = False
    wrong: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table with its figures worded."""

    label: str
    note: str
    level: int
    total: bool
    mark: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """A table of the sheet."""

    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def section(table: Table, language: str) -> Section:
    """The printed table as the page shows it: the same figures, worded once."""
    return Section(table.title, tuple(_row(row, language) for row in table.rows), table.notes)


def _row(row: PrintedRow, language: str) -> Row:
    cells = tuple(
        Cell(
            figure.main(language),
            figure.second(language),
            bool(row.checks),
            row.checks[place] if row.checks else "",
        )
        for place, figure in enumerate(row.figures)
    )
    return Row(row.label, row.note, row.level, row.total, row.mark, cells)


@dataclass(frozen=True)
class Step:
    """A step of the review: what its button says, and whether it is open."""

    code: str
    words: str
    verdict: Verdict
    primary: bool = False


@dataclass(frozen=True)
class SheetPage:
    """What the template shows."""

    reference: str
    wave: str
    rows: SheetRows
    summary: Section
    domains: Section
    urine: Section
    places: Section
    charts: tuple[Drawing, ...]
    steps: tuple[Step, ...]
    revisions: tuple[RevisionRow, ...]
    revision: int
    preview: bool
    may_return: Verdict | None
    wave_href: str
    by_chance: int


@dataclass(frozen=True)
class Line:
    """A wave in the list, with the state of its sheet in words."""

    reference: str
    name: str
    starts_on: date
    closed_on: date | None
    state: str
    superseded: bool
    words: str


def sheet_lines(waves: list[WaveLine], language: str) -> list[Line]:
    """The waves of the list; a sheet that no longer says what the records say is called so."""
    found = []
    for one in waves:
        words = say(f"sheet_state.{one.state}", language) if one.state else _("belum disusun")
        if one.superseded:
            words = say("sheet.superseded_mark", language)
        found.append(
            Line(one.reference, one.name, one.starts_on, one.closed_on, one.state, one.superseded, words)
        )
    return found


def sheet_page(view: SheetView, language: str) -> SheetPage:
    """Put the page together; nothing is counted here."""
    rows = sheet_rows(view.sheet, language)
    tables = {table.code: section(table, language) for table in rows.tables}
    counted = [one.by_chance for one in view.sheet.people.domains if one.in_rule]
    return SheetPage(
        reference=view.sheet.head.wave_reference,
        wave=view.sheet.head.wave,
        rows=rows,
        summary=tables["summary"],
        domains=tables["domains"],
        urine=tables["urine"],
        places=tables["places"],
        charts=forests(view.sheet, language),
        steps=steps(view),
        revisions=view.revisions,
        revision=view.sheet.head.revision,
        preview=view.sheet_id is None,
        may_return=view.may.get("return"),
        wave_href=reverse("programmes:wave", args=[view.sheet.head.wave_reference]),
        by_chance=round(100 * sum(counted) / len(counted)) if counted else 0,
    )


def steps(view: SheetView) -> tuple[Step, ...]:
    """The steps that make sense for this sheet now; a closed one says why."""
    state = view.sheet.head.state
    newest = not view.revisions or view.sheet.head.revision in (0, view.revisions[0].number)
    found = []
    if view.sheet_id is None or (newest and (state == "returned" or view.sheet.head.superseded_at)):
        found.append(Step("draft", _("Susun konsep"), view.may["draft"], True))
    if state == "draft" and newest:
        found.append(Step("check", _("Sudah diperiksa, cocok"), view.may["check"], True))
    if state in ("draft", "checked") and newest:
        found.append(Step("approve", _("Setujui lembar hasil"), view.may["approve"], state == "checked"))
    return tuple(found)
