"""Which facilities are entrusted with a programme, by budget year (statement A3)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from pulih.records.models import Designation, Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class ProgrammeTotal:
    """What one programme has in a year."""

    programme: str
    facilities: int
    target: int


@dataclass(frozen=True)
class Designated:
    """A budget year of one office: facilities counted once, however many programmes they run."""

    budget_year: int
    facilities_designated: int
    programmes: tuple[ProgrammeTotal, ...]

    @property
    def target(self) -> int:
        """Places over all programmes: enrolments, for one person may have two."""
        return sum(one.target for one in self.programmes)


def designated(actor: Actor, budget_year: int, below: int) -> Designated:
    """Facilities entrusted in a budget year, at or below an organisation."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    if not Organisation.objects.filter(pk=below).exists():
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=below)
    years = totals_by_year(_at_or_below(below).filter(budget_year=budget_year))
    return years[0] if years else Designated(budget_year, 0, ())


def designated_years(actor: Actor, below: int, most: int = 5) -> tuple[Designated, ...]:
    """The last budget years with a designation, newest first; two statements."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    return totals_by_year(_at_or_below(below))[:most]


def totals_by_year(found: QuerySet[Designation]) -> tuple[Designated, ...]:
    """Each year's facilities and targets, newest first."""
    facilities = found.order_by().values("budget_year").annotate(n=Count("organisation", distinct=True))
    counted = {one["budget_year"]: one["n"] for one in facilities}
    by_programme: dict[int, list[ProgrammeTotal]] = defaultdict(list)
    rows = (
        found.order_by("programme_id")
        .values("budget_year", "programme_id")
        .annotate(n=Count("organisation", distinct=True), places=Sum("target"))
    )
    for one in rows:
        by_programme[one["budget_year"]].append(ProgrammeTotal(one["programme_id"], one["n"], one["places"]))
    return tuple(
        Designated(year, counted.get(year, 0), tuple(by_programme[year]))
        for year in sorted(by_programme, reverse=True)
    )


def _at_or_below(organisation_id: int) -> QuerySet[Designation]:
    here = Q(organisation_id=organisation_id) | Q(organisation__ancestors__contains=[organisation_id])
    return Designation.objects.filter(here)
