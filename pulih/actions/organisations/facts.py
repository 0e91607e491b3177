"""Rows and typed words turned into the facts that the rules about organisations ask for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from pulih.language.provinces import provinces
from pulih.queries.organisations.places import place_of
from pulih.records.models import Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.keeping import Place
from pulih.rules.organisations import FacilityClass, Kind, Level, OrganisationFacts, SexServed

LONGEST_NAME = 200

S = TypeVar("S", bound=StrEnum)


def facts_of(row: Organisation) -> OrganisationFacts:
    """A stored organisation as the rules see it."""
    return OrganisationFacts(
        kind=Kind(row.kind),
        time_zone=row.time_zone,
        id=row.pk,
        ancestors=tuple(row.ancestors),
        level=Level(row.level) if row.level else None,
        facility_class=FacilityClass(row.facility_class) if row.facility_class else None,
        sex_served=SexServed(row.sex_served) if row.sex_served else None,
        capacity=row.capacity,
        started_on=row.exists_from,
        ended_on=row.exists_to,
    )


def own_place(by: Actor) -> Place:
    """The office that acts."""
    return place_of(Organisation.objects.get(pk=by.organisation_id))


def take_organisation(organisation_id: int) -> Organisation:
    """Lock an organisation until the work is stored."""
    row = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=organisation_id)
    return row


def take_parent(parent_id: int | None) -> Organisation | None:
    """Lock the parent, so that it does not close while something is put under it."""
    if parent_id is None:
        return None
    parent = Organisation.objects.select_for_update(no_key=True).filter(pk=parent_id).first()
    if parent is None:
        raise RuleBroken("organisation_parent_unknown", "parent")
    refuse_closed_parent(parent)
    return parent


def refuse_closed_parent(parent: Organisation) -> None:
    """Refuse to put anything under what no longer exists."""
    if parent.exists_to is not None:
        raise RuleBroken("organisation_outlives_parent", "parent", date=parent.exists_to)


def read_choice(kind: type[S], value: str, about: str) -> S | None:
    """A word of a closed list, or nothing where nothing was chosen."""
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        raise RuleBroken("organisation_choice_unknown", about) from None


def read_kind(value: str) -> Kind:
    """What the organisation is; it cannot be left out."""
    try:
        return Kind(value)
    except ValueError:
        raise RuleBroken("organisation_kind_unknown", "kind") from None


def read_name(value: str, about: str = "name") -> str:
    """A name without stray blanks and of a length that fits on a letter."""
    name = " ".join(value.split())
    if about == "name" and not name:
        raise RuleBroken("organisation_name_missing", about)
    if len(name) > LONGEST_NAME:
        raise RuleBroken("organisation_name_too_long", about, most=LONGEST_NAME)
    return name


def province_codes(code: str) -> tuple[str, str]:
    """Both numbers of a province; the second is never typed, because the two differ in Papua."""
    if not code:
        return "", ""
    found = provinces().get(code)
    if found is None:
        raise RuleBroken("province_unknown", "province_code")
    return found.code, found.code_bps


def past_or_today(day: date | None, today: date, code: str, about: str) -> None:
    """Refuse a day that has not come yet."""
    if day is not None and day > today:
        raise RuleBroken(code, about)


@contextmanager
def name_taken(name: str) -> Iterator[None]:
    """Word it when somebody else gave the same name under the same parent at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "organisation_name_once_under_parent" not in str(error):
            raise
        raise RuleBroken("organisation_known", "name", name=name) from None


def refuse_known_name(name: str, parent_id: int | None, *, besides: int | None = None) -> None:
    """Refuse a name a sister bears, also among those without a parent and whatever its capitals."""
    sisters = Organisation.objects.filter(parent_id=parent_id, name__iexact=name)
    if besides is not None:
        sisters = sisters.exclude(pk=besides)
    if sisters.exists():
        raise RuleBroken("organisation_known", "name", name=name)


def differences(row: Organisation, given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changes from what to what, for the audit."""
    return {name: [getattr(row, name), value] for name, value in given.items() if getattr(row, name) != value}
