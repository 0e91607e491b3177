"""Waves and cycles: what is measured when, by which rule success is judged, and how time is counted.

A cycle lasts months of programme time: days on which it was suspended do not count, so ends and due
dates move by themselves and nobody types them anew.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

LONGEST_MONTHS = 24
LARGEST_CAPACITY = 1000
WHOQOL = "whoqol-bref"
URINE = "urine"


@dataclass(frozen=True)
class Point:
    """A measurement of the plan: which, in which programme month, and how many days around it are in time."""

    kind: str
    """An instrument's code, or `urine`."""
    code: str
    month: int
    before: int
    after: int


@dataclass(frozen=True)
class SuccessRule:
    """What counts as success of an enrolment; fixed on the cycle before it starts.

    `sd` and `retest` of the domain scores say how much of a change is measurement error. They are general
    knowledge until an Indonesian sample is at hand, and so stand here, not in code.
    """

    domains: tuple[str, ...] = ("physical", "psychological", "environment")
    first: str = "baseline"
    last: str = "month_6"
    threshold: float = 0.0
    urine_point: str = "month_6"
    urine_passing: tuple[str, ...] = ("negative", "prescribed_positive")
    sd: float = 15.0
    retest: float = 0.72


@dataclass(frozen=True)
class Suspension:
    """Days that do not count: from the first day on, until the day of resumption, which counts again."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Window:
    """When a measurement is in time: the day it aims at, and the first and last day around it."""

    aim: date
    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether a day is in time."""
        return self.first <= on <= self.last


def plan_of(kept: Iterable[Mapping[str, Any]]) -> tuple[Point, ...]:
    """A plan of measurements as a cycle keeps it."""
    return tuple(Point(**point) for point in kept)


def rule_of(kept: Mapping[str, Any]) -> SuccessRule:
    """A success rule as a cycle keeps it."""
    tuples = {name: tuple(kept[name]) for name in ("domains", "urine_passing")}
    return SuccessRule(**{**kept, **tuples})


def add_months(on: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day does not exist."""
    years, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + years, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def _closed(suspensions: Iterable[Suspension], today: date) -> list[tuple[date, date]]:
    """Suspended periods, merged; one that still runs lasts until today."""
    periods = sorted((one.from_on, one.until_on or max(today, one.from_on)) for one in suspensions)
    merged: list[tuple[date, date]] = []
    for start, end in periods:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif end > start:
            merged.append((start, end))
    return merged


def programme_days(start: date, on: date, suspensions: Iterable[Suspension], today: date) -> int:
    """Days from `start` to `on` that were not suspended; 0 on the day of the start."""
    lost = sum(max(0, (min(end, on) - max(begin, start)).days) for begin, end in _closed(suspensions, today))
    return max(0, (on - start).days - lost)


def day_of_programme(start: date, days: int, suspensions: Iterable[Suspension], today: date) -> date:
    """The calendar day on which so many programme days have passed."""
    on = start + timedelta(days=days)
    for begin, end in _closed(suspensions, today):
        if begin <= on and end > start:
            on += end - max(begin, start)
    return on


def ends_on(start: date, months: int, suspensions: Iterable[Suspension], today: date) -> date:
    """The last day of the programme: the day before so many months of programme time have passed."""
    planned = (add_months(start, months) - start).days
    return day_of_programme(start, planned, suspensions, today) - timedelta(days=1)


def programme_month(start: date, on: date, suspensions: Iterable[Suspension], today: date) -> int:
    """In which programme month a day lies, from 1; a suspension stands still."""
    counted = start + timedelta(days=programme_days(start, on, suspensions, today))
    months = (counted.year - start.year) * 12 + counted.month - start.month
    if add_months(start, months) > counted:
        months -= 1
    return months + 1


def window(start: date, point: Point, suspensions: Iterable[Suspension], today: date) -> Window:
    """When a measurement is due for somebody admitted on `start`."""
    known = list(suspensions)
    aim_days = (add_months(start, point.month) - start).days
    aim = day_of_programme(start, aim_days, known, today)
    return Window(
        aim,
        max(start, day_of_programme(start, max(0, aim_days - point.before), known, today)),
        day_of_programme(start, aim_days + point.after, known, today),
    )


def stretch_of(one: Suspension, known: Iterable[Suspension]) -> tuple[Suspension, ...]:
    """Everything that stood still at one with a suspension: others that overlap it, and those they overlap."""
    inside, rest = [one], [other for other in known if other != one]
    while joined := [other for other in rest if any(_overlap(other, each) for each in inside)]:
        inside += joined
        rest = [other for other in rest if other not in joined]
    return tuple(inside)


def _overlap(one: Suspension, other: Suspension) -> bool:
    return (one.until_on is None or other.from_on < one.until_on) and (
        other.until_on is None or one.from_on < other.until_on
    )


def check_wave(name: str, budget_year: int, starts_on: date, today: date) -> Verdict:
    """Whether a wave may be planned: it has a name, and its start and budget year fit each other."""
    found = []
    if len(name.strip()) < 3:
        found.append(refused("wave_name_missing", "name"))
    if not abs(starts_on.year - budget_year) <= 1:
        found.append(refused("wave_year_differs", "budget_year", year=budget_year, starts_on=starts_on))
    return all_of(found)


def check_cycle(capacity: int, months: int) -> Verdict:
    """Whether a cycle has places and a length."""
    found = []
    if not 1 <= capacity <= LARGEST_CAPACITY:
        found.append(refused("cycle_capacity", "capacity", largest=LARGEST_CAPACITY))
    if not 1 <= months <= LONGEST_MONTHS:
        found.append(refused("cycle_months", "months", longest=LONGEST_MONTHS))
    return all_of(found)


def check_rule_change(starts_on: date, admitted: int, today: date) -> Verdict:
    """A success rule may change until the cycle starts or anybody was admitted; never afterwards."""
    if today >= starts_on or admitted:
        return refused("rule_is_fixed", "domains", starts_on=starts_on)
    return ALLOWED


def check_rule(rule: SuccessRule, domains: Sequence[str], plan: Sequence[Point]) -> Verdict:
    """Whether a success rule can be judged with what the plan measures."""
    found = []
    if not rule.domains or not set(rule.domains) <= set(domains):
        found.append(refused("rule_domains", "domains"))
    if not 0 <= rule.threshold <= 50:
        found.append(refused("rule_threshold", "threshold"))
    measured = {(point.kind, point.code) for point in plan}
    if not {(WHOQOL, rule.first), (WHOQOL, rule.last)} <= measured or rule.first == rule.last:
        found.append(refused("rule_months", "last"))
    if (URINE, rule.urine_point) not in measured:
        found.append(refused("rule_urine_month", "urine_point"))
    return all_of(found)


SIDE_OF_SUSPENSION = {
    "outbreak": "external",
    "lockdown": "facility",
    "disaster": "external",
    "staff": "facility",
    "budget": "external",
    "other": "facility",
}
"""Reasons to stand still, and whose doing a session is that falls out for it: never a resident's."""


def check_suspension(from_on: date, note: str, today: date, running: Iterable[Suspension]) -> Verdict:
    """Whether a suspension may be recorded: with a reason, not in the future, not twice."""
    found = []
    if from_on > today:
        found.append(refused("suspension_in_future", "from_on", date=from_on))
    if len(note.strip()) < 5:
        found.append(refused("suspension_reason_missing", "note"))
    if any(one.until_on is None or one.until_on > from_on for one in running):
        found.append(refused("suspension_overlaps", "from_on"))
    return all_of(found)


def check_resumption(suspension: Suspension, on: date, today: date) -> Verdict:
    """Whether a suspension may end on that day."""
    if suspension.until_on:
        return refused("suspension_ended", date=suspension.until_on)
    if on > today:
        return refused("suspension_in_future", "until_on", date=on)
    if on <= suspension.from_on:
        return refused("resumption_before", "until_on", since=suspension.from_on)
    return ALLOWED
