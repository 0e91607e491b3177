"""The refused rows given back, each with what to mend, in a workbook that can be imported once mended."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pulih.exchange.spreadsheets.reading import Cell, Table, defused
from pulih.exchange.spreadsheets.residents import ERROR_HEADINGS, text_of
from pulih.rules.verdicts import Reason

LONGEST_EXACT_NUMBER = 10**15
"""Larger numbers lose digits in a spreadsheet and are written as text."""


def write_error_file(
    table: Table,
    refused: Mapping[int, Sequence[Reason]],
    word: Callable[[Reason], str],
    language: str = "id",
) -> bytes:
    """An XLSX workbook of the refused rows: row number, what to mend, then the row as it stood.

    `refused` maps row numbers of the file to reasons, `word` words one. No cell can run as a formula or link.
    The workbook holds what the file held, names and national numbers included: keep it as close.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Perbaikan" if language == "id" else "To mend")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        dated = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        for column, heading in enumerate((*ERROR_HEADINGS[language], *table.headings.values())):
            sheet.write_string(0, column, defused(heading), bold)
        rows = [row for row in table.rows if row.number in refused]
        for line, row in enumerate(rows, start=1):
            sheet.write_number(line, 0, row.number, wrapped)
            words = "\n".join(dict.fromkeys(word(reason) for reason in refused[row.number]))
            sheet.write_string(line, 1, defused(words), wrapped)
            for column, field in enumerate(table.headings, start=2):
                _write(sheet, line, column, row.cells.get(field, ""), wrapped, dated)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 1 + len(table.headings), 20)
    return buffer.getvalue()


def _write(sheet: Worksheet, line: int, column: int, cell: Cell, plain: Format, dated: Format) -> None:
    """One cell as it was, never as a formula."""
    if cell == "":
        return
    if isinstance(cell, date | datetime) and cell.year >= 1900:
        day = datetime(cell.year, cell.month, cell.day)
        sheet.write_datetime(line, column, day, dated)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < LONGEST_EXACT_NUMBER:
        sheet.write_number(line, column, cell, plain)
    else:
        sheet.write_string(line, column, defused(text_of(cell)), plain)
