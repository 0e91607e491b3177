"""A wave that stands still, and what that does to its timetable, as facts.

Apart from what works them out: programmes and sessions know one another, and this of both.
"""

from dataclasses import dataclass
from datetime import date

from pulih.records.models import Wave
from pulih.rules.programmes import Suspension
from pulih.rules.timetable import Stuck


@dataclass(frozen=True)
class Standing:
    """A wave that stands still or did: all its suspensions, and those the timetable has not answered yet."""

    wave: Wave
    still: tuple[Suspension, ...]
    stretch: tuple[Suspension, ...]
    said: frozenset[tuple[str, str]]
    """Whose doing and why, as sessions that fell out in the stretch say it."""

    @property
    def goes_on(self) -> bool:
        """Whether nothing of it holds any more."""
        return all(one.until_on is not None for one in self.stretch)

    @property
    def before(self) -> tuple[Suspension, ...]:
        """Those the timetable knew already."""
        return tuple(one for one in self.still if one not in self.stretch)

    @property
    def resumes_on(self) -> date:
        """The first day that counts again."""
        return max(one.until_on for one in self.stretch if one.until_on is not None)


@dataclass(frozen=True)
class Effect:
    """What a wave's standing still does to its timetable."""

    wave: str
    falls_out: int
    """Sessions on days that do not count."""
    moves: int
    """Sessions, those that fell out too, that have a new day."""
    stuck: tuple[Stuck, ...]
    goes_on: bool
    """Whether the wave runs again; while another suspension holds nothing is planned anew."""
    ends_before: date
    ends_after: date
