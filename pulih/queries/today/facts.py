"""What a day is made of: work that waits, how complete the register is, and the offices below."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pulih.records import scope
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.completeness import Tally

STALE_REGISTER_DAYS = 35
"""A register is exported monthly; some days of grace before it is called old."""


@dataclass(frozen=True)
class Todo:
    """A kind of work that waits: how many, how urgent (late | due | not-started), and where it is done."""

    code: str
    count: int
    urgency: str
    route: str
    query: str = ""
    names: tuple[str, ...] = ()
    """Workers it is about, where they are few enough to be named; never residents."""


@dataclass(frozen=True)
class Work:
    """One thing to do about one person or wave: what, how urgent, until or since when, and where it is done."""

    code: str
    urgency: str
    """late, due or not-started, as for kinds of work."""
    name: str
    register_number: str
    block: str
    route: str
    args: tuple[str, ...]
    query: str = ""
    what: Mapping[str, str | int] = field(default_factory=dict)
    """Facts its words need."""
    day: date | None = None
    """The last day in time, the day it opens, or the day since when it waits."""
    days: int = 0
    """Days late, or days it has waited."""
    mine: bool = False
    """Whether it is about somebody the actor is a counsellor of."""


@dataclass(frozen=True)
class Completeness:
    """How much of the register is filled in: `have` of `of`, and where the gaps are listed."""

    code: str
    have: int
    of: int
    query: str


@dataclass(frozen=True)
class Register:
    """The people of the office in short."""

    people: int
    capacity: int | None
    remand: int
    last_import: date | None
    completeness: tuple[Completeness, ...]


@dataclass(frozen=True)
class OfficeBelow:
    """A facility below a regional office: what it is entrusted with this year, how fresh its register is."""

    id: int
    name: str
    designations: int
    target: int
    last_import: date | None
    stale: bool


@dataclass(frozen=True)
class OfficesBelow:
    """The first facilities below by name, and how many there are in all."""

    shown: tuple[OfficeBelow, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


@dataclass(frozen=True)
class Today:
    """The page that opens the day."""

    day: date
    todos: tuple[Todo, ...]
    works: tuple[Work, ...] = ()
    """Single people and waves, the most urgent first."""
    register: Register | None = None
    below: OfficesBelow | None = None
    done: Tally | None = None
    """For the head: how much of what was owed until today is done."""


def values_of(actor: Actor) -> dict[str, Any]:
    """What every statement here is told."""
    day = scope.today()
    return {"office": actor.organisation_id, "account": actor.account_id, "today": day, "year": day.year}


def row_of(sql: str, values: dict[str, Any]) -> tuple[Any, ...]:
    """The one row of a statement that counts."""
    return rows_of(sql, values)[0]


def rows_of(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    return ask(sql, values)
