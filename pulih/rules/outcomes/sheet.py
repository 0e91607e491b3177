"""The result sheet of a wave: a column a cycle and one for people; nobody who started is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pulih.rules.outcomes.certainty import Share

PEOPLE = "people"
"""The code of the column that counts people, not enrolments."""
PLACE_GROUPS = ("completed", "administrative", "dropout", "medical", "death", "external", "open")
"""Where somebody who started can be, in the order of the sheet."""
URINE_STATES = (
    "negative",
    "prescribed_positive",
    "positive",
    "positive_unconfirmed",
    "admitted",
    "invalid",
    "diluted",
    "refused",
    "no_sample",
    "not_done",
    "missing",
    "exempt",
    "not_due",
)
"""Every state the test of the month can have, in the order of the sheet."""


@dataclass(frozen=True)
class RuleShown:
    """The success rule in force since before the start, as a sheet states it."""

    domains: tuple[str, ...]
    month: int
    threshold: float
    """A domain counts as better when it rose by more than this, on 0 to 100."""
    urine_point: str
    urine_passing: tuple[str, ...]
    version: int
    fixed_on: date | None


@dataclass(frozen=True)
class Place:
    """Where some of those who started went. `group`: completed, administrative, dropout, medical, death,
    external, open (still in the programme)."""

    group: str
    reason: str
    count: int


@dataclass(frozen=True)
class Domain:
    """One domain of quality of life: how many rose, of everybody who started and of completers measured."""

    domain: str
    in_rule: bool
    measured: int
    """Started and measured at both points."""
    increased: int
    """Any rise, of those measured; who was not measured counts as not risen."""
    completers_measured: int
    completers_increased: int
    improved: int
    """Rose by at least the reliable change; of those measured, as are the next two."""
    unchanged: int
    declined: int
    threshold: float
    """The reliable change in points of 0 to 100."""
    by_chance: float
    """Share of unchanged people who would show a rise, 0 to 1."""

    def of_started(self, started: int) -> Share:
        """Intention to treat."""
        return Share(self.increased, started)

    @property
    def of_completers(self) -> Share:
        """Completers that were measured at both points."""
        return Share(self.completers_increased, self.completers_measured)


@dataclass(frozen=True)
class Urine:
    """The urine test of the rule's month. `states` names every state, zero included, and adds up to `of`."""

    of: int
    """Everybody who started."""
    eligible: int
    """Still in the programme when the test was due, and not exempt."""
    tested: int
    """A sample gave a readable result."""
    states: Mapping[str, int]
    passed: int
    """In a state the rule accepts."""


@dataclass(frozen=True)
class Column:
    """The figures of one cycle, or of people."""

    code: str
    """The programme's code, or `people`."""
    title: str
    capacity: int | None
    ever_admitted: int
    removed: int
    """Entered in error; told apart, never counted as started."""
    started: int
    completed: int
    places: tuple[Place, ...]
    measured: Mapping[str, int]
    """Measurement point to how many of those who started have it; `both` is first and last."""
    domains: tuple[Domain, ...]
    better: int
    """Rose in every domain of the rule, of those who started."""
    completers_measured: int
    completers_better: int
    urine: Urine
    success: int
    completers_success: int
    """Of completers measured at both points."""

    @property
    def success_of_started(self) -> Share:
        """The figure that is honest about everybody."""
        return Share(self.success, self.started)

    @property
    def success_of_completers(self) -> Share:
        """The figure usually published."""
        return Share(self.completers_success, self.completers_measured)

    @property
    def adds_up(self) -> bool:
        """Whether everybody who started stands in exactly one place."""
        return sum(place.count for place in self.places) == self.started


@dataclass(frozen=True)
class Lost:
    """One enrolment that did not complete, by register number: the sheet names nobody."""

    register_number: str
    programme: str
    month: int
    """The programme month in which it ended, from 1."""
    on: date
    reason: str
    group: str
    note: str = ""


@dataclass(frozen=True)
class Signed:
    """Who did a step of the review, and when."""

    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Head:
    """What a sheet is about and how it came to be."""

    number: str
    """The sheet's own number, wave reference and revision."""
    wave: str
    wave_reference: str
    organisation: str
    parent: str
    budget_year: int
    starts_on: date
    ends_on: date
    revision: int
    state: str
    instrument: str
    instrument_version: str
    engine: str
    missing_rule: str
    drafted: Signed | None = None
    checked: Signed | None = None
    approved: Signed | None = None
    returned_because: str = ""
    superseded_at: datetime | None = None
    superseded_because: str = ""
    audit_seal: int | None = None
    audit_hash: str = ""
    audit_signature: str = ""


@dataclass(frozen=True)
class ResultSheet:
    """A result sheet, whole: page, PDF and workbook show this and nothing else."""

    head: Head
    rule: RuleShown
    columns: tuple[Column, ...]
    """Cycles in order of their programme; people last."""
    lost: tuple[Lost, ...] = field(default=())

    @property
    def people(self) -> Column:
        """The column that counts people."""
        return self.columns[-1]

    @property
    def cycles(self) -> tuple[Column, ...]:
        """The columns that count enrolments."""
        return self.columns[:-1]


def to_plain(value: Any) -> Any:
    """A sheet as JSON keeps it: dates in ISO form, tuples as lists, missing as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(one) for name, one in _shallow(value).items()}
    if isinstance(value, Mapping):
        return {str(name): to_plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def _shallow(value: Any) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def from_plain(kept: Mapping[str, Any]) -> ResultSheet:
    """The sheet that was kept, as it was."""
    made: ResultSheet = _build(ResultSheet, kept)
    return made


@lru_cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    """What each field of a record is; worked out anew for every record, it took longer than building it."""
    return get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if value is None:
        return None
    if origin in (Union, UnionType):
        return _build(next(one for one in get_args(kind) if one is not type(None)), value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _build(hints[name], one) for name, one in value.items() if name in hints})
    if origin is tuple:
        return tuple(_build(get_args(kind)[0], one) for one in value)
    if origin is not None and issubclass(origin, Mapping):
        return dict(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return value
