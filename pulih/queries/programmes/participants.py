"""Who takes part in waves, and how each measurement of the plan stands: two statements for any number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from pulih.queries.programmes.waves import CycleFacts, WaveFacts
from pulih.records.asking import ask
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.admission import RECHECK_DAYS
from pulih.rules.lifecycles import IN_PLACE, Status
from pulih.rules.measuring import Due, how_due
from pulih.rules.programmes import Point, Suspension, Window

URGENCY = (Due.LATE, Due.DUE, Due.NOT_YET, Due.MISSED, Due.NOT_NEEDED)
"""Which of two enrolments speaks for a person at a point where nothing is done: the one that presses more."""


@dataclass(frozen=True)
class Measure:
    """One measurement of the plan for one enrolment."""

    enrolment_id: UUID
    point: Point
    how: Due
    window: Window

    @property
    def presses(self) -> bool:
        """Whether somebody has to do it now."""
        return self.how in (Due.DUE, Due.LATE)


@dataclass(frozen=True)
class Enrolled:
    """An admitted enrolment with its measurements."""

    id: UUID
    programme: str
    status: Status
    since: date
    admitted_on: date
    ended_on: date | None
    exit_reason: str
    end_unknown: bool
    rechecked_on: date | None
    ends_on: date
    """Last day of the programme for this person, as it stands now."""
    measures: tuple[Measure, ...]

    @property
    def inside(self) -> bool:
        """Whether it fills a place."""
        return self.status in IN_PLACE

    @property
    def left(self) -> bool:
        """Whether it ended in another way than by completing; after-care does not hide that."""
        return bool(self.exit_reason)

    def over(self, today: date) -> bool:
        """Whether the programme has passed and nobody said how it ended."""
        return self.inside and today > self.ends_on

    def recheck_due(self, today: date) -> bool:
        """Whether an end nobody knew is to be looked at again."""
        return self.inside and recheck_owed(self.end_unknown, self.rechecked_on, self.admitted_on, today)


def recheck_owed(unknown: bool, rechecked_on: date | None, admitted_on: date | None, today: date) -> bool:
    """Monthly, counted from the admission or from the last look."""
    last = rechecked_on or admitted_on
    return unknown and last is not None and last + timedelta(days=RECHECK_DAYS) <= today


@dataclass(frozen=True)
class Participant:
    """A person in a wave; somebody who follows two programmes is one person and is asked the same once."""

    person_id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    willing: bool
    """Whether a statement of willingness stands."""
    wave: WaveFacts
    enrolled: tuple[Enrolled, ...]
    measures: tuple[Measure, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Of two enrolments the done measurement counts, else the one that presses more."""
        object.__setattr__(self, "measures", _merged(self.enrolled))

    @property
    def inside(self) -> bool:
        """Whether any programme still runs."""
        return any(one.inside for one in self.enrolled)

    @property
    def main(self) -> Enrolled:
        """The enrolment a row is about first: one that runs before one that ended."""
        return next((one for one in self.enrolled if one.inside), self.enrolled[0])

    @property
    def ended_on(self) -> date | None:
        """When the last programme ended; None while one runs."""
        return None if self.inside else max(one.ended_on or one.since for one in self.enrolled)

    @property
    def left(self) -> bool:
        """Whether the person is out and left at least one programme early."""
        return not self.inside and any(one.left for one in self.enrolled)

    @property
    def next_measure(self) -> Measure | None:
        """What is to be measured next: late before due before to come, the oldest first."""
        if not self.inside:
            return None
        waiting = [one for one in self.measures if one.how in (Due.LATE, Due.DUE, Due.NOT_YET)]
        return min(waiting, key=lambda one: (URGENCY.index(one.how), one.window.last), default=None)

    def measure(self, kind: str, code: str) -> Measure | None:
        """One measurement of the plan."""
        return next((one for one in self.measures if (one.point.kind, one.point.code) == (kind, code)), None)

    def needs(self, today: date) -> bool:
        """Whether somebody has to do something about this person in the wave."""
        return self.inside and (
            any(one.presses for one in self.measures)
            or any(one.over(today) or one.recheck_due(today) for one in self.enrolled)
            or any(one.status is Status.ON_HOLD for one in self.enrolled)
            or not self.willing
        )


def _merged(enrolled: Sequence[Enrolled]) -> tuple[Measure, ...]:
    if len(enrolled) == 1:
        return tuple(sorted(enrolled[0].measures, key=_place))
    found: dict[tuple[str, str], Measure] = {}
    for measure in (measure for one in enrolled for measure in one.measures):
        key = (measure.point.kind, measure.point.code)
        known = found.get(key)
        if known is None or _rank(measure.how) < _rank(known.how):
            found[key] = measure
    return tuple(sorted(found.values(), key=_place))


def _place(one: Measure) -> tuple[bool, int]:
    return one.point.kind != programmes.WHOQOL, one.point.month


def _rank(how: Due) -> int:
    return -1 if how is Due.DONE else URGENCY.index(how)


_PARTICIPANTS = """
SELECT e.cycle_id, e.person_id, coalesce(p.reference, ''), coalesce(p.name, e.register_number),
       e.register_number, coalesce(t.block, ''),
       EXISTS (SELECT 1 FROM consent k WHERE k.person_id = e.person_id
               AND k.organisation_id = %(office)s::bigint AND k.withdrawn_on IS NULL),
       e.id, e.programme_id, e.status, e.since, e.admitted_on, e.ended_on, e.exit_reason, e.end_unknown,
       e.rechecked_on
FROM enrolment e LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN LATERAL (SELECT s.block FROM stay s
                   WHERE s.person_id = e.person_id AND s.organisation_id = %(office)s::bigint
                   ORDER BY s.ended_on IS NOT NULL, s.started_on DESC LIMIT 1) t ON true
WHERE e.organisation_id = %(office)s::bigint AND e.cycle_id = ANY (%(cycles)s::uuid[]) AND e.admitted_on IS NOT NULL
  AND e.status <> 'removed' AND {which}
ORDER BY lower(coalesce(p.name, e.register_number)), e.person_id, e.programme_id
"""
_TAKEN = """
SELECT r.wave_id, r.person_id, r.instrument || ' ' || r.point, r.taken_on FROM response r
WHERE r.organisation_id = %(office)s::bigint AND r.wave_id = ANY (%(waves)s::uuid[])
  AND NOT EXISTS (SELECT 1 FROM response n WHERE n.amends_id = r.id)
UNION ALL
SELECT u.wave_id, u.person_id, 'urine ' || u.point, u.taken_on FROM urine_test u
WHERE u.organisation_id = %(office)s::bigint AND u.wave_id = ANY (%(waves)s::uuid[])
  AND NOT EXISTS (SELECT 1 FROM urine_test n WHERE n.amends_id = u.id)
"""
# Matched to enrolments in Python: with a join by days the planner may go through all of both.


def participants(
    actor: Actor, waves: Iterable[WaveFacts], today: date, which: str = "true"
) -> tuple[Participant, ...]:
    """Everybody ever admitted to these waves, by name, in two statements; who may see them is asked before."""
    of_cycle = {cycle.id: wave for wave in waves for cycle in wave.cycles}
    if not of_cycle:
        return ()
    known = {wave.id: wave for wave in of_cycle.values()}
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "waves": list(known),
        "cycles": list(of_cycle),
    }
    people: dict[tuple[UUID, UUID], list[tuple[Any, ...]]] = {}
    taken: dict[tuple[UUID, UUID], list[tuple[str, date]]] = {}
    for row in ask(_PARTICIPANTS.format(which=which), values):
        people.setdefault((of_cycle[row[0]].id, row[1]), []).append(row)
    for wave_id, person_id, point, on in ask(_TAKEN, values):
        taken.setdefault((wave_id, person_id), []).append((point, on))
    return tuple(_participant(known[key[0]], rows, taken.get(key, ()), today) for key, rows in people.items())


def _participant(
    wave: WaveFacts, rows: list[tuple[Any, ...]], taken: Sequence[tuple[str, date]], today: date
) -> Participant:
    cycles: Mapping[UUID, CycleFacts] = {one.id: one for one in wave.cycles}
    enrolled = tuple(_enrolled(wave, cycles[row[0]], row, taken, today) for row in rows)
    person_id, reference, name, register_number, block, willing = rows[0][1:7]
    return Participant(person_id, reference, name, register_number, block, willing, wave, enrolled)


def _enrolled(
    wave: WaveFacts,
    cycle: CycleFacts,
    row: tuple[Any, ...],
    taken: Sequence[tuple[str, date]],
    today: date,
) -> Enrolled:
    id, programme, status, since, admitted_on, ended_on, exit_reason, unknown, rechecked_on = row[7:]
    points = {point for point, on in taken if admitted_on <= on and (ended_on is None or on <= ended_on)}
    still = wave.still_days
    measures = [
        Measure(id, point, Due.DONE if key in points else undone, window)
        for key, point, window, undone in _calendar(cycle.plan, admitted_on, ended_on, still, today)
    ]
    return Enrolled(
        id,
        programme,
        Status(status),
        since,
        admitted_on,
        ended_on,
        exit_reason,
        unknown,
        rechecked_on,
        _ends_on(admitted_on, cycle.months, still, today),
        tuple(measures),
    )


# Most people of a wave start on the same day, so the calendar is worked out once for all of them.
@lru_cache(maxsize=1024)
def _calendar(
    plan: tuple[Point, ...], start: date, ended: date | None, still: tuple[Suspension, ...], today: date
) -> tuple[tuple[str, Point, Window, Due], ...]:
    """Each point of a plan: how `_TAKEN` names it, its window, and how it stands where nothing was taken."""
    found = []
    for point in plan:
        window = programmes.window(start, point, still, today)
        found.append((f"{point.kind} {point.code}", point, window, how_due(window, False, ended, today)))
    return tuple(found)


@lru_cache(maxsize=1024)
def _ends_on(start: date, months: int, still: tuple[Suspension, ...], today: date) -> date:
    return programmes.ends_on(start, months, still, today)
