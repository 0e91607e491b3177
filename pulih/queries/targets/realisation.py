"""What was promised and what was reached: a line a facility and programme, four quarters and the year.

Realisation is counted from enrolments by their day of admission, by a gate that tells numbers alone;
nobody types it. The year's target is the one set for the year, or else the sum of its quarters.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from pulih.records import passage
from pulih.records.models import Designation, Organisation, Programme, Target
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.organisations import HOLDS_PEOPLE
from pulih.rules.permissions import Permission
from pulih.rules.targets import capaian

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Reached:
    """A target and its realisation; no target is not a target of nought."""

    target: int | None
    realised: int

    @property
    def capaian(self) -> float | None:
        """Percent of the target."""
        return capaian(self.realised, self.target)


@dataclass(frozen=True)
class TargetLine:
    """A facility and programme in a year."""

    organisation_id: int
    organisation: str
    programme: str
    year: Reached
    quarters: tuple[Reached, ...]
    designated: bool
    objective: UUID | None
    """The objective the year's target serves, or else the first quarter's that names one."""
    objective_code: str


@dataclass(frozen=True)
class Targets:
    """A year of targets at or below an office."""

    year: int
    lines: tuple[TargetLine, ...]
    others: tuple[tuple[int, str], ...]
    """Open facilities without a line this year: never asked, never entrusted, nobody admitted."""
    years: tuple[int, ...]
    """Years worth looking at, newest first."""

    @property
    def total(self) -> Reached:
        """The year of all lines together; realisation without a target is not counted against one."""
        return together([one.year for one in self.lines])

    @property
    def quarters(self) -> tuple[Reached, ...]:
        """Each quarter of all lines; what was reached counts with or without a target."""
        return tuple(
            Reached(
                together([one.quarters[place] for one in self.lines]).target,
                sum(one.quarters[place].realised for one in self.lines),
            )
            for place in range(len(QUARTERS))
        )


def together(parts: Sequence[Reached]) -> Reached:
    """Several targets as one; realisation without a target is not counted against one."""
    set_ones = [one for one in parts if one.target is not None]
    target = sum(one.target or 0 for one in set_ones) if set_ones else None
    return Reached(target, sum(one.realised for one in set_ones))


def targets_of(actor: Actor, year: int, this_year: int | None = None) -> Targets:
    """Targets of the office and of every facility below; six statements whatever their number."""
    require(actor.may(Permission.READ_TARGETS), attempt=True)
    offices = {row.pk: row for row in facilities_of(actor)}
    asked: dict[tuple[int, str, int | None], Target] = {}
    rows = Target.objects.filter(organisation_id__in=offices, year=year).select_related("objective")
    for row in rows.order_by("revision"):
        asked[row.organisation_id, row.programme_id, row.quarter] = row
    # Nought takes a target back; what has none has none.
    standing = {key: row for key, row in asked.items() if row.amount}
    designated = set(
        Designation.objects.filter(organisation_id__in=offices, budget_year=year).values_list(
            "organisation_id", "programme_id"
        )
    )
    realised = {
        (one.organisation_id, one.programme, one.quarter): one.enrolments
        for one in passage.admitted_below(year)
        if one.organisation_id in offices
    }
    known = set(Programme.objects.values_list("code", flat=True))
    keys = {key[:2] for key in standing} | {key[:2] for key in realised} | designated
    lines = [
        _line(offices[office], programme, standing, realised, (office, programme) in designated)
        for office, programme in keys
        if programme in known
    ]
    seen = {one.organisation_id for one in lines}
    others = [(row.pk, row.name) for row in offices.values() if row.pk not in seen and row.exists_to is None]
    return Targets(
        year,
        tuple(sorted(lines, key=lambda one: (one.organisation, one.organisation_id, one.programme))),
        tuple(sorted(others, key=lambda one: one[1])),
        _years(offices, {year, this_year or year}),
    )


def facilities_of(actor: Actor) -> list[Organisation]:
    """The facilities an office answers for: itself, or those below it."""
    own = actor.organisation_id
    kinds = [kind.value for kind in HOLDS_PEOPLE]
    return list(
        Organisation.objects.filter(Q(pk=own) | Q(ancestors__contains=[own]), kind__in=kinds).order_by("name")
    )


def _years(offices: Collection[int], besides: set[int]) -> tuple[int, ...]:
    asked = Target.objects.filter(organisation_id__in=offices).values_list("year")
    entrusted = Designation.objects.filter(organisation_id__in=offices).values_list("budget_year")
    return tuple(sorted({row[0] for row in asked.union(entrusted)} | besides, reverse=True))


def _line(
    office: Organisation,
    programme: str,
    standing: Mapping[tuple[int, str, int | None], Target],
    realised: Mapping[tuple[int, str, int], int],
    designated: bool,
) -> TargetLine:
    own = {quarter: standing.get((office.pk, programme, quarter)) for quarter in (None, *QUARTERS)}
    amounts = {(office.pk, programme, quarter): row.amount for quarter, row in own.items() if row}
    serves = next((row.objective for row in own.values() if row and row.objective), None)
    quarters = tuple(
        Reached(amounts.get((office.pk, programme, one)), realised.get((office.pk, programme, one), 0))
        for one in QUARTERS
    )
    asked = [one.target for one in quarters if one.target is not None]
    whole = amounts.get((office.pk, programme, None), sum(asked) if asked else None)
    year = Reached(whole, sum(one.realised for one in quarters))
    return TargetLine(
        office.pk,
        office.name,
        programme,
        year,
        quarters,
        designated,
        serves.pk if serves else None,
        serves.code if serves else "",
    )
