"""The gates that open for whole registers, as Python calls: one statement for any number of people.

A gate that knows one person only is called for each element inside one statement.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records.asking import ask


@dataclass(frozen=True)
class Answer:
    """Who has a national number: nobody (`unknown`), nobody now (`free`), we (`yours`), another (`held`)."""

    answer: str
    organisation_id: int | None
    person_id: UUID | None


def lock_register(organisation_id: int) -> None:
    """Only one register of an organisation is applied at a time; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pulih.register'), %s)", [organisation_id])


def ask_who_has(hashes: Sequence[bytes], question: str) -> dict[bytes, Answer]:
    """Ask whose these national numbers are; the question is an audit event of its own."""
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash, answer, organisation_id, person_id FROM gate.find_by_identifiers(%s::bytea[], %s)",
            [list(hashes), question],
        )
        return {bytes(row[0]): Answer(*row[1:]) for row in cursor.fetchall()}


def register_people(people: Iterable[Mapping[str, Any]]) -> bool:
    """Make people with custody here and their place in the name search.

    False when a reference was given to somebody already: then nobody is made, and others are to be drawn.
    """
    sent = json.dumps(list(people))
    return bool(ask("SELECT gate.register_people(%(people)s::jsonb)", {"people": sent})[0][0])


def readmit(hashes: Sequence[bytes]) -> dict[bytes, UUID]:
    """Take back people whom nobody holds now; sorted, so that two offices never wait for each other."""
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h, gate.readmit(h) FROM (SELECT h FROM unnest(%s::bytea[]) AS h ORDER BY h) AS u",
            [list(hashes)],
        )
        return {bytes(number_hash): person for number_hash, person in cursor.fetchall()}


def set_numbers(people: Sequence[tuple[UUID, bytes, bytes, str]]) -> None:
    """Give people their national numbers: person, sealed number, blind index, last four digits."""
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gate.set_number(u.person, u.cipher, u.hash, u.last4)"
            " FROM (SELECT * FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[], %s::text[])"
            "       AS u (person, cipher, hash, last4) ORDER BY hash) AS u",
            [list(column) for column in zip(*people, strict=True)],
        )


def index_names(keys: Mapping[UUID, str]) -> None:
    """Put new search keys of people in place, wherever they are searched for."""
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.index_names(%s::uuid[], %s::text[])", [list(keys), list(keys.values())])


def close_access(people: Sequence[UUID], why: str) -> None:
    """End this organisation's access; what it did with these people stays readable to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.close_access(%s::uuid[], %s)", [list(people), why])


def accept_transfer(transfer_id: UUID, moved_on: date, by: UUID | None) -> UUID:
    """Take over somebody another office proposed to us; their record opens here at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.accept_transfer(%s, %s, %s)", [transfer_id, moved_on, by])
        person: UUID = cursor.fetchone()[0]
        return person


@dataclass(frozen=True)
class Admitted:
    """How many an office admitted to a programme in a quarter."""

    organisation_id: int
    programme: str
    quarter: int
    enrolments: int
    people: int


def admitted_below(year: int) -> list[Admitted]:
    """Admissions of the caller's office and of every office below it, as counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gate.admitted_below(%s)", [year])
        return [Admitted(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class StandingPaper:
    """What a public page may say of a paper: days as ISO text, empty where the paper names none."""

    kind: str
    office: str
    programme: str
    wave: str
    issued_on: str
    begun_on: str
    ended_on: str
    initials: str
    withdrawn_on: date | None


def confirm_document(code: str) -> StandingPaper | None:
    """Whether a paper with that code was issued; needs nobody signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gate.confirm_document(%s)", [code])
        row = cursor.fetchone()
        return StandingPaper(*row) if row else None


def merge_people(kept: UUID, gone: UUID, key: str, cipher: bytes | None, why: str) -> None:
    """Make two records one: everything about `gone` is about `kept` from now on, in every table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.merge_people(%s, %s, %s, %s, %s)", [kept, gone, key, cipher, why])


def held_elsewhere(person_id: UUID) -> bool:
    """Whether another office holds somebody this office has or had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.held_elsewhere(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def survivor_of(reference: str) -> str | None:
    """The reference that replaced this one when two records became one, if the office may see that person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.survivor_of(%s)", [reference])
        found: str | None = cursor.fetchone()[0]
        return found
