"""The workbook people fill in when they have no export: headings, one example row, explanations."""

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime

import xlsxwriter

from pulih.exchange.spreadsheets.residents import COLUMNS, HEADINGS
from pulih.rules.verdicts import Reason

EXAMPLE: Mapping[str, str | date | int] = {
    "register_number": "BI.123/2024",
    "name": "Ratna Contohwati",
    "aliases": "Nana",
    "sex": "P",
    "birth_date": date(1990, 5, 3),
    "birth_year": 1990,
    "national_number": "9971014305900012",
    "kind": "Narapidana",
    "block": "Melati 2",
    "started_on": date(2024, 1, 9),
    "articles": "112 ayat (1); 127 ayat (1) huruf a",
    "sentence_started_on": date(2023, 11, 20),
    "two_thirds_on": date(2026, 7, 22),
    "expires_on": date(2027, 11, 20),
    "as_of": date(2024, 6, 1),
}
"""An invented person; the prefix 99 of the national number belongs to no region."""

_SHEETS = {"id": ("Warga binaan", "Contoh", "Penjelasan"), "en": ("Residents", "Example", "Explanations")}
_LAST_LINE = 50_000


def write_template(word: Callable[[Reason], str], language: str = "id") -> bytes:
    """An XLSX workbook of three sheets; only the first, empty below its headings, is read when imported.

    `word` words `import_column_<field>` (what to fill in) and `import_column_required` / `_optional`.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        empty, example, explained = (book.add_worksheet(name) for name in _SHEETS[language])
        headings = {field: known[0 if language == "id" else 1] for field, known in HEADINGS.items()}
        for column, (field, heading) in enumerate(headings.items()):
            shown = EXAMPLE[field]
            style = dated if isinstance(shown, date) else None if isinstance(shown, int) else text
            for sheet in (empty, example):
                sheet.write_string(0, column, heading, bold)
                sheet.set_column(column, column, 20, style)
                sheet.freeze_panes(1, 2)
            if isinstance(shown, date):
                example.write_datetime(1, column, datetime(shown.year, shown.month, shown.day), dated)
            elif isinstance(shown, int):
                example.write_number(1, column, shown)
            else:
                example.write_string(1, column, shown, text)
            owed = "import_column_required" if field in COLUMNS.required else "import_column_optional"
            explained.write_string(column, 0, heading, bold)
            explained.write_string(column, 1, word(Reason(owed)), wrapped)
            explained.write_string(column, 2, word(Reason(f"import_column_{field}")), wrapped)
        explained.set_column(0, 1, 22)
        explained.set_column(2, 2, 90)
        _offer(empty, list(headings), "sex", ["L", "P"])
        _offer(empty, list(headings), "kind", ["Tahanan", "Narapidana"])
    return buffer.getvalue()


def _offer(sheet: xlsxwriter.worksheet.Worksheet, fields: list[str], field: str, values: list[str]) -> None:
    """Let people pick a value; another one may still be typed and is then judged when imported."""
    column = fields.index(field)
    choice = {"validate": "list", "source": values, "error_type": "warning"}
    sheet.data_validation(1, column, _LAST_LINE, column, choice)
