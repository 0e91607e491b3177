"""Strategic objectives with the targets that serve them and how far those got."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from pulih.queries.targets.realisation import Reached, TargetLine, targets_of, together
from pulih.records.models import Objective, Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective with the lines of a year that serve it, as far as the office sees them."""

    id: UUID
    code: str
    text: str
    source: str
    from_year: int
    until_year: int
    office: str
    own: bool
    withdrawn: bool
    lines: tuple[TargetLine, ...]

    @property
    def total(self) -> Reached:
        """All its targets of the year together."""
        return together([one.year for one in self.lines])


@dataclass(frozen=True)
class Objectives:
    """A year's objectives, and the targets that serve none."""

    year: int
    found: tuple[ObjectiveLine, ...]
    without: tuple[TargetLine, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class ObjectiveChoice:
    """An objective a target may name."""

    id: UUID
    code: str
    text: str
    from_year: int
    until_year: int


def objectives_of(actor: Actor, year: int, this_year: int | None = None) -> Objectives:
    """Objectives of the office and of those above and below it that hold in a year; eight statements.

    A facility sees which objective its own targets serve; an office above sees each facility's part.
    """
    require(actor.may(Permission.READ_TARGETS), attempt=True)
    own = Organisation.objects.get(pk=actor.organisation_id)
    targets = targets_of(actor, year, this_year)
    near = Q(organisation_id__in=[own.pk, *own.ancestors]) | Q(organisation__ancestors__contains=[own.pk])
    rows = Objective.objects.filter(near, from_year__lte=year, until_year__gte=year)
    found = tuple(
        _line(row, own, [one for one in targets.lines if one.objective == row.pk])
        for row in rows.select_related("organisation").order_by("code", "set_at")
    )
    return Objectives(
        year,
        tuple(one for one in found if one.lines or not one.withdrawn),
        tuple(one for one in targets.lines if one.objective is None and one.year.target is not None),
        targets.years,
    )


def to_serve(actor: Actor, organisation_id: int) -> tuple[ObjectiveChoice, ...]:
    """Objectives the targets of a facility may name: of offices above it, not withdrawn; two statements."""
    require(actor.may(Permission.SET_TARGETS), attempt=True)
    facility = Organisation.objects.filter(pk=organisation_id).first()
    if facility is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=organisation_id)
    rows = Objective.objects.filter(organisation_id__in=facility.ancestors, withdrawn_at=None)
    return tuple(
        ObjectiveChoice(row.pk, row.code, row.text, row.from_year, row.until_year)
        for row in rows.order_by("code", "set_at")
    )


def _line(row: Objective, own: Organisation, lines: Iterable[TargetLine]) -> ObjectiveLine:
    return ObjectiveLine(
        row.pk,
        row.code,
        row.text,
        row.source,
        row.from_year,
        row.until_year,
        row.organisation.name,
        row.organisation_id == own.pk,
        row.withdrawn_at is not None,
        tuple(lines),
    )
