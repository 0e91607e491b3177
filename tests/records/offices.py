"""Offices that have rows in every personal table, made by gates and through the walls."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from pulih.records import audit, reading, scope
from pulih.records.models import (
    DepartureQuestion,
    ImportBatch,
    ImportRow,
    ParticipantCategory,
    PersonName,
    Sentence,
    Stay,
)
from pulih.rules.actors import Actor
from pulih.rules.identity import reference_from
from pulih.rules.permissions import Role
from tests import factories
from tests.records.wave_rows import write_wave


@dataclass(frozen=True)
class Office:
    """An office with its people: a registrar, a nurse, a head, and three people in custody."""

    registrar: Actor
    nurse: Actor
    head: Actor
    people: tuple[UUID, ...]

    @property
    def id(self) -> int:
        """The organisation's key."""
        return self.registrar.organisation_id


def gate(statement: str, *parameters: object) -> object:
    """Call a gate, or any other SQL that answers one value, as the application."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return row[0] if row else None


def number_hash(person_id: UUID) -> bytes:
    """A stand-in for the blind index of a national number."""
    return b"number of " + person_id.bytes


def register(by: Actor, name: str) -> UUID:
    """One more person in the office's custody."""
    person_id = uuid7()
    facts = {
        "id": str(person_id),
        "reference": reference_from(person_id.bytes),
        "name": name,
        "name_key": name.lower(),
        "sex": "male",
        "birth_year": 1990,
        "hash": number_hash(person_id).hex(),
        "cipher": "00",
        "last4": "9999",
    }
    with scope.acting_as(by):
        gate("SELECT gate.register_people(%s::jsonb)", json.dumps([facts]))
    return person_id


def open_office(name: str = "", parent: object = None) -> Office:
    """An office whose people have names, stays, sentences, categories, imports, events and readers."""
    place = factories.organisation(name, parent=parent)
    registrar, nurse, head = (
        factories.worker(role, place) for role in (Role.REGISTRAR, Role.NURSE, Role.HEAD_OF_FACILITY)
    )
    people = tuple(register(registrar, f"Orang Contoh {place.pk} {letter}") for letter in "ABC")
    with scope.acting_as(registrar):
        batch = ImportBatch.objects.create(
            organisation=place, file_name="register.xlsx", sha256=b"", created_at=scope.now()
        )
        for place_in_file, person_id in enumerate(people, start=1):
            _write_about(registrar, person_id, batch, place_in_file)
        write_wave(registrar, people[0])
    with scope.acting_as(head):
        assert str(gate("SELECT current_setting('pulih.audit')")) == f"{{{place.pk}}}"
    return Office(registrar, nurse, head, people)


def _write_about(by: Actor, person_id: UUID, batch: ImportBatch, number: int) -> None:
    office = by.organisation_id
    PersonName.objects.create(person_id=person_id, name=f"Nama Lain {number}", kind="alias")
    stay = Stay.objects.create(
        person_id=person_id,
        organisation_id=office,
        register_number=f"BI.{office}/{number}",
        kind="sentenced",
        started_on=date(2024, 3, 1),
    )
    Sentence.objects.create(
        person_id=person_id,
        organisation_id=office,
        as_of=date(2024, 4, 1),
        source="SDP",
        recorded_at=scope.now(),
    )
    ParticipantCategory.objects.create(
        person_id=person_id,
        organisation_id=office,
        category="addict",
        decided_on=date(2024, 4, 2),
        recorded_at=scope.now(),
    )
    ImportRow.objects.create(
        organisation_id=office,
        batch=batch,
        row_number=number,
        cells=["x"],
        outcome="same",
        person_id=person_id,
    )
    DepartureQuestion.objects.create(
        organisation_id=office, person_id=person_id, stay=stay, batch=batch, asked_at=scope.now()
    )
    reading.note(by, person_id, "summary")
    audit.note_event("people.write", by=by, subject="person", subject_id=person_id, person_id=person_id)


def break_glass(by: Actor, person_id: UUID) -> UUID:
    """Open somebody else's person in an emergency; answers the opening's id."""
    opening = uuid7()
    with scope.acting_as(by):
        gate(
            "SELECT person_id FROM gate.break_glass(%s, %s, %s, %s)",
            opening,
            number_hash(person_id),
            "",
            "Pingsan di klinik, riwayat alergi tidak diketahui",
        )
    return opening
