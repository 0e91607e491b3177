"""Between spreadsheets and the import of a register: files in, rows to mend out."""

import hashlib
from collections.abc import Callable
from datetime import date

from pulih.actions.imports import HandedBack, RegisterFile
from pulih.exchange.spreadsheets.error_file import write_error_file
from pulih.exchange.spreadsheets.reading import RawRow, Table
from pulih.exchange.spreadsheets.residents import read_residents
from pulih.rules.verdicts import Reason


def register_from(
    content: bytes, name: str, *, as_of: date | None = None, part: bool = False
) -> RegisterFile:
    """A file's register, ready to be staged; raises RuleBroken where it cannot be read at all.

    A mended error file is known to be only a part, so that nobody else is thought gone.
    """
    read = read_residents(content, name, as_of=as_of)
    return RegisterFile(
        name=name,
        sha256=hashlib.sha256(content).digest(),
        headings=read.table.headings,
        rows=read.rows,
        refused=read.refused,
        cells={row.number: row.cells for row in read.table.rows},
        part=part or read.is_part,
    )


def rows_to_mend(back: HandedBack, word: Callable[[Reason], str], language: str) -> bytes:
    """The workbook of the rows handed back, each with what to mend."""
    rows = tuple(RawRow(number, cells) for number, cells in back.cells.items())
    return write_error_file(Table(back.headings, rows), back.reasons, word, language)
