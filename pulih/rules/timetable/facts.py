"""What a timetable is made of: who meets, where, with whom, when; and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from pulih.rules.curricula import Module
from pulih.rules.programmes import Suspension
from pulih.rules.sessions import Meeting


@dataclass(frozen=True)
class Band:
    """Hours of a day in which sessions are held."""

    first: time
    last: time


BANDS = (Band(time(8), time(11, 30)), Band(time(13), time(15)))
WEEKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Unit:
    """Those who meet together: everybody of a cycle, a group, or one person; `id` is of that."""

    id: UUID
    name: str
    kind: str
    people: frozenset[UUID]
    leader_id: UUID | None = None
    """Who knows them: preferred where able to lead what is held."""
    until: date | None = None
    """The last day for the last of them; whoever came late goes on after the others."""


@dataclass(frozen=True)
class Place:
    """A room and how many it seats."""

    id: UUID
    name: str
    seats: int


@dataclass(frozen=True)
class Leader:
    """A worker, what they may lead (profession and competencies), and when they are away."""

    id: UUID
    name: str
    skills: frozenset[str] = frozenset()
    away: tuple[tuple[date, date], ...] = ()

    def there(self, on: date) -> bool:
        """Whether they work on that day."""
        return not any(first <= on <= last for first, last in self.away)


@dataclass(frozen=True)
class Frame:
    """When sessions can be held at all, and what stands already."""

    first: date
    last: date
    from_on: date
    """Nothing is placed before; weeks count from `first` all the same."""
    closures: frozenset[date] = frozenset()
    still: tuple[Suspension, ...] = ()
    bands: tuple[Band, ...] = BANDS
    weekdays: tuple[int, ...] = WEEKDAYS
    taken: tuple[Meeting, ...] = ()
    standing: Mapping[tuple[date, str, UUID], int] = field(default_factory=dict)
    """How often a module of a unit stands in the week of a Monday already, cancelled ones too."""

    def open(self, on: date) -> bool:
        """Whether anything is held on that day."""
        return (
            max(self.first, self.from_on) <= on <= self.last
            and on.weekday() in self.weekdays
            and on not in self.closures
            and not self.stands_still(on)
        )

    def stands_still(self, on: date) -> bool:
        """Whether that day is suspended."""
        return any(one.from_on <= on and (one.until_on is None or on < one.until_on) for one in self.still)


@dataclass(frozen=True)
class Placed:
    """A session that found its place."""

    module: Module
    unit: Unit
    meeting: Meeting


@dataclass(frozen=True)
class Unplaced:
    """A session that found none, and why."""

    module: Module
    unit: Unit
    monday: date
    code: str


@dataclass(frozen=True)
class Timetable:
    """What was placed, by day and hour, and what was not."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    closed_weeks: tuple[date, ...]
    """Mondays of weeks in which nothing could be held at all."""


def monday_of(on: date) -> date:
    """The Monday of a day's week."""
    return on - timedelta(days=on.weekday())
