"""Whom a register is compared with: everybody with an open stay at the organisation, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from pulih.records.models import PersonName, Sentence, Stay
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.identity import Sex
from pulih.rules.permissions import Permission
from pulih.rules.register import KnownResident
from pulih.rules.stays import StayKind

_SENTENCE = {
    "articles": "articles",
    "sentence_started_on": "started_on",
    "two_thirds_on": "two_thirds_on",
    "expires_on": "expires_on",
    "as_of": "as_of",
}
"""What a resident states of a sentence, and the column it lies in."""


@dataclass(frozen=True)
class Resident:
    """A resident as the import rule sees them, and the rows that hold it."""

    facts: KnownResident
    person_id: UUID
    stay_id: UUID


def residents(actor: Actor) -> dict[UUID, Resident]:
    """Everybody with an open stay at the actor's organisation, by person."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    newest = (
        Sentence.objects.filter(person_id=OuterRef("person_id"))
        .order_by("-recorded_at", "-id")
        .values(said=JSONObject(**_SENTENCE))[:1]
    )
    aliases = (
        PersonName.objects.filter(person_id=OuterRef("person_id"), kind="alias", valid_to=None)
        .order_by("id")
        .values("name")
    )
    found = (
        Stay.objects.filter(organisation_id=actor.organisation_id, ended_on=None)
        .order_by("register_number")
        .values(
            "id",
            "person_id",
            "register_number",
            "kind",
            "block",
            "started_on",
            "person__name",
            "person__sex",
            "person__birth_date",
            "person__birth_year",
            "person__national_number_hash",
            "person__national_number_last4",
            aliases=ArraySubquery(aliases),
            sentence=Subquery(newest),
        )
    )
    return {row["person_id"]: _resident(row) for row in found.iterator(chunk_size=5000)}


def _resident(row: Mapping[str, Any]) -> Resident:
    said = row["sentence"] or {}
    dates = {name: _date(said.get(name)) for name in _SENTENCE if name != "articles"}
    number_hash = row["person__national_number_hash"]
    facts = KnownResident(
        person_id=row["person_id"],
        register_number=row["register_number"],
        name=row["person__name"],
        aliases=tuple(row["aliases"]),
        sex=Sex(row["person__sex"]),
        birth_date=row["person__birth_date"],
        birth_year=row["person__birth_year"],
        kind=StayKind(row["kind"]),
        block=row["block"],
        started_on=row["started_on"],
        articles=tuple(said.get("articles") or ()),
        number_key=bytes(number_hash).hex() if number_hash else None,
        number_ending=row["person__national_number_last4"],
        **dates,
    )
    return Resident(facts, row["person_id"], row["id"])


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
