"""What was promised and what was reached: a line a facility and programme, four quarters and the year.

Realisation is counted from enrolments by their day of admission, by a gate that tells numbers alone;
nobody types it. The year's target is the one set for the year, or else the sum of its quarters.
"""

from dataclasses import dataclass

from django.db.models import Q

from pulih.records import passage
from pulih.records.models import Designation, Organisation, Programme, Target
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.organisations import HOLDS_PEOPLE
from pulih.rules.permissions import Permission
from pulih.rules.targets import capaian


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
    quarters: tuple[Reached, Reached, Reached, Reached]
    designated: bool


@dataclass(frozen=True)
class Targets:
    """A year of targets at or below an office."""

    year: int
    lines: tuple[TargetLine, ...]

    @property
    def total(self) -> Reached:
        """All lines together; realisation of lines without a target is not counted against one."""
        targets = [one.year for one in self.lines if one.year.target is not None]
        target = sum(one.target or 0 for one in targets) if targets else None
        return Reached(target, sum(one.realised for one in targets))


def targets_of(actor: Actor, year: int) -> Targets:
    """Targets of the office and of every facility below; five statements whatever their number."""
    require(actor.may(Permission.READ_TARGETS), attempt=True)
    own = actor.organisation_id
    offices = {
        row.pk: row.name
        for row in Organisation.objects.filter(
            Q(pk=own) | Q(ancestors__contains=[own]), kind__in=[kind.value for kind in HOLDS_PEOPLE]
        ).only("pk", "name")
    }
    amounts: dict[tuple[int, str, int | None], int] = {}
    for row in Target.objects.filter(organisation_id__in=offices, year=year).order_by("revision"):
        amounts[row.organisation_id, row.programme_id, row.quarter] = row.amount
    designated = set(
        Designation.objects.filter(organisation_id__in=offices, budget_year=year).values_list(
            "organisation_id", "programme_id"
        )
    )
    realised: dict[tuple[int, str, int], int] = {}
    for one in passage.admitted_below(year):
        realised[one.organisation_id, one.programme, one.quarter] = one.enrolments
    names = dict(Programme.objects.values_list("code", "name"))
    keys = {key[:2] for key in amounts} | {key[:2] for key in realised} | designated
    lines = [
        _line(office, offices[office], programme, amounts, realised, (office, programme) in designated)
        for office, programme in keys
        if office in offices and programme in names
    ]
    return Targets(year, tuple(sorted(lines, key=lambda one: (one.organisation, one.programme))))


def _line(
    office: int,
    name: str,
    programme: str,
    amounts: dict[tuple[int, str, int | None], int],
    realised: dict[tuple[int, str, int], int],
    designated: bool,
) -> TargetLine:
    quarters = [
        Reached(amounts.get((office, programme, quarter)), realised.get((office, programme, quarter), 0))
        for quarter in (1, 2, 3, 4)
    ]
    set_quarters = [one.target for one in quarters if one.target is not None]
    whole = amounts.get((office, programme, None), sum(set_quarters) if set_quarters else None)
    year = Reached(whole, sum(one.realised for one in quarters))
    return TargetLine(
        office, name, programme, year, (quarters[0], quarters[1], quarters[2], quarters[3]), designated
    )
