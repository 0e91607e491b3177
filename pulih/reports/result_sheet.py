"""The result sheet as a PDF: A4, tagged for readers of the screen (PDF/UA-1) and for keeping (PDF/A-2a).

typst lays out `definitions/letters/result-sheet.typ`. It gets worded data as JSON and no markup, so that no
name or note can change the document. It reads nothing from the machine: the typeface comes from a package.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pulih.language.wording import say
from pulih.reports.figures import forests
from pulih.reports.printed import SheetRows, Table
from pulih.reports.result_rows import sheet_rows
from pulih.reports.typesetting import typeset
from pulih.rules.outcomes import Head, ResultSheet

_WORDS = (
    "item",
    "adds_up",
    "chart",
    "meaning",
    "meaning_text",
    "register_number",
    "programme",
    "month",
    "on",
    "reason",
    "group",
    "note",
    "signatures",
    "origin",
)
_LONGEST_LINE = 96
"""Digits of a hash or signature that fit on a line."""


def result_pdf(sheet: ResultSheet, language: str) -> bytes:
    """The document. The same sheet gives the same bytes, whenever it is made.

    What nobody has signed yet is a working paper: it bears no date and is not made for the archive.
    """
    made = _made(sheet.head)
    return typeset(
        "result-sheet",
        _printed(sheet, language),
        to_keep=made is not None,
        made=int(made.timestamp()) if made else 0,
    )


def _made(head: Head) -> datetime | None:
    """When the document became what it is: at its last signature."""
    signed = [one.at for one in (head.drafted, head.checked, head.approved) if one is not None]
    return max((one if one.tzinfo else one.replace(tzinfo=UTC) for one in signed), default=None)


def _printed(sheet: ResultSheet, language: str) -> Mapping[str, Any]:
    rows = sheet_rows(sheet, language)
    made = _made(sheet.head)
    plain = asdict(rows)
    plain["language"] = language
    plain["made"] = {"year": made.year, "month": made.month, "day": made.day} if made else None
    plain["tables"] = {one.code: _table(one, language) for one in rows.tables}
    plain["charts"] = [asdict(one) for one in forests(sheet, language)]
    plain["words"] = {word: say(f"sheet.{word}", language) for word in _WORDS}
    plain["seal"] = _seal(rows)
    return plain


def _table(table: Table, language: str) -> Mapping[str, Any]:
    plain = asdict(table)
    below = [row.level for row in table.rows[1:]] + [0]
    for row, laid, level in zip(table.rows, plain["rows"], below, strict=True):
        laid["whole"] = level > row.level
        laid["figures"] = [
            {"main": one.main(language), "second": one.second(language)} for one in row.figures
        ]
    return plain


def _seal(rows: SheetRows) -> list[list[Any]]:
    """Long digits in lines that fit."""
    return [
        [label, [value[at : at + _LONGEST_LINE] for at in range(0, len(value), _LONGEST_LINE)]]
        for label, value in rows.seal
    ]
