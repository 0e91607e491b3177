"""The facts of one wave, and the columns of its result sheet from them.

Computed from enrolments, never from the people now present: who was transferred, released or died
stays in the figures of the office that admitted them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from pulih.indicators.facts import DomainFact, EnrolmentFact, MeasureFact, UrineFact
from pulih.indicators.reading import DOMAINS, CycleRead, EnrolmentRead, WaveRead, read_wave
from pulih.indicators.running import run
from pulih.indicators.shaping import columns
from pulih.records import scope
from pulih.records.models import Wave
from pulih.rules import programmes
from pulih.rules.lifecycles import Status, exit_group
from pulih.rules.outcomes import Column, reliable_change
from pulih.rules.urine import READABLE

WORST_FIRST = (
    "positive",
    "positive_unconfirmed",
    "admitted",
    "refused",
    "invalid",
    "diluted",
    "no_sample",
    "not_done",
    "missing",
    "exempt",
    "not_due",
    "prescribed_positive",
    "negative",
)
"""Every state of the month's test, the worst first: who has two enrolments counts with the worse one."""

_TOLERANCE = 1e-9
"""Scores are sums of fractions: a difference below this is none."""


@dataclass
class Facts:
    """Rows for the fact tables."""

    mart_enrolment: list[EnrolmentFact] = field(default_factory=list)
    mart_measure: list[MeasureFact] = field(default_factory=list)
    mart_domain: list[DomainFact] = field(default_factory=list)
    mart_urine: list[UrineFact] = field(default_factory=list)


def columns_of_wave(wave: Wave) -> tuple[Column, ...]:
    """The columns of the wave's result sheet as the records stand now: cycles by programme, people last."""
    return columns_of(read_wave(wave.pk, wave.organisation_id))


def columns_of(wave: WaveRead) -> tuple[Column, ...]:
    """The columns of a wave that was read already."""
    return columns(wave.cycles, run(vars(facts_of_wave(wave))))


def facts_of_wave(wave: WaveRead) -> Facts:
    """What the indicators run over: one row an enrolment ever admitted, and its measurements.

    Keys are counted anew each time: they tell rows apart and lead to no record.
    """
    found = Facts()
    judges = {cycle.programme: _Judge(cycle, wave.suspensions, scope.today()) for cycle in wave.cycles}
    people = {
        person: str(place) for place, person in enumerate(dict.fromkeys(e.person for e in wave.enrolments))
    }
    for place, row in enumerate(wave.enrolments):
        unit = (str(place), people[row.person], row.cycle.programme)
        _add(found, unit, row, judges[row.cycle.programme], wave)
    return found


class _Judge:
    """How the enrolments of one cycle are judged: its rule and plan, looked up once for all of them."""

    def __init__(self, cycle: CycleRead, known: Iterable[programmes.Suspension], today: date) -> None:
        self.rule, self.known, self.today = cycle.rule, known, today
        self.first = (programmes.WHOQOL, cycle.rule.first)
        self.last = (programmes.WHOQOL, cycle.rule.last)
        self.least = reliable_change(cycle.rule.sd, cycle.rule.retest)
        self.points = [
            (
                point.code if point.kind == programmes.URINE else (point.kind, point.code),
                f"{point.kind}:{point.code}",
            )
            for point in cycle.plan
        ]
        self._urine = next(
            (one for one in cycle.plan if (one.kind, one.code) == (programmes.URINE, cycle.rule.urine_point)),
            None,
        )
        self._due: dict[date, date] = {}

    def urine_due(self, admitted_on: date) -> date:
        """The first day on which the test of the rule's month counts for somebody admitted then."""
        if admitted_on not in self._due:
            assert self._urine is not None, "a plan without the test of its rule is refused"
            window = programmes.window(admitted_on, self._urine, self.known, self.today)
            self._due[admitted_on] = window.first
        return self._due[admitted_on]


def _add(found: Facts, unit: tuple[str, str, str], row: EnrolmentRead, judge: _Judge, wave: WaveRead) -> None:
    if row.status == Status.REMOVED:
        found.mart_enrolment.append(EnrolmentFact(*unit, 1, 0, None, None, 3, None, 0, 0))
        return
    completed = int(row.exit_reason == "" and row.ended_on is not None)
    scores = _within(row, wave.forms.get(row.person, ()))
    tests = _within(row, wave.tests.get(row.person, ()))
    first, last = scores.get(judge.first, {}), scores.get(judge.last, {})
    domains = {one: _change(judge, first.get(one), last.get(one)) for one in DOMAINS}
    counted = [domains[one] for one in judge.rule.domains]
    found.mart_enrolment.append(
        EnrolmentFact(
            *unit,
            removed=0,
            completed=completed,
            place_group=_group(row, completed),
            place_reason=row.exit_reason,
            place_rank=2 if completed else (1 if row.ended_on else 0),
            ended_on=row.ended_on,
            better=int(all(one.better for one in counted)),
            measured_both=int(all(one.measured for one in counted)),
        )
    )
    for key, name in judge.points:
        if key in scores or key in tests:
            found.mart_measure.append(MeasureFact(*unit, completed, name))
    for domain, one in domains.items():
        counted_in = int(domain in judge.rule.domains)
        found.mart_domain.append(
            DomainFact(
                *unit, completed, domain, counted_in, one.measured, one.increased, one.improved, one.declined
            )
        )
    found.mart_urine.append(_urine(unit, row, judge, tests))


def _group(row: EnrolmentRead, completed: int) -> str:
    if completed:
        return "completed"
    return exit_group(row.exit_reason) if row.ended_on else "open"


def _within(row: EnrolmentRead, taken: Iterable[tuple[Any, date, Any]]) -> dict[Any, Any]:
    """Of a person's measurements those of the days on which this enrolment ran, the newest entry of each."""
    return {
        key: value
        for key, on, value in taken
        if row.admitted_on <= on and (row.ended_on is None or on <= row.ended_on)
    }


class _Change(NamedTuple):
    """What became of one domain between the two measurements; nothing where either lacks."""

    measured: int = 0
    increased: int = 0
    improved: int = 0
    declined: int = 0
    better: int = 0


_UNMEASURED = _Change()


def _change(judge: _Judge, first: float | None, last: float | None) -> _Change:
    if first is None or last is None:
        return _UNMEASURED
    change = last - first
    return _Change(
        1,
        int(change > _TOLERANCE),
        int(change >= judge.least - _TOLERANCE),
        int(change <= -judge.least + _TOLERANCE),
        int(change > judge.rule.threshold + _TOLERANCE),
    )


def _urine(
    unit: tuple[str, str, str], row: EnrolmentRead, judge: _Judge, tests: Mapping[str, str]
) -> UrineFact:
    state = tests.get(judge.rule.urine_point)
    if state is None:
        due = judge.urine_due(row.admitted_on)
        state = "missing" if due <= (row.ended_on or judge.today) else "not_due"
    return UrineFact(
        *unit,
        state=state,
        state_rank=WORST_FIRST.index(state),
        eligible=int(state not in ("not_due", "exempt")),
        tested=int(state in READABLE or state == "positive_unconfirmed"),
        passed=int(state in judge.rule.urine_passing),
    )
