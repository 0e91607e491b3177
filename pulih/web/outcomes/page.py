"""A result sheet as a page: the same words and figures as on paper, and what can be done with it now."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pulih.language.wording import say
from pulih.queries.outcomes import RevisionRow, SheetView, WaveLine
from pulih.reports.figures import Drawing, forests
from pulih.reports.printed import Row as PrintedRow
from pulih.reports.printed import SheetRows, Table
from pulih.reports.result_rows import sheet_rows
from pulih.web.outcomes.reviewing import Steps, steps_of
from pulih.web.outcomes.rows import domain_rows, lost_rows, table_rows


@dataclass(frozen=True)
class Section:
    """A table of the sheet."""

    title: str
    body: SafeString
    notes: tuple[str, ...]


@dataclass(frozen=True)
class DomainTable:
    """Domains down and measures across, a body a column of the sheet: wide as on paper it would not fit."""

    title: str
    heads: tuple[str, ...]
    bodies: tuple[SafeString, ...]
    notes: tuple[str, ...]


def section(table: Table, columns: int, language: str) -> Section:
    """The printed table as the page shows it: the same figures, worded once."""
    body = table_rows(table, columns, language, bars=table.code == "places")
    return Section(table.title, body, table.notes)


def domain_table(table: Table, columns: tuple[str, ...], language: str) -> DomainTable:
    """The printed table of domains turned: there each domain is a heading with its measures below."""
    whole: list[PrintedRow] = [row for row in table.rows if not row.figures]
    parts = {
        row.code: [one for one in table.rows if one.code.startswith(f"{row.code}.") and one.figures]
        for row in whole
    }
    heads = tuple(one.label for one in parts[whole[0].code]) if whole else ()
    bodies = tuple(
        domain_rows(
            title if len(columns) > 1 else "",
            [(row, [one.figures[place] for one in parts[row.code]]) for row in whole],
            len(heads) + 1,
            language,
        )
        for place, title in enumerate(columns)
    )
    return DomainTable(table.title, heads, bodies, table.notes)


@dataclass(frozen=True)
class SheetPage:
    """What the template shows."""

    reference: str
    wave: str
    rows: SheetRows
    summary: Section
    domains: DomainTable
    urine: Section
    places: Section
    lost: SafeString
    chart: Drawing | None
    """The chart of people, or of the only cycle."""
    cycle_charts: tuple[Drawing, ...]
    steps: Steps
    revisions: tuple[RevisionRow, ...]
    revision: int
    newer: int
    """The last revision, where this is an older one; else 0."""
    preview: bool
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
            words = _("Digantikan: catatan berubah")
        found.append(
            Line(one.reference, one.name, one.starts_on, one.closed_on, one.state, one.superseded, words)
        )
    return found


def sheet_page(view: SheetView, language: str) -> SheetPage:
    """Put the page together; nothing is counted here."""
    rows = sheet_rows(view.sheet, language)
    tables = {
        table.code: section(table, len(rows.columns), language)
        for table in rows.tables
        if table.code != "domains"
    }
    *cycle_charts, chart = forests(view.sheet, language) or (None,)
    revision, last = view.sheet.head.revision, max((one.number for one in view.revisions), default=0)
    counted = [one.by_chance for one in view.sheet.people.domains if one.in_rule]
    return SheetPage(
        reference=view.sheet.head.wave_reference,
        wave=view.sheet.head.wave,
        rows=rows,
        summary=tables["summary"],
        domains=domain_table(rows.table("domains"), rows.columns, language),
        urine=tables["urine"],
        places=tables["places"],
        lost=lost_rows(rows.lost),
        chart=chart,
        cycle_charts=tuple(cycle_charts),
        steps=steps_of(view, language),
        revisions=view.revisions,
        revision=revision,
        newer=last if 0 < revision < last else 0,
        preview=view.sheet_id is None,
        wave_href=reverse("programmes:wave", args=[view.sheet.head.wave_reference]),
        by_chance=round(100 * sum(counted) / len(counted)) if counted else 0,
    )
