"""The facts the actions on people load, and how a constraint that a race hit becomes a rule's refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError

from pulih.records.models import Organisation, Person, PersonAccess, PersonName, Stay
from pulih.rules import stays
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.names import search_key
from pulih.rules.organisations import Kind, check_holding

_CONSTRAINTS = {
    "person_national_number_once": ("number_taken", "national_number"),
    "stay_never_overlaps": ("stay_overlaps_elsewhere", "started_on"),
    "stay_register_number_once": ("register_number_taken", "register_number"),
}


@contextmanager
def constraints_as_rules() -> Iterator[None]:
    """Two clerks at once: the second meets a constraint, and reads a sentence instead of an error."""
    try:
        yield
    except IntegrityError as broken:
        text = str(broken)
        for name, (code, about) in _CONSTRAINTS.items():
            if name in text or (name == "person_national_number_once" and "national number is known" in text):
                raise RuleBroken(code, about) from broken
        raise


def take_person(person_id: UUID, revision: int | None, by: Actor) -> Person:
    """Lock a person this office works with; refuse a page that is stale.

    Somebody else's person is `not_found`, the same as nobody, and the attempt is audited.
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    works = PersonAccess.objects.filter(
        person_id=person_id, organisation_id=by.organisation_id, basis="custody", valid_to=None
    ).exists()
    if person is None or not works:
        raise RuleBroken("not_found", attempt=True, subject="person", subject_id=str(person_id))
    if revision is not None and revision != person.revision:
        raise RuleBroken("page_stale")
    return person


def step_on(person: Person) -> None:
    """Move a person's revision, so that every page opened before is stale."""
    person.revision += 1


def name_key(names: list[str]) -> str:
    """What a person is found by: the search keys of all their names."""
    return " ".join(dict.fromkeys(search_key(name) for name in names if name))


def names_of(person_id: UUID) -> list[str]:
    """Every name a person bears or bore."""
    return list(PersonName.objects.filter(person_id=person_id).order_by("id").values_list("name", flat=True))


def stay_facts(row: Stay) -> stays.Stay:
    """A stay as the rule needs it."""
    return stays.Stay(
        organisation_id=row.organisation_id,
        register_number=row.register_number,
        kind=stays.StayKind(row.kind),
        started_on=row.started_on,
        block=row.block,
        ended_on=row.ended_on,
        how_ended=stays.Ending(row.how_ended) if row.how_ended else None,
        note=row.note,
    )


def stays_of(person_id: UUID) -> list[stays.Stay]:
    """A person's stays, as far as the office may see them."""
    return [stay_facts(row) for row in Stay.objects.filter(person_id=person_id)]


def require_holding(by: Actor, kind: stays.StayKind) -> None:
    """A regional office holds nobody; a probation office has clients, not residents."""
    require(check_holding(Kind(by.organisation_kind or kind_of(by.organisation_id)), kind))


def kind_of(organisation_id: int) -> str:
    """What kind of office it is, for an actor who does not carry it."""
    return Organisation.objects.values_list("kind", flat=True).get(pk=organisation_id)
