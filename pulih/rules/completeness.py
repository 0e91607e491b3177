"""What is owed in a wave, by whom and until when; and how much of what was owed until today is done.

Every duty is a fact that was worked out where it belongs: windows of measurements, days of sessions, dates
of plans. All of them are counted in programme days, so that a suspended day makes nobody late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from pulih.rules.measuring import Due

PLAN_DAYS = 14
"""Programme days from admission until a plan is agreed."""
DECIDE_DAYS = 30
"""Days a step before admission may wait for somebody to decide."""


class Kind(StrEnum):
    """What is owed."""

    SESSION = "session"
    """A session that should have been held: marked, or said not to have been."""
    MEASUREMENT = "measurement"
    URINE = "urine"
    PLAN = "plan"
    REVIEW = "review"
    DECISION = "decision"
    """A candidate at a step nobody has taken."""
    WILLINGNESS = "willingness"
    SENTENCE = "sentence"
    CATEGORY = "category"
    CATCH_UP = "catch_up"
    """A session that fell out and was not made good."""


class State(StrEnum):
    """How a line presses."""

    OVERDUE = "overdue"
    MISSING = "missing"
    """Owed without a day: it should simply be there."""
    DUE = "due"


class Duty(NamedTuple):
    """One thing that is to be done: from which day it can be, the last day in time, and whether it is."""

    kind: Kind
    done: bool
    opens_on: date | None = None
    due_on: date | None = None
    """The last day in time; nothing for what should simply be there."""
    ended_on: date | None = None
    """When the enrolment ended: what had time until later is owed no longer."""


def how_owed(duty: Duty, today: date) -> State | None:
    """How a duty presses today; None where it is done, over, or not to be done yet."""
    if duty.done or duty.ended_on is not None:
        return None
    if duty.due_on is None:
        return State.MISSING
    if duty.due_on < today:
        return State.OVERDUE
    return State.DUE if duty.opens_on is None or duty.opens_on <= today else None


@dataclass(frozen=True)
class Tally:
    """So much done of what was owed until today."""

    done: int = 0
    owed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.done + other.done, self.owed + other.owed)

    @property
    def percent(self) -> int | None:
        """None where nothing was owed. Only what is whole is a hundred."""
        return 100 * self.done // self.owed if self.owed else None


def tally(duties: Iterable[Duty], today: date) -> Tally:
    """What was owed until today, and how much of it is done.

    Owed is what had its last day before today, done or not, and what should simply be there. What still has
    time is not owed yet; what somebody left before its last day never was.
    """
    owed = [one for one in duties if _counts(one, today)]
    return Tally(sum(one.done for one in owed), len(owed))


def _counts(duty: Duty, today: date) -> bool:
    if duty.due_on is None:
        return duty.ended_on is None
    in_time = duty.ended_on is None or duty.due_on <= duty.ended_on
    return duty.due_on < today and (in_time or duty.done)


def of_measure(kind: Kind, how: Due, first: date, last: date, ended_on: date | None) -> Duty:
    """A measurement of the plan as a duty."""
    return Duty(kind, how is Due.DONE, first, last, ended_on)


@dataclass(frozen=True)
class Line:
    """A duty somebody owes: about whom, who owes it, and how it presses."""

    kind: Kind
    state: State
    due_on: date | None
    role: str
    """Who does such things."""
    worker_id: UUID | None = None
    """Whose it is by name; nothing where anybody of the role may."""

    def is_of(self, account_id: UUID | None, role: str) -> bool:
        """Whether it is this worker's: theirs by name, or nobody's by name and of their role."""
        return self.worker_id == account_id if self.worker_id else self.role == role


def pressing(line: Line) -> tuple[int, date, str]:
    """Order: overdue before missing before due, the longest overdue first."""
    return tuple(State).index(line.state), line.due_on or date.max, line.kind.value
