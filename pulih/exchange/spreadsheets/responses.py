"""Answer sheets in a spreadsheet: one row a person, one column an item; files in, rows to mend out, templates."""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from pulih.actions.assessments.sheet_import import SheetFile, SheetRow
from pulih.exchange.spreadsheets.reading import (
    Cell,
    Columns,
    RawRow,
    Table,
    defused,
    heading_key,
    heading_text,
    read_table,
)
from pulih.exchange.spreadsheets.residents import ERROR_HEADINGS, parse_date, text_of
from pulih.language.wording import say
from pulih.queries.assessments.sheets import WavePeople
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Answer, Instrument, Item, ItemType
from pulih.rules.names import display_name
from pulih.rules.verdicts import Reason

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "register_number": ("Nomor Register", "Register Number", "No Register", "No. Reg", "Noreg"),
    "reference": ("Nomor Pulih", "Pulih Number", "No Pulih", "Reference"),
    "taken_on": ("Tanggal", "Date", "Tanggal Pengisian", "Tgl", "Taken On"),
    "point": ("Titik Pengukuran", "Measurement Point", "Titik", "Pengukuran", "Point"),
    "coding": ("Kode Lembar", "Coding", "Kode", "Pengodean"),
    "mode": ("Cara", "Mode", "Cara Pengisian"),
    "reader": ("Dibacakan Oleh", "Read By", "Pembaca", "Reader"),
    "time_window": ("Rentang Waktu", "Time Window", "Rentang"),
    "because": ("Alasan", "Reason", "Alasan Di Luar Jendela", "Outside Because"),
    "check_sum": ("Jumlah", "Sum", "Jumlah Kode", "Check Sum", "Total"),
}
"""By field: the heading of the template in Indonesian, in English, then what else people write."""
NAMED = ("Nama", "Name")
"""The column of names in a template; it is read over: a sheet is known by its number."""
ITEM_WORDS = ("", "butir ", "item ", "no ", "b", "q")
LEFT_EMPTY = frozenset({"", "-", "–", "−"})
LONGEST = 300


def columns_of(definition: Instrument) -> Columns:
    """The columns a file of this instrument may have."""
    fields = {heading_key(heading): field for field, known in HEADINGS.items() for heading in known}
    for item in definition.items:
        for word in ITEM_WORDS:
            fields.setdefault(heading_key(word + item.code), f"item_{item.code}")
    read_over = (*NAMED, "No", "Keterangan", *ERROR_HEADINGS["id"], *ERROR_HEADINGS["en"])
    required = {"taken_on": HEADINGS["taken_on"][0]}
    required |= {f"item_{item.code}": f"butir {item.code}" for item in definition.listed}
    return Columns(fields, required, frozenset(map(heading_key, read_over)) - set(fields))


def read_responses(content: bytes, name: str, definition: Instrument) -> SheetFile:
    """Read a file of answer sheets; rows in which no answer stands are left over from a template.

    Raises RuleBroken as `read_table` does. Rows are refused with `date_unknown` and its kin,
    `sheet_choice_unknown`, `answer_not_whole`, `answer_not_number`, `check_sum_not_whole`, `cell_too_long`.
    """
    table = read_table(content, name, columns_of(definition))
    known = _choices(definition)
    rows, refused, cells = [], {}, {}
    for raw in table.rows:
        if not any(raw.cells.get(f"item_{item.code}", "") != "" for item in definition.items):
            continue
        row, reasons = _read_row(raw, definition, known)
        rows.append(row)
        cells[raw.number] = raw.cells
        if reasons:
            refused[raw.number] = reasons
    digest = hashlib.sha256(content).digest()
    return SheetFile(name, digest, table.headings, tuple(rows), refused, cells)


def _choices(definition: Instrument) -> dict[str, dict[str, str]]:
    """What may stand in a column of codes: the code itself, or its words in either language."""
    points = ("baseline", "month_3", "month_6", "extra")
    codes = {
        "point": {code: [code, *_said(f"point.{code}")] for code in points},
        "coding": {one.code: [one.code, *_said(f"coding.{one.code}")] for one in definition.codings},
        "mode": {code: [code, *_said(f"mode.{code}")] for code in definition.modes},
        "time_window": {one.code: [one.code, one.words.id, one.words.en] for one in definition.windows},
    }
    return {
        field: {heading_key(word): code for code, words in known.items() for word in words}
        for field, known in codes.items()
    }


def _said(code: str) -> list[str]:
    return [say(code, language) for language in ("id", "en")]


def _read_row(
    raw: RawRow, definition: Instrument, known: Mapping[str, Mapping[str, str]]
) -> tuple[SheetRow, tuple[Reason, ...]]:
    """What can be read of a row, and every reason why something cannot."""
    said: dict[str, Any] = {}
    reasons: list[Reason] = []
    for field in HEADINGS:
        cell = raw.cells.get(field, "")
        if cell == "":
            continue
        try:
            said["stated" if field == "check_sum" else field] = _read(field, cell, known)
        except RuleBroken as broken:
            reasons += [Reason(one.code, one.facts, field) for one in broken.reasons]
    answers: dict[str, Answer | None] = {}
    for item in definition.items:
        try:
            answers[item.code] = _answer(item, raw.cells.get(f"item_{item.code}", ""))
        except RuleBroken as broken:
            reasons += broken.reasons
    return SheetRow(number=raw.number, answers=answers, **said), tuple(reasons)


def _read(field: str, cell: Cell, known: Mapping[str, Mapping[str, str]]) -> object:
    if field == "taken_on":
        return parse_date(cell)
    text = text_of(cell)
    if len(text) > LONGEST:
        raise RuleBroken("cell_too_long", limit=LONGEST)
    if field == "check_sum":
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise RuleBroken("check_sum_not_whole")
        return int(text)
    if field == "point":
        # A plan may have points of its own; whether this one exists is judged with the plan in hand.
        return known["point"].get(heading_key(text), text)
    if field in known:
        found = known[field].get(heading_key(text))
        if found is None:
            raise RuleBroken("sheet_choice_unknown", value=text, known=sorted(set(known[field].values())))
        return found
    return text


def _answer(item: Item, cell: Cell) -> Answer | None:
    about = f"item_{item.code}"
    text = text_of(cell)
    if text in LEFT_EMPTY:
        return None
    if item.type is ItemType.NOTE:
        return text
    if item.type is ItemType.AMOUNT:
        try:
            return float(cell) if isinstance(cell, int | float) else float(text.replace(",", "."))
        except ValueError:
            raise RuleBroken("answer_not_number", about, item=item.code) from None
    if isinstance(cell, bool) or not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RuleBroken("answer_not_whole", about, item=item.code)
    return int(text)


def sheets_to_mend(
    headings: Mapping[str, str], cells: Mapping[int, Mapping[str, Any]]
) -> Table:  # fmt: skip
    """Rows handed back, as the writer of error files takes them."""
    return Table(
        {field: heading_text(heading) for field, heading in headings.items()},
        tuple(RawRow(number, row) for number, row in cells.items()),
    )


def write_sheet_template(
    definition: Instrument,
    people: WavePeople,
    point: str,
    *,
    names: bool,
    word: Callable[[Reason], str],
    language: str = "id",
) -> bytes:
    """A workbook to type sheets into where no line is: a row a person of the wave, a column an item.

    Names only where they are asked for: a file that travels names nobody without need.
    """
    at = 0 if language == "id" else 1
    fields = [*(("name",) if names else ()), *HEADINGS]
    fields = [one for one in fields if one != "time_window" or definition.windows]
    fields.remove("check_sum")
    before = [one for one in fields if one not in ("reader", "because")]
    after = ["check_sum", "because", "reader"]
    headings = [NAMED[at] if one == "name" else HEADINGS[one][at] for one in before]
    headings += [f"{'butir' if language == 'id' else 'item'} {item.code}" for item in definition.listed]
    headings += [HEADINGS[one][at] for one in after]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        dated, text = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("Lembar" if language == "id" else "Sheets")
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for column, field in enumerate(before):
            sheet.set_column(column, column, 18, dated if field == "taken_on" else text)
        sheet.set_column(len(before), len(before) + len(definition.listed) - 1, 6)
        sheet.freeze_panes(1, len(before))
        chosen = _template_people(people, definition.code, point)
        for line, (register_number, reference, name) in enumerate(chosen, start=1):
            known = {"register_number": register_number, "reference": reference, "name": name, "point": point}
            for column, field in enumerate(before):
                if known.get(field):
                    sheet.write_string(line, column, defused(known[field]), text)
        last = max(len(chosen), 1) + 50
        for field, codes in (
            ("coding", [one.code for one in definition.codings]),
            ("mode", list(definition.modes)),
            ("time_window", [one.code for one in definition.windows]),
        ):
            if field in before and codes:
                column = before.index(field)
                sheet.data_validation(1, column, last, column, {"validate": "list", "source": codes})
        _explain(book, definition, word, language)
    return buffer.getvalue()


def _template_people(people: WavePeople, instrument: str, point: str) -> Sequence[tuple[str, str, str]]:
    """Whoever may still be measured at the point, once each, in the order of the register."""
    found: dict[str, tuple[str, str, str]] = {}
    for one in people.subjects:
        planned = point in ("", "extra") or (one.admitted_on and one.point(instrument, point))
        if one.ended_on is None and planned:
            found.setdefault(one.reference, (one.register_number, one.reference, display_name(one.name)))
    return list(found.values())


def _explain(
    book: xlsxwriter.Workbook, definition: Instrument, word: Callable[[Reason], str], language: str
) -> None:
    """A second sheet that says what to type; only the first is read."""
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Penjelasan" if language == "id" else "Explanations")
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    lines = [(HEADINGS[field][0 if language == "id" else 1], word(Reason(f"sheet_column_{field}")))
             for field in HEADINGS]  # fmt: skip
    lines += [
        (f"{'butir' if language == 'id' else 'item'} {item.code}", _range(item)) for item in definition.listed
    ]
    for line, (heading, words) in enumerate(lines):
        sheet.write_string(line, 0, heading, bold)
        sheet.write_string(line, 1, words, wrapped)


def _range(item: Item) -> str:
    if item.type is ItemType.CHOICE:
        return ", ".join(str(value) for value in item.values)
    return f"{item.least} – {item.most}"
