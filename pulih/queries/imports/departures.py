"""Residents whom the register no longer names: questions that wait for an answer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pulih.records.models import DepartureQuestion, Organisation
from pulih.records.scope import today
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.organisations import HOLDS_PEOPLE
from pulih.rules.permissions import Permission

MOST_SHOWN = 100


@dataclass(frozen=True)
class Departure:
    """One question: about whom, since when, and what is known that helps to answer."""

    id: UUID
    person_id: UUID
    name: str
    register_number: str
    kind: str
    block: str
    started_on: date
    asked_at: datetime
    days_waiting: int


def departures(actor: Actor) -> tuple[Departure, ...]:
    """The open questions of the actor's organisation, those that wait longest first."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    found = (
        DepartureQuestion.objects.filter(organisation_id=actor.organisation_id, answered_at=None)
        .select_related("person", "stay")
        .order_by("asked_at", "person__name")[:MOST_SHOWN]
    )
    return tuple(
        Departure(
            id=one.id,
            person_id=one.person_id,
            name=one.person.name,
            register_number=one.stay.register_number,
            kind=one.stay.kind,
            block=one.stay.block,
            started_on=one.stay.started_on,
            asked_at=one.asked_at,
            days_waiting=(today() - one.asked_at.date()).days,
        )
        for one in found
    )


def departures_open(actor: Actor) -> int:
    """How many questions wait, for the home page and the menu."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    return DepartureQuestion.objects.filter(organisation_id=actor.organisation_id, answered_at=None).count()


def other_facilities(actor: Actor) -> tuple[str, ...]:
    """Names of the places somebody may have been moved to."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    found = Organisation.objects.filter(kind__in=sorted(HOLDS_PEOPLE))
    return tuple(found.exclude(id=actor.organisation_id).order_by("name").values_list("name", flat=True))
