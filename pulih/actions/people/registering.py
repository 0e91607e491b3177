"""A person enters the record: once in the whole country."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from uuid_utils.compat import uuid7

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import (
    constraints_as_rules,
    name_key,
    names_of,
    require_holding,
    stays_of,
)
from pulih.queries.people import ask_number
from pulih.records import audit, passage, scope
from pulih.records.keys import keys
from pulih.records.models import Person, PersonName, PersonSearch, Stay
from pulih.rules import stays
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import REFERENCE_CAPACITY, check_birth, parse_national_number, reference_from
from pulih.rules.names import clean_name, search_key
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import all_of

REFERENCE_TRIES = 5


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody who is registered, with the stay that brings them."""

    name: str
    sex: str
    register_number: str
    kind: str
    started_on: date
    block: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    national_number: str = ""
    aliases: tuple[str, ...] = ()

    def stay(self, organisation_id: int) -> stays.Stay:
        """The first stay as the rule needs it."""
        return stays.Stay(
            organisation_id,
            self.register_number.strip(),
            stays.StayKind(self.kind),
            self.started_on,
            self.block.strip(),
        )


@action(Permission.REGISTER_PEOPLE)
def register_person(
    *, facts: NewPerson, confirmed_new: bool = False, token: UUID | None = None, by: Actor
) -> str:
    """Register somebody nobody knows yet, with their first stay; answers the reference.

    A national number that is known anywhere is refused with the holder's name; the same name and birth in
    this office is refused once, and done when the clerk confirms that it is another person.
    """
    use_once(token, by)
    name = clean_name(facts.name)
    _check(facts, by)
    number = parse_national_number(facts.national_number) if facts.national_number.strip() else None
    if number:
        _require_unknown(number.digits, by)
    if not confirmed_new:
        _require_nobody_alike(facts, name, by)
    person_id = uuid7()
    names = [name, *(clean_name(alias) for alias in facts.aliases)]
    with constraints_as_rules(), transaction.atomic():
        reference = _insert(person_id, facts, names, number.digits if number else "")
        PersonName.objects.bulk_create(
            PersonName(person_id=person_id, name=one, kind="alias" if place else "official")
            for place, one in enumerate(names)
        )
        stay = _add_stay(person_id, facts, by)
    audit.note_event(
        "people.register_person",
        by=by,
        subject="person",
        subject_id=reference,
        person_id=person_id,
        changes={
            "register_number": [None, facts.register_number],
            "kind": [None, facts.kind],
            "started_on": [None, facts.started_on],
            "national_number": [None, keys().index_number(number.digits) if number else None],
            "stay": [None, stay.pk],
            "confirmed_new": confirmed_new,
        },
    )
    return reference


@action(Permission.REGISTER_PEOPLE)
def readmit_person(*, facts: NewPerson, token: UUID | None = None, by: Actor) -> str:
    """Take back somebody with a record whom no office holds now: found by the national number alone."""
    use_once(token, by)
    number = parse_national_number(facts.national_number)
    _check(facts, by)
    answer, holder, _ = ask_number(by, number.digits)
    if answer != "free":
        raise RuleBroken(f"number_{answer}", "national_number", holder=holder, attempt=answer == "held")
    number_hash = keys().index_number(number.digits)
    person_id = passage.readmit([number_hash])[number_hash]
    person = Person.objects.get(pk=person_id)
    passage.index_names({person_id: name_key([person.name, *names_of(person_id)])})
    require(
        stays.check_stay(
            facts.stay(by.organisation_id),
            stays_of(person_id),
            scope.today(),
            person.birth_date,
            person.birth_year,
        )
    )
    with constraints_as_rules(), transaction.atomic():
        stay = _add_stay(person_id, facts, by)
    audit.note_event(
        "people.readmit_person",
        by=by,
        subject="person",
        subject_id=person.reference,
        person_id=person_id,
        changes={"register_number": [None, facts.register_number], "stay": [None, stay.pk]},
    )
    return person.reference


def likely_same(name: str, birth_date: date | None, birth_year: int | None, by: Actor) -> list[Person]:
    """People of this office with the same folded name and a birth that agrees."""
    key = search_key(name)
    ids = PersonSearch.objects.filter(
        organisation_id=by.organisation_id, name_key__startswith=key
    ).values_list("person_id", flat=True)
    year = birth_date.year if birth_date else birth_year
    born = Q(birth_date=None, birth_year=year)
    born |= Q(birth_date=birth_date) if birth_date else Q(birth_date__year=year)
    return list(Person.objects.filter(born, pk__in=list(ids[:50])).order_by("name")[:5])


def _check(facts: NewPerson, by: Actor) -> None:
    today = scope.today()
    require(
        all_of(
            (
                check_birth(facts.birth_date, facts.birth_year, today),
                stays.check_stay(
                    facts.stay(by.organisation_id), (), today, facts.birth_date, facts.birth_year
                ),
            )
        )
    )
    require_holding(by, stays.StayKind(facts.kind))


def _require_unknown(digits: str, by: Actor) -> None:
    answer, holder, _ = ask_number(by, digits)
    if answer != "unknown":
        raise RuleBroken(f"number_{answer}", "national_number", holder=holder, attempt=answer == "held")


def _require_nobody_alike(facts: NewPerson, name: str, by: Actor) -> None:
    alike = likely_same(name, facts.birth_date, facts.birth_year, by)
    if alike:
        raise RuleBroken(
            "person_alike", "confirmed_new", names=[f"{one.name} ({one.reference})" for one in alike]
        )


def _insert(person_id: UUID, facts: NewPerson, names: list[str], digits: str) -> str:
    for attempt in range(REFERENCE_TRIES):
        reference = reference_from(secrets.randbelow(REFERENCE_CAPACITY))
        try:
            with transaction.atomic():
                passage.register_people([_card(person_id, reference, facts, names, digits)])
            return reference
        except IntegrityError as taken:
            if "reference" not in str(taken) or attempt == REFERENCE_TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _card(
    person_id: UUID, reference: str, facts: NewPerson, names: list[str], digits: str
) -> dict[str, str | int | None]:
    return {
        "id": str(person_id),
        "reference": reference,
        "name": names[0],
        "name_key": name_key(names),
        "sex": facts.sex,
        "birth_date": facts.birth_date.isoformat() if facts.birth_date else None,
        "birth_year": None if facts.birth_date else facts.birth_year,
        "cipher": keys().seal_number(digits, person_id).hex() if digits else None,
        "hash": keys().index_number(digits).hex() if digits else None,
        "last4": digits[-4:],
    }


def _add_stay(person_id: UUID, facts: NewPerson, by: Actor) -> Stay:
    return Stay.objects.create(
        person_id=person_id,
        organisation_id=by.organisation_id,
        register_number=facts.register_number.strip(),
        kind=facts.kind,
        block=facts.block.strip(),
        started_on=facts.started_on,
    )
