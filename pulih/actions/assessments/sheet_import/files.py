"""Answer sheets as a file handed them in, and as staging keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from pulih.actions.assessments.checked import Sheet
from pulih.actions.imports.written import to_json
from pulih.queries.imports.kept import from_json
from pulih.rules.instruments import Answer
from pulih.rules.verdicts import Reason

MOST_SHEETS = 1000
"""Every sheet is recorded once for trial and once in earnest; a wave has some hundreds of people."""


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One row of a file, as far as it could be read."""

    number: int
    register_number: str = ""
    reference: str = ""
    taken_on: date | None = None
    point: str = ""
    coding: str = ""
    mode: str = ""
    reader: str = ""
    time_window: str = ""
    because: str = ""
    stated: int | None = None
    answers: Mapping[str, Answer | None] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetFile:
    """A file read: its rows, what could not be read of them, and every row's cells as they stood."""

    name: str
    sha256: bytes
    headings: Mapping[str, str]
    rows: tuple[SheetRow, ...]
    refused: Mapping[int, tuple[Reason, ...]]
    cells: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class About:
    """What the file is said to hold."""

    instrument: str
    wave_reference: str
    point: str = ""
    """Of rows that do not say."""


_SHEET = ("point", "coding", "mode", "reader", "time_window", "outside_because")


def facts_of(sheet: Sheet, stated: int | None) -> dict[str, Any]:
    """A sheet as staging keeps it until it is applied."""
    facts: dict[str, Any] = {name: getattr(sheet, name) for name in _SHEET}
    facts["answers"] = dict(sheet.answers)
    facts["enrolment"] = str(sheet.enrolment_id) if sheet.enrolment_id else None
    facts["stated"] = stated
    return facts | {"taken_on": to_json(sheet.taken_on)}


def sheet_of(facts: Mapping[str, Any], person_id: UUID, instrument: str) -> Sheet:
    """The sheet that `facts_of` took apart."""
    return Sheet(
        person_id=person_id,
        enrolment_id=UUID(facts["enrolment"]) if facts["enrolment"] else None,
        instrument=instrument,
        taken_on=from_json(facts["taken_on"]),
        answers=facts["answers"],
        **{name: facts[name] for name in _SHEET},
    )
