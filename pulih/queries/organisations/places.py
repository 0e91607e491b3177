"""Rows of organisations as the pages name them, and as the rules about who keeps them see them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pulih.records import scope
from pulih.records.models import Organisation
from pulih.rules.keeping import OF_THE_STATE, Place
from pulih.rules.organisations import Kind

OFFICES = (Kind.MINISTRY, Kind.DIRECTORATE, Kind.REGIONAL_OFFICE)
"""Kinds that make the trunk of the tree; everything else hangs on them or stands beside."""

BESIDE = ~Q(kind__in=OF_THE_STATE) & (Q(parent=None) | ~Q(parent__kind__in=OF_THE_STATE))
"""Partners: whatever neither is of the state nor stands directly under something of the state."""

BELOW_OFFICES = Q(parent__kind__in=OFFICES) & ~Q(kind__in=OFFICES)


@dataclass(frozen=True)
class Twig:
    """An organisation in a list: enough to recognise it and to go there."""

    id: int
    kind: str
    name: str
    short_name: str
    facility_class: str
    sex_served: str
    capacity: int | None
    level: str
    place: str
    parent_id: int | None
    parent_name: str
    closed_on: date | None


def twig(row: Organisation) -> Twig:
    """A row with its parent at hand."""
    return Twig(
        row.pk,
        row.kind,
        row.name,
        row.short_name,
        row.facility_class,
        row.sex_served,
        row.capacity,
        row.level,
        row.place,
        row.parent_id,
        row.parent.name if row.parent else "",
        row.exists_to,
    )


def place_of(row: Organisation) -> Place:
    """A stored organisation as far as it decides who keeps it."""
    return Place(row.pk, Kind(row.kind), tuple(row.ancestors), row.province_code)


def open_today() -> QuerySet[Organisation]:
    """Organisations that have not closed."""
    return Organisation.objects.filter(Q(exists_to=None) | Q(exists_to__gt=scope.today()))


_ORDER = {kind.value: number for number, kind in enumerate(Kind)}


def by_kind(kind: str) -> int:
    """The place of a kind in lists: offices, facilities, partners, as the rules name them."""
    return _ORDER[kind]
