"""The office's programmes by calendar month: who was admitted, who ended how, who was in at the month's end.

Counted from the heads of the histories, which every step and every correction puts right; names are not read.
Somebody who follows two programmes counts in both, an enrolment entered in error in none.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pulih.records import scope
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.lifecycles import exit_group
from pulih.rules.permissions import Permission

ADMITTED, COMPLETED, TRANSFERRED, RUNNING = "admitted", "completed", "transferred", "running"
GROUPS = ("dropout", "administrative", "medical", "death", "external")
"""How those left who did not move and did not complete, in the groups of a result sheet."""
KINDS = (ADMITTED, COMPLETED, TRANSFERRED, *GROUPS)


@dataclass(frozen=True)
class MonthFacts:
    """One calendar month: what happened in it, and how many were in a programme at its end (or are today)."""

    first: date
    happened: Mapping[str, int]
    """How many by kind; a kind that did not happen is not named."""
    running: int


@dataclass(frozen=True)
class YearFacts:
    """The months of a year that have begun."""

    year: int
    months: tuple[MonthFacts, ...]

    def sum_of(self, kind: str) -> int:
        """How often something happened in the whole year."""
        return sum(one.happened.get(kind, 0) for one in self.months)


@dataclass(frozen=True)
class Months:
    """A year and the one before it."""

    year: YearFacts
    before: YearFacts
    oldest: int
    """The first year in which anybody was admitted here, or this one."""
    newest: int
    """This year; no year lies ahead."""


_MONTHS = """
WITH counted AS MATERIALIZED (
    SELECT e.admitted_on, e.ended_on, e.exit_reason FROM enrolment e
    WHERE e.organisation_id = %(office)s::int AND e.admitted_on IS NOT NULL AND e.status <> 'removed'
      AND e.admitted_on < %(until)s::date AND (e.ended_on IS NULL OR e.ended_on >= %(since)s::date)
)
SELECT 'running', '', NULL::date, count(*)::int FROM counted c WHERE c.admitted_on < %(since)s::date
UNION ALL
SELECT 'admitted', '', date_trunc('month', c.admitted_on)::date, count(*)::int FROM counted c
WHERE c.admitted_on >= %(since)s::date GROUP BY 3
UNION ALL
SELECT 'ended', c.exit_reason, date_trunc('month', c.ended_on)::date, count(*)::int FROM counted c
WHERE c.ended_on < %(until)s::date GROUP BY 2, 3
UNION ALL
SELECT 'oldest', '', min(e.admitted_on), 0 FROM enrolment e
WHERE e.organisation_id = %(office)s::int AND e.admitted_on IS NOT NULL
"""


def months(actor: Actor, year: int | None = None) -> Months:
    """A year of the working office by month, this one where none is named; one statement."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    today = scope.today()
    wanted = min(max(year or today.year, 1990), today.year)
    since, until = date(wanted - 1, 1, 1), date(wanted + 1, 1, 1)
    found = ask(_MONTHS, {"office": actor.organisation_id, "since": since, "until": until})
    happened: dict[date, Counter[str]] = {}
    running, oldest = 0, today
    for what, reason, on, number in found:
        if what == RUNNING:
            running = number
        elif what == "oldest":
            oldest = on or today
        else:
            happened.setdefault(on, Counter())[ADMITTED if what == ADMITTED else _kind(reason)] += number
    begun = []
    for first in (date(one, month, 1) for one in (wanted - 1, wanted) for month in range(1, 13)):
        if first > today:
            break
        counts = happened.get(first, Counter())
        running += counts[ADMITTED] - sum(number for kind, number in counts.items() if kind != ADMITTED)
        begun.append(MonthFacts(first, dict(counts), running))
    return Months(_year(wanted, begun), _year(wanted - 1, begun), oldest.year, today.year)


def _kind(reason: str) -> str:
    """How an enrolment ended, by the reason of its exit; without one it was completed."""
    if not reason:
        return COMPLETED
    return TRANSFERRED if reason == "transferred" else exit_group(reason)


def _year(year: int, begun: list[MonthFacts]) -> YearFacts:
    return YearFacts(year, tuple(one for one in begun if one.first.year == year))


def last_day(first: date) -> date:
    """The last day of the month that begins on a day."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
