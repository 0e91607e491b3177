"""The result sheet as a workbook: one sheet to read, one tidy for reckoning, one of those who were lost.

Figures are numbers, never text: counts whole, percentages unrounded with the format 0%, so that they show
what the page shows. Texts are written as strings, so that no note can run as a formula.
"""

import io
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulih.language.wording import say
from pulih.reports.printed import Figure, SheetRows, Table
from pulih.reports.result_rows import sheet_rows
from pulih.rules.outcomes import ResultSheet

_PARTS = ("count", "of", "percent", "low", "high")
"""What a figure takes in the sheet to read: a cell each."""
_TIDY = ("column_code", "column", "section", "code", "item", *_PARTS, "value")
_LOST = ("register_number", "programme", "month", "on", "reason", "group", "note")


def result_workbook(sheet: ResultSheet, language: str) -> bytes:
    """An XLSX workbook of everything the sheet says."""
    buffer = io.BytesIO()
    rows = sheet_rows(sheet, language)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        signed = [one.at for one in (sheet.head.drafted, sheet.head.checked, sheet.head.approved) if one]
        made = max((one.replace(tzinfo=None) for one in signed), default=datetime(2000, 1, 1))
        book.set_properties({"title": rows.title, "company": rows.issuer, "created": made})
        pages = [book.add_worksheet(say(f"book.{name}", language)) for name in ("reading", "figures", "lost")]
        forms = _Forms(book)
        _Reading(pages[0], rows, forms, language).write()
        _figures(pages[1], rows, forms, language)
        _lost(pages[2], sheet, rows, forms, language)
        for page in pages:
            _for_paper(page, rows)
    return buffer.getvalue()


class _Forms:
    """The formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title: Format = book.add_format({"bold": True, "font_size": 16})
        self.head: Format = book.add_format({"bold": True, "font_size": 12})
        self.bold: Format = book.add_format({"bold": True})
        self.alarm: Format = book.add_format({"bold": True, "font_color": "#AD241C"})
        self.muted: Format = book.add_format({"font_color": "#56615D"})
        self.column: Format = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "align": "center"}
        )
        self.heading: Format = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.part: Format = book.add_format({"indent": 1})
        self.total: Format = book.add_format({"bold": True, "top": 1})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.count: Format = book.add_format({"num_format": "#,##0"})
        self.summed: Format = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
        self.percent: Format = book.add_format({"num_format": "0%"})
        self.points: Format = book.add_format({"num_format": "0.0"})
        self.dated: Format = book.add_format({"num_format": "dd/mm/yyyy"})


def _for_paper(page: Worksheet, rows: SheetRows) -> None:
    """A4 across, as wide as the page; the mark of a draft on every one."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    stamp = rows.superseded_mark or rows.draft_mark
    if stamp:
        page.set_header(f"&C&B{stamp}")
    page.set_footer(f"&L{rows.number.replace('&', '&&')}&R&P / &N")


def _write(
    page: Worksheet, line: int, at: int, figure: Figure, forms: _Forms, *, total: bool = False
) -> None:
    """Count, denominator, percent and interval in five cells; empty where it does not apply."""
    counted = forms.summed if total else forms.count
    for place, value in enumerate((figure.count, figure.of)):
        if value is not None:
            page.write_number(line, at + place, value, counted)
    for place, percent in enumerate((figure.percent, figure.low, figure.high), start=2):
        if percent is not None:
            page.write_number(line, at + place, percent / 100, forms.percent)


class _Reading:
    """The sheet in the order of the page, a block of five cells for each column."""

    def __init__(self, page: Worksheet, rows: SheetRows, forms: _Forms, language: str) -> None:
        self.page, self.rows, self.forms, self.language = page, rows, forms, language
        self.line = 0

    def say(self, text: str, form: Format | None = None, at: int = 0) -> None:
        """A line of text."""
        self.page.write_string(self.line, at, text, form)
        self.line += 1

    def write(self) -> None:
        """Everything but those who were lost, who have a sheet of their own."""
        rows, forms = self.rows, self.forms
        self.page.set_column(0, 0, 46)
        self.page.set_column(1, len(_PARTS) * len(rows.columns), 9)
        self.say(rows.issuer, forms.muted)
        self.say(rows.title, forms.title)
        self.say(f"{rows.period} {rows.fixed}", forms.muted)
        self.say(rows.standing, forms.bold)
        for warning in (rows.superseded_mark, rows.draft_mark, *rows.warnings):
            if warning:
                self.say(warning, forms.alarm)
        self.line += 1
        for said in (*rows.outcome, rows.success_means):
            self.say(said)
        for table in rows.tables:
            self.table(table)
        self.line += 1
        self.say(say("sheet.signatures", self.language), forms.head)
        for one in rows.signatures:
            self.say(" · ".join(part for part in (one.step, one.role, one.name, one.at) if part))
        self.line += 1
        self.say(say("sheet.origin", self.language), forms.head)
        for said in rows.origin:
            self.say(said, forms.muted)
        for label, value in rows.seal:
            self.say(f"{label}: {value}" if value else label, forms.muted)

    def table(self, table: Table) -> None:
        """One section with its two lines of headings."""
        page, forms = self.page, self.forms
        self.line += 1
        self.say(table.title, forms.head)
        page.write_string(self.line + 1, 0, say("sheet.item", self.language), forms.heading)
        for place, name in enumerate(self.rows.columns):
            at = 1 + len(_PARTS) * place
            page.merge_range(self.line, at, self.line, at + len(_PARTS) - 1, "", forms.column)
            page.write_string(self.line, at, name, forms.column)
            for part, heading in enumerate(_PARTS):
                page.write_string(
                    self.line + 1, at + part, say(f"book.{heading}", self.language), forms.heading
                )
        self.line += 2
        for row in table.rows:
            form = (
                forms.total if row.total else forms.part if row.level else None if row.figures else forms.bold
            )
            page.write_string(self.line, 0, f"{row.label} ({row.note})" if row.note else row.label, form)
            for place, figure in enumerate(row.figures):
                at = 1 + len(_PARTS) * place
                _write(page, self.line, at, figure, forms, total=row.total)
                if figure.points is not None:
                    page.write_number(self.line, at, figure.points, forms.points)
                if row.total:
                    page.write_string(
                        self.line, at + 1, row.checks[place] or say("sheet.adds_up", self.language)
                    )
            self.line += 1
        for note in table.notes:
            self.say(note, forms.muted)


def _figures(page: Worksheet, rows: SheetRows, forms: _Forms, language: str) -> None:
    """A line a figure, so that it can be filtered and reckoned with."""
    for at, name in enumerate(_TIDY):
        code = "sheet.item" if name == "item" else f"book.{name}"
        page.write_string(0, at, say(code, language), forms.heading)
    line = 0
    for table in rows.tables:
        for code, label, place, figure in table.figures():
            line += 1
            texts = (rows.column_codes[place], rows.columns[place], table.title, code, label)
            for at, text in enumerate(texts):
                page.write_string(line, at, text)
            _write(page, line, len(texts), figure, forms)
            if figure.points is not None:
                page.write_number(line, len(_TIDY) - 1, figure.points, forms.points)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, line, len(_TIDY) - 1)
    page.set_column(0, 2, 22)
    page.set_column(3, 4, 44)


def _lost(page: Worksheet, sheet: ResultSheet, rows: SheetRows, forms: _Forms, language: str) -> None:
    """The enrolments that did not complete, with dates that are dates."""
    for at, name in enumerate(_LOST):
        page.write_string(0, at, say(f"sheet.{name}", language), forms.heading)
    for line, (one, worded) in enumerate(zip(sheet.lost, rows.lost, strict=True), start=1):
        page.write_string(line, 0, worded.register_number)
        page.write_string(line, 1, worded.programme)
        page.write_number(line, 2, worded.month, forms.count)
        page.write_datetime(line, 3, datetime(one.on.year, one.on.month, one.on.day), forms.dated)
        page.write_string(line, 4, worded.reason)
        page.write_string(line, 5, worded.group)
        page.write_string(line, 6, worded.note, forms.wrapped)
    page.freeze_panes(1, 1)
    page.set_column(0, 5, 20)
    page.set_column(6, 6, 48)
