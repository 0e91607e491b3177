"""A register as handed in, and how its rows lie in staging: typed in JSON, without a national number."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pulih.queries.imports.kept import DATE, from_json
from pulih.records.keys import Keys
from pulih.rules.errors import RuleBroken
from pulih.rules.identity import Sex, parse_national_number
from pulih.rules.register import Difference, RegisterRow
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Reason

Tell = Callable[[str, int, int], None]
"""Hears what is being done, how far it is and how far it goes."""

NUMBER_FIELD = "national_number"
_FACTS = tuple(one.name for one in fields(RegisterRow) if one.name not in (NUMBER_FIELD, "number"))
_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")


@dataclass(frozen=True)
class RegisterFile:
    """A file read: its sound rows, why others were refused, and every row's cells as they stood."""

    name: str
    sha256: bytes
    headings: Mapping[str, str]
    rows: tuple[RegisterRow, ...]
    refused: Mapping[int, tuple[Reason, ...]]
    cells: Mapping[int, Mapping[str, Any]]
    part: bool = False
    """Whether it holds only some of the register: then nobody is missing from it."""


def to_json(value: Any) -> Any:
    """A value as JSON keeps it; dates remember that they are dates."""
    if value is None or isinstance(value, str | int | float):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, datetime):
        return {DATE: value.date().isoformat()}
    if isinstance(value, date):
        return {DATE: value.isoformat()}
    if isinstance(value, tuple | list | set | frozenset):
        return [to_json(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): to_json(one) for name, one in value.items()}
    return str(value)


def facts_of(row: RegisterRow) -> dict[str, Any]:
    """What a row states, without its national number and without what it leaves blank."""
    said = ((name, getattr(row, name)) for name in _FACTS)
    return {name: to_json(value) for name, value in said if value not in (None, "", ())}


def row_of(number: int, facts: Mapping[str, Any], national_number: str | None) -> RegisterRow:
    """The row that `facts_of` took apart."""
    said = {name: from_json(value) for name, value in facts.items()}
    if said.get("sex"):
        said["sex"] = Sex(said["sex"])
    if said.get("kind"):
        said["kind"] = StayKind(said["kind"])
    return RegisterRow(number=number, national_number=national_number, **said)


def reasons_to_json(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as staging keeps them."""
    return [
        {"code": one.code, "facts": to_json(without_numbers(dict(one.facts))), "about": one.about}
        for one in reasons
    ]


def differences_to_json(differences: Iterable[Difference]) -> list[dict[str, Any]]:
    """Differences as staging keeps them; a national number arrives here masked already."""
    return [
        {"field": one.field, "before": to_json(one.before), "after": to_json(one.after)}
        for one in differences
    ]


def holds_number(value: Any) -> bool:
    """Whether a cell holds what looks like a national number."""
    return isinstance(value, str | int | float) and bool(
        _NUMBER.search(re.sub(r"[\s.\-]", "", cell_text(value)))
    )


def without_numbers(value: Any) -> Any:
    """The value with every national number in its text masked."""
    if isinstance(value, str):
        return _NUMBER.sub(lambda found: "•" * 12 + found[0][-4:], value)
    if isinstance(value, Mapping):
        return {name: without_numbers(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(without_numbers(one) for one in value)
    return value


def cell_text(value: Any) -> str:
    """A cell as text; a whole number loses the `.0` a spreadsheet gives it."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def registers_mentioned(cells: Mapping[int, Mapping[str, Any]], refused: Iterable[int]) -> frozenset[str]:
    """Register numbers that refused rows name: their residents have not gone."""
    return frozenset(cell_text(cells[number].get("register_number", "")) for number in refused) - {""}


def numbers_mentioned(cells: Mapping[int, Mapping[str, Any]], refused: Iterable[int]) -> set[str]:
    """National numbers that refused rows name, where they can be read."""
    found = set()
    for number in refused:
        with suppress(RuleBroken):
            found.add(parse_national_number(cell_text(cells[number].get(NUMBER_FIELD, ""))).digits)
    return found


def stray_numbers(file: RegisterFile) -> dict[int, list[Reason]]:
    """Rows with a national number in a column that is not sealed; they are refused, so that none is kept."""
    found = {}
    for number, cells in file.cells.items():
        columns = [field for field, cell in cells.items() if field != NUMBER_FIELD and holds_number(cell)]
        if columns:
            found[number] = [
                Reason("import_number_in_other_column", {"field": field}, field) for field in columns
            ]
    return found


def seal_cells(keys: Keys, row_id: UUID, cells: Mapping[str, Any]) -> tuple[dict[str, Any], bytes | None]:
    """A refused row's cells for staging, and apart from them, sealed, the ones that hold a number."""
    secret = {
        field: cell
        for field, cell in cells.items()
        if cell != "" and (field == NUMBER_FIELD or holds_number(cell))
    }
    plain = {field: to_json(cell) for field, cell in cells.items() if field not in secret}
    if not secret:
        return plain, None
    return plain, keys.seal_number(json.dumps(to_json(secret)), row_id)


def open_cells(keys: Keys, row_id: UUID, cells: Mapping[str, Any], cipher: bytes | None) -> dict[str, Any]:
    """A row's cells as they stood, its national number among them."""
    opened = {field: from_json(cell) for field, cell in cells.items()}
    if cipher is None:
        return opened
    secret = keys.open_number(cipher, row_id)
    if secret.startswith("{"):
        return opened | {field: from_json(cell) for field, cell in json.loads(secret).items()}
    return opened | {NUMBER_FIELD: secret}
