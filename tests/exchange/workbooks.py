"""Small files made in memory, as people would send them."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook


def workbook(*lines: Sequence[Any]) -> bytes:
    """An XLSX file of one sheet; dates become real dates, numbers numbers, all else text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), dated)
                elif isinstance(cell, int | float):
                    sheet.write_number(line, column, cell)
                elif cell:
                    sheet.write_string(line, column, str(cell))
    return buffer.getvalue()


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """All sheets of a workbook as rows."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def parts_of(content: bytes) -> str:
    """The XML of all worksheets, to look for what must not be there."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if "worksheets" in name)
