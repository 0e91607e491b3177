"""The register of residents as the prison database exports it, read into rows of the import rule."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from pulih.exchange.spreadsheets.reading import Cell, Columns, RawRow, Table, heading_key, read_table
from pulih.rules.errors import RuleBroken
from pulih.rules.identity import Sex, parse_national_number
from pulih.rules.names import clean_name
from pulih.rules.register import RegisterRow
from pulih.rules.sentences import split_articles
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Reason

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "register_number": ("Nomor Register", "Register Number", "No Register", "No. Reg", "Noreg"),
    "name": ("Nama", "Name", "Nama Lengkap", "Nama WBP", "Full Name"),
    "aliases": ("Alias", "Aliases", "Nama Alias", "Nama Lain", "Also Known As"),
    "sex": ("Jenis Kelamin", "Sex", "JK", "L/P", "Kelamin", "Gender"),
    "birth_date": ("Tanggal Lahir", "Birth Date", "Tgl Lahir", "Date of Birth"),
    "birth_year": ("Tahun Lahir", "Birth Year", "Thn Lahir", "Year of Birth"),
    "national_number": ("NIK", "National Number", "Nomor Induk Kependudukan", "No KTP"),
    "kind": ("Status", "Kind", "Status WBP", "Golongan"),
    "block": ("Blok", "Block", "Blok Kamar", "Kamar", "Cell"),
    "started_on": ("Tanggal Masuk", "Admission Date", "Tgl Masuk", "Masuk", "Admitted On"),
    "articles": ("Pasal", "Articles", "Pasal Perkara", "Article"),
    "sentence_started_on": ("Tanggal Mulai Pidana", "Sentence Start", "Tgl Mulai Pidana", "Mulai Pidana"),
    "two_thirds_on": ("Tanggal 2/3", "Two Thirds Date", "Tgl 2/3", "2/3", "2/3 Masa Pidana", "Two Thirds"),
    "expires_on": ("Tanggal Ekspirasi", "Expiry Date", "Tgl Ekspirasi", "Ekspirasi", "Expires On"),
    "as_of": ("Per Tanggal", "As Of", "Per Tgl", "Keadaan Per"),
}
"""By field: the heading of the template in Indonesian, in English, then what else people write."""

ERROR_HEADINGS = {
    "id": ("Baris semula", "Yang perlu diperbaiki"),
    "en": ("Original row", "What to mend"),
}
"""The two columns an error file adds; read over, so that a mended error file is imported as it is."""

_READ_OVER = ("No", "Nomor", "Foto", "Keterangan", *ERROR_HEADINGS["id"], *ERROR_HEADINGS["en"])

COLUMNS = Columns(
    fields={heading_key(heading): field for field, known in HEADINGS.items() for heading in known},
    required={field: HEADINGS[field][0] for field in ("register_number", "name")},
    ignored=frozenset(map(heading_key, _READ_OVER)),
)

_SEXES = {
    **dict.fromkeys(("l", "lk", "laki", "lakilaki", "pria", "m", "male", "man"), Sex.MALE),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "w", "f", "female", "woman"), Sex.FEMALE),
}
_KINDS = {
    **dict.fromkeys(("tahanan", "th", "remand", "detainee"), StayKind.REMAND),
    **dict.fromkeys(("narapidana", "napi", "np", "anakbinaan", "sentenced", "prisoner"), StayKind.SENTENCED),
    **dict.fromkeys(("klien", "klienpemasyarakatan", "probation", "client"), StayKind.PROBATION),
}
_MONTHS = {
    month: number
    for number, months in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for month in months.split()
}


@dataclass(frozen=True)
class ResidentFile:
    """A register read: sound rows, why the others were refused by row number, and the file as it stood."""

    rows: tuple[RegisterRow, ...]
    refused: Mapping[int, tuple[Reason, ...]]
    table: Table

    @property
    def is_part(self) -> bool:
        """Whether this is an error file of ours, mended: it holds only some of the register."""
        ours = {heading_key(headings[1]) for headings in ERROR_HEADINGS.values()}
        return any(heading_key(heading) in ours for heading in self.table.read_over)

    @property
    def refused_registers(self) -> frozenset[str]:
        """Register numbers in refused rows: the file names them, so their residents have not gone."""
        cells = (
            row.cells.get("register_number", "") for row in self.table.rows if row.number in self.refused
        )
        return frozenset(text for cell in cells if (text := text_of(cell)))


def read_residents(content: bytes, name: str, *, as_of: date | None = None) -> ResidentFile:
    """Read a register file; `as_of` stands in where the file does not say when its dates were true.

    Raises RuleBroken as `read_table` does. A row is refused with `sex_unknown`, `kind_unknown`,
    `date_unknown`, `date_short_year`, `date_impossible`, `year_unknown`, `national_number_damaged`,
    `register_number_missing`, `cell_too_long`, and the codes of `clean_name` and `parse_national_number`.
    """
    table = read_table(content, name, COLUMNS)
    rows, refused = [], {}
    for raw in table.rows:
        row, reasons = _read_row(raw, as_of)
        if row is None:
            refused[raw.number] = reasons
        else:
            rows.append(row)
    return ResidentFile(tuple(rows), refused, table)


def _read_row(raw: RawRow, as_of: date | None) -> tuple[RegisterRow | None, tuple[Reason, ...]]:
    """The row, or every reason why not."""
    said: dict[str, object] = {}
    reasons: list[Reason] = []
    for field, read in _READERS.items():
        cell = raw.cells.get(field, "")
        if cell == "" and field not in COLUMNS.required:
            continue
        try:
            said[field] = read(cell)
        except RuleBroken as broken:
            reasons += [Reason(one.code, one.facts, field) for one in broken.reasons]
    if reasons:
        return None, tuple(reasons)
    if said.get("two_thirds_on") or said.get("expires_on"):
        said.setdefault("as_of", as_of)
    return RegisterRow(number=raw.number, **said), ()  # type: ignore[arg-type]


def text_of(cell: Cell) -> str:
    """A cell as text; a whole number loses the `.0` a spreadsheet gives it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _register_number(cell: Cell) -> str:
    text = _short(cell)
    if not any(c.isalnum() for c in text):
        raise RuleBroken("register_number_missing")
    return text


def _short(cell: Cell) -> str:
    text = text_of(cell)
    if len(text) > 60:
        raise RuleBroken("cell_too_long", limit=60)
    return text


def _aliases(cell: Cell) -> tuple[str, ...]:
    parts = re.split(r"[;,/]|\b(?:alias|als)\b\.?", text_of(cell), flags=re.IGNORECASE)
    return tuple(dict.fromkeys(clean_name(part) for part in parts if part.strip(" -.")))


def _sex(cell: Cell) -> Sex:
    found = _SEXES.get(heading_key(cell))
    if found is None:
        raise RuleBroken("sex_unknown", value=text_of(cell))
    return found


def _kind(cell: Cell) -> StayKind:
    found = _KINDS.get(heading_key(cell))
    if found is None:
        raise RuleBroken("kind_unknown", value=text_of(cell))
    return found


def _national_number(cell: Cell) -> str:
    """Spreadsheets keep fifteen digits of a number, so sixteen stored as one are always in doubt."""
    text = text_of(cell)
    as_number = isinstance(cell, int | float) and abs(cell) >= 1e15
    if as_number or re.fullmatch(r"\d([.,]\d+)?E\+?\d+", text, flags=re.IGNORECASE):
        raise RuleBroken("national_number_damaged")
    return parse_national_number(text).digits


def _year(cell: Cell) -> int:
    text = text_of(cell)
    if not re.fullmatch(r"[12]\d{3}", text):
        raise RuleBroken("year_unknown", value=text)
    return int(text)


def parse_date(cell: Cell) -> date:
    """A date cell, or text with the day first, an ISO date, or with a month's name in either language.

    Raises RuleBroken: `date_unknown`, `date_short_year`, `date_impossible`.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", text):
        return _date(text, int(iso[1]), int(iso[2]), int(iso[3]))
    if parts := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[A-Za-z]+)\.?\s*[-/., ]\s*(\d{2}|\d{4})", text):
        month = int(parts[2]) if parts[2].isdigit() else _MONTHS.get(parts[2].lower())
        if month is None:
            raise RuleBroken("date_unknown", value=text)
        if len(parts[3]) == 2:
            raise RuleBroken("date_short_year", value=text)
        return _date(text, int(parts[3]), month, int(parts[1]))
    raise RuleBroken("date_unknown", value=text)


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken("date_impossible", value=text) from None


_READERS: Mapping[str, Callable[[Cell], object]] = {
    "register_number": _register_number,
    "name": lambda cell: clean_name(text_of(cell)),
    "aliases": _aliases,
    "sex": _sex,
    "birth_date": parse_date,
    "birth_year": _year,
    "national_number": _national_number,
    "kind": _kind,
    "block": _short,
    "started_on": parse_date,
    "articles": lambda cell: split_articles(text_of(cell)),
    "sentence_started_on": parse_date,
    "two_thirds_on": parse_date,
    "expires_on": parse_date,
    "as_of": parse_date,
}
assert set(_READERS) == {field.name for field in fields(RegisterRow)} - {"number"}
