"""A wave month by month: who was in, who left, what was measured of how many. Worked out, never looked up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pulih.queries.programmes.participants import Participant
from pulih.queries.programmes.waves import WaveFacts
from pulih.rules import programmes
from pulih.rules.measuring import Due
from pulih.rules.programmes import Point

OWED = (Due.DONE, Due.DUE, Due.LATE, Due.MISSED)
"""A measurement counts into "of how many" once its window has opened while the person took part."""


@dataclass(frozen=True)
class Month:
    """One programme month: whoever was in at its end (or is today), and who left during it."""

    number: int
    first: date
    last: date
    inside: int
    left: int
    current: bool
    coming: bool


@dataclass(frozen=True)
class Measured:
    """One measurement of the plan over all people of the wave."""

    kind: str
    code: str
    column: int
    """The programme month under which it stands; the start stands under the first."""
    done: int
    of: int
    late: int
    due: int
    missed: int
    opens_on: date | None
    """When it may be taken from, where nobody owes it yet."""

    @property
    def missing(self) -> int:
        """How many are to be measured now."""
        return self.late + self.due


@dataclass(frozen=True)
class Journey:
    """The whole way of a wave."""

    people: int
    months: tuple[Month, ...]
    measured: tuple[Measured, ...]
    exits: tuple[tuple[str, int], ...]
    """Reasons of leaving with how many people, the most frequent first."""
    completed: int


def journey(wave: WaveFacts, people: Sequence[Participant], today: date) -> Journey:
    """Count a wave's people through its months; a person counts once, whatever they follow."""
    gone = Counter(next(one.exit_reason for one in who.enrolled if one.left) for who in people if who.left)
    return Journey(
        people=len(people),
        months=tuple(_month(wave, number, people, today) for number in range(1, wave.months + 1)),
        measured=tuple(_measured(point, people) for point in _points(wave)),
        exits=tuple(gone.most_common()),
        completed=sum(not who.inside and not who.left for who in people),
    )


def _month(wave: WaveFacts, number: int, people: Sequence[Participant], today: date) -> Month:
    first, after = _starts(wave, number, today), _starts(wave, number + 1, today)
    last = after - timedelta(days=1)
    coming = first > today or wave.starts_on > today
    until = min(last, today)
    is_last = number == wave.months
    inside = left = 0
    for who in people:
        began, ended = min(one.admitted_on for one in who.enrolled), who.ended_on
        if ended is not None and who.left and first <= ended and (ended <= last or is_last):
            left += 1
        elif began <= until and (ended is None or ended > until or (not who.left and ended >= first)):
            inside += 1
    return Month(
        number, first, last, 0 if coming else inside, left, not coming and first <= today <= last, coming
    )


def _starts(wave: WaveFacts, number: int, today: date) -> date:
    """First calendar day of a programme month, suspended days counted."""
    days = (programmes.add_months(wave.starts_on, number - 1) - wave.starts_on).days
    return programmes.day_of_programme(wave.starts_on, days, wave.still_days, today)


def _points(wave: WaveFacts) -> list[Point]:
    """The measurements of all cycles, each once, WHOQOL before urine, in order of their months."""
    found = {(point.kind, point.code): point for cycle in wave.cycles for point in cycle.plan}
    return sorted(found.values(), key=lambda one: (one.kind != programmes.WHOQOL, one.month))


def _measured(point: Point, people: Sequence[Participant]) -> Measured:
    known = [one for who in people if (one := who.measure(point.kind, point.code))]
    hows = Counter(one.how for one in known)
    of = sum(hows[how] for how in OWED)
    opens = min((one.window.first for one in known if one.how is Due.NOT_YET), default=None)
    return Measured(
        point.kind,
        point.code,
        max(1, point.month),
        hows[Due.DONE],
        of,
        hows[Due.LATE],
        hows[Due.DUE],
        hows[Due.MISSED],
        None if of else opens,
    )
