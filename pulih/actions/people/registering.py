"""A person enters the record: once in the whole country."""

import json
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from pulih.actions.acting import action, require_first_time, use_once
from pulih.actions.people.facts import (
    constraints_as_rules,
    name_key,
    names_of,
    require_holding,
    stays_of,
)
from pulih.queries.people import ask_number, asking_number
from pulih.records import audit, passage, scope
from pulih.records.asking import ask
from pulih.records.keys import keys
from pulih.records.models import Person, PersonName, Stay
from pulih.records.together import ONCE, Together, once_values
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
    name = clean_name(facts.name)
    _check(facts, by)
    number = parse_national_number(facts.national_number) if facts.national_number.strip() else None
    known = _sound(facts, name, number.digits if number else "", token, by)
    if known.answer != "unknown":
        holder, attempt = known.holder, known.answer == "held"
        raise RuleBroken(f"number_{known.answer}", "national_number", holder=holder, attempt=attempt)
    if known.alike and not confirmed_new:
        raise RuleBroken("person_alike", "confirmed_new", names=list(known.alike))
    person_id = uuid7()
    names = [name, *(clean_name(alias) for alias in facts.aliases)]
    with constraints_as_rules():
        reference = _insert(person_id, facts, names, number.digits if number else "")
    stay = _stay(person_id, facts, by)
    act = Together()
    act.insert(
        stay,
        *(
            PersonName(person_id=person_id, name=one, kind="alias" if place else "official")
            for place, one in enumerate(names)
        ),
    )
    act.note(
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
    with constraints_as_rules():
        act.write()
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
    stay = _stay(person_id, facts, by)
    with constraints_as_rules():
        stay.save(force_insert=True)
    audit.note_event(
        "people.readmit_person",
        by=by,
        subject="person",
        subject_id=person.reference,
        person_id=person_id,
        changes={"register_number": [None, facts.register_number], "stay": [None, stay.pk]},
    )
    return person.reference


_ALIKE = """
(SELECT coalesce(jsonb_agg(y.said), '[]') FROM
   (SELECT p.name || ' (' || p.reference || ')' AS said
    FROM (SELECT person_id FROM person_search
          WHERE organisation_id = %(office)s AND name_key LIKE %(key)s || '%%' LIMIT 50) s
    JOIN person p ON p.id = s.person_id
    WHERE p.birth_date IS NULL AND p.birth_year = %(year)s::int
       OR p.birth_date = %(born)s::date
       OR %(born)s::date IS NULL AND extract(year FROM p.birth_date) = %(year)s::int
    ORDER BY p.name LIMIT 5) y)::text
"""
_NUMBER = """
FROM gate.find_by_identifiers(ARRAY[%(hash)s]::bytea[], %(question)s::text) n
LEFT JOIN organisation h ON h.id = n.organisation_id AND n.answer = 'held'
"""
_SOUNDED = {
    True: f"WITH {ONCE} SELECT (SELECT count(*) FROM once), n.answer, coalesce(h.name, ''), {_ALIKE} {_NUMBER}",
    False: f"WITH {ONCE} SELECT (SELECT count(*) FROM once), 'unknown', '', {_ALIKE}",
}
"""One statement, with or without a national number; asking for one is an event of its own."""


@dataclass(frozen=True)
class _Sounded:
    """What is known before anybody is registered."""

    answer: str
    holder: str
    alike: tuple[str, ...]
    """People of this office with the same folded name and a birth that agrees."""


def _sound(facts: NewPerson, name: str, digits: str, token: UUID | None, by: Actor) -> _Sounded:
    """Take the form's token, ask for the number in the whole country and for the name in this office."""
    values: dict[str, Any] = {
        **once_values(token, by),
        "office": by.organisation_id,
        "key": search_key(name),
        "born": facts.birth_date,
        "year": facts.birth_date.year if facts.birth_date else facts.birth_year,
    }
    if digits:
        number_hash = keys().index_number(digits)
        values |= {"hash": number_hash, "question": asking_number(by, number_hash)}
    taken, answer, holder, alike = ask(_SOUNDED[bool(digits)], values)[0]
    require_first_time(taken, token, by)
    return _Sounded(answer, holder, tuple(json.loads(alike)))


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


def _insert(person_id: UUID, facts: NewPerson, names: list[str], digits: str) -> str:
    for _attempt in range(REFERENCE_TRIES):
        reference = reference_from(secrets.randbelow(REFERENCE_CAPACITY))
        if passage.register_people([_card(person_id, reference, facts, names, digits)]):
            return reference
    raise RuntimeError("No reference is free.")


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


def _stay(person_id: UUID, facts: NewPerson, by: Actor) -> Stay:
    return Stay(
        person_id=person_id,
        organisation_id=by.organisation_id,
        register_number=facts.register_number.strip(),
        kind=facts.kind,
        block=facts.block.strip(),
        started_on=facts.started_on,
    )
