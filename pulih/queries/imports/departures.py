"""Residents whom the register no longer names: questions that wait for an answer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from pulih.records.models import DepartureQuestion, Organisation
from pulih.records.scope import today
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.organisations import HOLDS_PEOPLE
from pulih.rules.permissions import Permission

MOST_SHOWN = 100


@dataclass(frozen=True)
class Departure:
    """One question: about whom, since when, and what is known that helps to answer."""

    id: UUID
    person_id: UUID
    reference: str
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
    waiting = _own(actor).filter(answered_at=None).order_by("asked_at", "person__name")
    return tuple(_departure(one) for one in waiting[:MOST_SHOWN])


def departure(actor: Actor, question_id: UUID) -> Departure:
    """One open question of the actor's organisation."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    found = _own(actor).filter(id=question_id).first()
    if found is None:
        raise RuleBroken("not_found", attempt=True, subject="departure_question", subject_id=str(question_id))
    if found.answered_at is not None:
        raise RuleBroken("departure_already_answered", date=found.answered_at.date())
    return _departure(found)


def _own(actor: Actor) -> QuerySet[DepartureQuestion]:
    own = DepartureQuestion.objects.filter(organisation_id=actor.organisation_id)
    return own.select_related("person", "stay")


def _departure(one: DepartureQuestion) -> Departure:
    return Departure(
        id=one.id,
        person_id=one.person_id,
        reference=one.person.reference,
        name=one.person.name,
        register_number=one.stay.register_number,
        kind=one.stay.kind,
        block=one.stay.block,
        started_on=one.stay.started_on,
        asked_at=one.asked_at,
        days_waiting=(today() - one.asked_at.date()).days,
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
