"""What the forms about organisations offer: kinds one may record, parents, programmes."""

from dataclasses import dataclass

from django.db.models import Q

from pulih.queries.organisations.places import open_today, place_of
from pulih.records.models import Organisation, Programme
from pulih.rules import keeping
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.organisations import PARENT_OWED, PARENTS, Kind, Level
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class ParentChoice:
    """An organisation something may be recorded under."""

    id: int
    name: str


def kinds_to_add(actor: Actor) -> tuple[Kind, ...]:
    """The kinds that can stand somewhere below the actor's office, and every kind of partner."""
    require(actor.may(Permission.ADD_ORGANISATION), attempt=True)
    reach = open_today().filter(Q(pk=actor.organisation_id) | Q(ancestors__contains=[actor.organisation_id]))
    near = {Kind(kind) for kind in reach.order_by().values_list("kind", flat=True).distinct()}
    return tuple(kind for kind in Kind if kind not in keeping.OF_THE_STATE or PARENTS[kind] & near)


def parents_for(actor: Actor, kind: Kind) -> tuple[ParentChoice, ...]:
    """Under what the actor may record this kind: the own office and below, partners near or national."""
    require(actor.may(Permission.ADD_ORGANISATION), attempt=True)
    own = Organisation.objects.get(pk=actor.organisation_id)
    below = Q(pk=own.pk) | Q(ancestors__contains=[own.pk])
    near = Q(province_code__in=["", own.province_code]) | Q(level=Level.NATION)
    fitting = open_today().filter(below | near, kind__in=PARENTS[kind]).order_by("name")
    return tuple(
        ParentChoice(row.pk, row.name) for row in fitting if keeping.check_adding(actor, kind, place_of(row))
    )


def parent_is_owed(kind: Kind) -> bool:
    """Whether the kind cannot stand alone."""
    return kind in PARENT_OWED


def programmes(actor: Actor) -> tuple[str, ...]:
    """The codes of all programmes; their words come from the wording."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    return tuple(Programme.objects.order_by("code").values_list("code", flat=True))
