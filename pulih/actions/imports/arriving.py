"""People who enter with a register: never seen, seen before and free, or known here from before."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pulih.actions.people.facts import name_key
from pulih.records import passage, scope
from pulih.records.models import ImportRow, Person, PersonAccess, PersonName, Sentence, Stay
from pulih.records.sets import insert_rows, update_rows
from pulih.rules.actors import Actor
from pulih.rules.identity import REFERENCE_CAPACITY, reference_from
from pulih.rules.names import sort_key
from pulih.rules.register import RegisterRow

REFERENCE_TRIES = 5
"""A reference meets one that is given with a chance of one in thousands for a large register."""


@dataclass(frozen=True)
class Arrival:
    """Somebody a register brings. A new person's id is the row's, so the sealed number opens for both."""

    row: RegisterRow
    id: UUID
    person_id: UUID | None
    free: bool
    cipher: bytes | None
    number_hash: bytes | None

    @property
    def unknown(self) -> bool:
        """Whether nobody has recorded this person yet."""
        return self.person_id is None and not self.free


def receive(arrivals: Sequence[Arrival], source: str, by: Actor) -> None:
    """Write a chunk of people who arrive: person, names, stay and sentence, each kind in one statement."""
    unknown = [one for one in arrivals if one.unknown]
    if unknown:
        _register(unknown)
        _name(unknown)
    returned = _take_back([one for one in arrivals if not one.unknown], by)
    present = [replace(one, person_id=one.id) for one in unknown] + returned
    insert_rows([_stay(one, by) for one in present])
    insert_rows([_sentence(one, source, by) for one in present if _is_sentenced(one.row)])


def _register(arrivals: Sequence[Arrival]) -> None:
    """Through the gate; where a reference is given already, once more with others."""
    for _attempt in range(REFERENCE_TRIES):
        if passage.register_people(_card(one) for one in arrivals):
            return
    raise RuntimeError("No references are free.")


def _card(one: Arrival) -> Mapping[str, Any]:
    """A person as the gate takes one."""
    row, number = one.row, one.row.national_number
    return {
        "id": str(one.id),
        "reference": reference_from(secrets.randbelow(REFERENCE_CAPACITY)),
        "name": row.name,
        "name_key": name_key([row.name, *row.aliases]),
        "sex": row.sex,
        "birth_date": row.birth_date.isoformat() if row.birth_date else None,
        "birth_year": None if row.birth_date else row.birth_year,
        "cipher": bytes(one.cipher).hex() if one.cipher else None,
        "hash": one.number_hash.hex() if one.number_hash else None,
        "last4": number[-4:] if number else "",
    }


def _name(arrivals: Sequence[Arrival]) -> None:
    insert_rows(
        [
            PersonName(person_id=one.id, name=name, kind=kind)
            for one in arrivals
            for kind, name in [("official", one.row.name), *(("alias", alias) for alias in one.row.aliases)]
        ]
    )


def _take_back(arrivals: Sequence[Arrival], by: Actor) -> list[Arrival]:
    """Readmit whom nobody holds, and bring what the register states of them into their record.

    A new name joins the old ones; what the register leaves blank stays as it was.
    """
    if not arrivals:
        return []
    known = [one.person_id for one in arrivals if one.person_id]
    ours = set(
        PersonAccess.objects.filter(
            organisation_id=by.organisation_id, person_id__in=known, basis="custody", valid_to=None
        ).values_list("person_id", flat=True)
    )
    outside = [one.number_hash for one in arrivals if one.person_id not in ours and one.number_hash]
    admitted = passage.readmit(outside)
    present = [replace(one, person_id=one.person_id or admitted[one.number_hash or b""]) for one in arrivals]
    people = {one.id: one for one in Person.objects.filter(id__in=[one.person_id for one in present])}
    names: dict[UUID, list[PersonName]] = {}
    for name in PersonName.objects.filter(person_id__in=list(people)).order_by("id"):
        names.setdefault(name.person_id, []).append(name)
    for one in present:
        restate(people[_known(one)], one.row)
    update_rows(list(people.values()), PERSON_FIELDS)
    add_names({_known(one): one.row for one in present}, names)
    update_rows([ImportRow(id=one.id, person_id=one.person_id) for one in present], ["person_id"])
    return present


PERSON_FIELDS = ("name", "sex", "birth_date", "birth_year")


def restate(person: Person, row: RegisterRow) -> None:
    """Let a person's row say what the register says; blank cells erase nothing."""
    person.name = row.name
    person.sex = row.sex or person.sex
    if row.birth_date:
        person.birth_date, person.birth_year = row.birth_date, None
    elif row.birth_year and person.birth_date is None:
        person.birth_year = row.birth_year


def add_names(rows: Mapping[UUID, RegisterRow], names: Mapping[UUID, Sequence[PersonName]]) -> None:
    """Keep the names a register adds: a new official one ends the former, aliases gather."""
    today = scope.today()
    added, ended, keys = [], [], {}
    for person_id, row in rows.items():
        former = names.get(person_id, ())
        official = [one for one in former if one.kind == "official" and one.valid_to is None]
        if not any(one.name == row.name for one in official):
            ended += official
            added.append(PersonName(person_id=person_id, name=row.name, kind="official"))
        said = {sort_key(one.name) for one in former} | {sort_key(row.name)}
        fresh = {sort_key(alias): alias for alias in row.aliases if sort_key(alias) not in said}
        added += [PersonName(person_id=person_id, name=alias, kind="alias") for alias in fresh.values()]
        keys[person_id] = name_key([row.name, *(one.name for one in former), *fresh.values()])
    PersonName.objects.filter(id__in=[one.id for one in ended]).update(valid_to=today)
    insert_rows(added)
    passage.index_names(keys)


def _known(one: Arrival) -> UUID:
    assert one.person_id is not None
    return one.person_id


def _stay(one: Arrival, by: Actor) -> Stay:
    row = one.row
    assert row.kind
    assert row.started_on
    return Stay(
        person_id=_known(one),
        organisation_id=by.organisation_id,
        register_number=row.register_number,
        kind=row.kind,
        block=row.block,
        started_on=row.started_on,
    )


def _is_sentenced(row: RegisterRow) -> bool:
    return bool(row.articles) or row.sentence.dated


def _sentence(one: Arrival, source: str, by: Actor) -> Sentence:
    row = one.row
    return Sentence(
        person_id=_known(one),
        organisation_id=by.organisation_id,
        articles=list(row.articles),
        started_on=row.sentence_started_on,
        two_thirds_on=row.two_thirds_on,
        expires_on=row.expires_on,
        as_of=row.as_of or scope.today(),
        source=source,
        recorded_at=scope.now(),
    )
