"""Registers of made-up people for tests of the import: numbers of region 99, names of nobody."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import xlsxwriter

from pulih.rules.actors import Actor
from pulih.rules.identity import Sex
from pulih.rules.register import RegisterRow
from pulih.rules.stays import StayKind

_NAMES = (
    "Bima Sari Dimas Ratna Adi Wulan Joko Sinta Agus Dewi Bayu Citra Eko Fitri Galih Hana",
    "Arya Panca Surya Laras Putra Langit Samudra Wira Cahya Bumi Tirta Rimba Angin Jati",
    "Contoh Rekaan Karangan Umpama Misal Ibarat Andaian Khayali Tiruan Semisal Segara",
)
_FIRST, _MIDDLE, _LAST = (names.split() for names in _NAMES)


def national_number(born: date, serial: int, region: int = 1) -> str:
    """A number of sound structure that nobody bears."""
    return f"99{region:04d}{born:%d%m%y}{serial:04d}"


def resident(number: int, *, region: int = 1, **said) -> RegisterRow:
    """Row `number` of a register: a sentenced man unless said otherwise."""
    born = date(1970, 1, 1) + timedelta(days=number * 3 % 9000)
    started = date(2023, 1, 2) + timedelta(days=number % 700)
    facts = {
        "register_number": f"BI.{number}/2024",
        "name": f"{_FIRST[number % 16]} {_MIDDLE[number // 16 % 14]} {_LAST[number // 224 % 11]}",
        "sex": Sex.MALE,
        "birth_date": born,
        "national_number": national_number(born, number, region),
        "kind": StayKind.SENTENCED,
        "block": f"C {number % 9}",
        "started_on": started,
        "articles": ("127 ayat (1) huruf a",),
        "sentence_started_on": started,
        "two_thirds_on": started + timedelta(days=800),
        "expires_on": started + timedelta(days=1200),
        "as_of": date(2026, 6, 1),
    }
    return RegisterRow(number=number, **{**facts, **said})


def residents(count: int, **said) -> list[RegisterRow]:
    """A register of so many people, rows 2 onwards as a spreadsheet counts."""
    return [resident(number, **said) for number in range(2, count + 2)]


def register(rows: Iterable[RegisterRow], *, refused=None, cells=None, name="register.xlsx", part=False):
    """A register as the import takes it; `cells` are of refused rows, which have no facts."""
    from pulih.actions.imports import RegisterFile

    rows = tuple(rows)
    stood = {row.number: {field: getattr(row, field) or "" for field in HEADINGS} for row in rows}
    return RegisterFile(
        name=name,
        sha256=hashlib.sha256(name.encode()).digest(),
        headings=HEADINGS,
        rows=rows,
        refused=refused or {},
        cells=stood | (cells or {}),
        part=part,
    )


HEADINGS = {
    "register_number": "Nomor Register",
    "name": "Nama",
    "sex": "JK",
    "birth_date": "Tanggal Lahir",
    "national_number": "NIK",
    "kind": "Status",
    "block": "Blok",
    "started_on": "Tanggal Masuk",
    "articles": "Pasal",
    "sentence_started_on": "Mulai Pidana",
    "two_thirds_on": "Tanggal 2/3",
    "expires_on": "Ekspirasi",
    "as_of": "Per Tanggal",
}
_WRITTEN = {"male": "L", "female": "P", "remand": "Tahanan", "sentenced": "Narapidana"}


def workbook(rows: Iterable[RegisterRow], **extra: str) -> bytes:
    """The register as an XLSX file; `extra` adds columns with one text in each row."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, heading in enumerate([*HEADINGS.values(), *extra]):
            sheet.write_string(0, column, heading)
        for row in rows:
            for column, field in enumerate(HEADINGS):
                value = getattr(row, field)
                if isinstance(value, date):
                    day = datetime(value.year, value.month, value.day)
                    sheet.write_datetime(row.number - 1, column, day, dated)
                elif value:
                    text = "; ".join(value) if isinstance(value, tuple) else _WRITTEN.get(value, value)
                    sheet.write_string(row.number - 1, column, text)
            for column, text in enumerate(extra.values(), start=len(HEADINGS)):
                sheet.write_string(row.number - 1, column, text)
    return buffer.getvalue()


def stage(by: Actor, rows: Iterable[RegisterRow], **more):
    """A register checked by somebody; its batch."""
    from pulih.actions import imports
    from pulih.queries import imports as queries
    from pulih.records import scope

    with scope.acting_as(by):
        batch_id = imports.stage_import(file=register(rows, **more), by=by)
        return queries.batch(by, batch_id)


def apply(by: Actor, batch, **more):
    """A checked register written to the record."""
    from pulih.actions import imports
    from pulih.records import scope

    with scope.acting_as(by):
        return imports.apply_import(batch_id=batch.id, revision=batch.revision, by=by, **more)


def bring(by: Actor, rows: Iterable[RegisterRow]):
    """A register checked and applied at once."""
    return apply(by, stage(by, rows))


def but(row: RegisterRow, **said) -> RegisterRow:
    """The same row saying something else."""
    return replace(row, **said)
