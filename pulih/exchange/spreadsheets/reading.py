"""Read a spreadsheet or a text table into rows under known columns, or say plainly why it cannot be read."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from pulih.rules.errors import RuleBroken, require
from pulih.rules.verdicts import Reason, Verdict

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 50_000
HEADING_WITHIN = 15
"""Rows at the top in which the heading is looked for: exports put a title and a date above it."""

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What a cell holds; an empty cell is an empty text."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Columns:
    """The columns a kind of file may have: heading (as `heading_key`) to field, and what is owed."""

    fields: Mapping[str, str]
    required: Mapping[str, str]
    """Field to the heading people know it by."""
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RawRow:
    """One row as it stands; `number` counts as the spreadsheet does, from 1."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """A file read: the headings as written, by field, in the file's order, and the rows below them."""

    headings: Mapping[str, str]
    rows: tuple[RawRow, ...]
    read_over: tuple[str, ...] = ()
    """Headings of the columns that are not read."""


def read_table(content: bytes, name: str, columns: Columns) -> Table:
    """Rows of the first sheet of an XLSX file, or of a CSV file (UTF-8, Windows-1252 or UTF-16).

    Raises RuleBroken: `file_empty`, `file_too_large`, `file_kind_unknown`, `file_password_protected`,
    `file_unreadable`, `file_too_many_rows`, `file_without_heading`, `file_without_rows`, `column_unknown`,
    `column_twice`, `column_missing` (all troubles with columns at once).
    """
    if not content.strip():
        raise RuleBroken("file_empty", "file")
    if len(content) > LARGEST_FILE:
        raise RuleBroken("file_too_large", "file", limit=LARGEST_FILE // 1024 // 1024)
    grid = _read_grid(content, name)
    at, fields = _find_heading(grid, columns)
    body = (
        RawRow(number, {field: _tidy(row[i]) for i, field in fields.items() if i < len(row)})
        for number, row in enumerate(grid[at + 1 :], start=at + 2)
    )
    rows = tuple(row for row in body if any(cell != "" for cell in row.cells.values()))
    if not rows:
        raise RuleBroken("file_without_rows", "file")
    read_over = tuple(str(cell).strip() for cell in grid[at] if heading_key(cell) in columns.ignored)
    return Table({field: heading_text(grid[at][i]) for i, field in fields.items()}, rows, read_over)


def heading_text(heading: object) -> str:
    """A heading as people see it: a column headed 1 comes out of a workbook as 1.0."""
    if isinstance(heading, float) and heading.is_integer():
        heading = int(heading)
    return str(heading).strip()


def heading_key(heading: object) -> str:
    """A heading as compared: small letters and digits; accents, spaces and punctuation do not matter."""
    plain = unicodedata.normalize("NFKD", heading_text(heading)).casefold()
    return re.sub(r"[^a-z0-9]", "", plain)


def _read_grid(content: bytes, name: str) -> list[list[Cell]]:
    """All cells; what the file is decides its first bytes, not its name."""
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content, name)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise RuleBroken("file_password_protected", "file")
        raise RuleBroken("file_kind_unknown", "file", name=name)
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise RuleBroken("file_kind_unknown", "file", name=name)
    return _read_text(content)


def _read_workbook(content: bytes, name: str) -> list[list[Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise RuleBroken("file_too_large", "file", limit=LARGEST_FILE // 1024 // 1024)
        if any(part.flag_bits & 1 for part in parts):
            raise RuleBroken("file_password_protected", "file")
        if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
            raise RuleBroken("file_kind_unknown", "file", name=name)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS + HEADING_WITHIN:
            raise RuleBroken("file_too_many_rows", "file", limit=MOST_ROWS)
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, EOFError) as broken:
        raise RuleBroken("file_unreadable", "file") from broken


def _read_text(content: bytes) -> list[list[Cell]]:
    text = _decode(content)
    if "\x00" in text:
        raise RuleBroken("file_unreadable", "file")
    if stated := re.match(r"sep=(.)\r?\n", text):
        text, delimiter = "\n" + text[stated.end() :], stated[1]
    else:
        top = text[:4000]
        delimiter = max(";", ",", "\t", key=top.count)
    grid: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            grid.append([*row])
            if len(grid) > MOST_ROWS + HEADING_WITHIN:
                raise RuleBroken("file_too_many_rows", "file", limit=MOST_ROWS)
    except csv.Error as broken:
        raise RuleBroken("file_unreadable", "file") from broken
    return grid


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken("file_unreadable", "file")


def _find_heading(grid: list[list[Cell]], columns: Columns) -> tuple[int, dict[int, str]]:
    """The row with the most known headings near the top (at least two), and its columns' fields."""
    best, at = max(
        ((sum(heading_key(cell) in columns.fields for cell in row), -i) for i, row in _top(grid)),
        default=(0, 0),
    )
    if best < 2:
        raise RuleBroken("file_without_heading", "file", examples=list(columns.required.values()))
    heading = grid[-at]
    reasons: list[Reason] = []
    fields: dict[int, str] = {}
    for i, cell in enumerate(heading):
        key = heading_key(cell)
        if not key or key in columns.ignored:
            continue
        field = columns.fields.get(key)
        if field is None:
            reasons.append(Reason("column_unknown", {"column": heading_text(cell)}, "file"))
        elif field in fields.values():
            reasons.append(Reason("column_twice", {"column": heading_text(cell)}, "file"))
        else:
            fields[i] = field
    missing = [heading for field, heading in columns.required.items() if field not in fields.values()]
    reasons += [Reason("column_missing", {"column": heading}, "file") for heading in missing]
    require(Verdict(not reasons, tuple(reasons)))
    return -at, fields


def _top(grid: list[list[Cell]]) -> Iterable[tuple[int, list[Cell]]]:
    return enumerate(grid[:HEADING_WITHIN])


def _tidy(cell: Cell) -> Cell:
    """Text without surrounding space, and without the apostrophe that keeps it from being a formula."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith((*_DANGEROUS, *"0123456789")) else text


def defused(text: str) -> str:
    """Text that no spreadsheet will run as a formula; `read_table` reads it back as it was."""
    return "'" + text if text.startswith(_DANGEROUS) else text
