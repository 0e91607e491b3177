"""Issuing papers: what is printed is kept, so that the same paper can be printed again."""

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.pathway import take_enrolment
from pulih.actions.waves import take_cycle
from pulih.queries.documents.facts import completed_on, listed_before
from pulih.records import audit, scope
from pulih.records.models import Document, Enrolment, Person
from pulih.rules.actors import Actor
from pulih.rules.documents import (
    Completion,
    Kind,
    check_certificate,
    check_decree,
    check_number,
    initials,
    new_code,
)
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import all_of


@action(Permission.ISSUE_DECREES)
def issue_decree(*, cycle_id: UUID, number: str, on: date, token: UUID | None = None, by: Actor) -> UUID:
    """Name those who were admitted to a cycle and stand on no decree of it yet, in order of register number.

    A later one names those who took the place of others; nobody is named twice.
    """
    use_once(token, by)
    cycle = take_cycle(cycle_id, by)
    named = listed_before(by, cycle_id)
    rows = [
        row
        for row in Enrolment.objects.filter(
            cycle=cycle, organisation_id=by.organisation_id, in_place=True
        ).order_by("register_number", "id")
        if str(row.pk) not in named
    ]
    last = max((row.admitted_on for row in rows if row.admitted_on), default=None)
    require(all_of((check_number(number, on, scope.today()), check_decree(len(rows), last, on))))
    names = dict(Person.objects.filter(pk__in=[row.person_id for row in rows]).values_list("pk", "name"))
    facts = {
        "cycle": str(cycle.pk),
        "replaces_none": not named,
        "people": [
            {
                "enrolment": str(row.pk),
                "name": names.get(row.person_id, ""),
                "register_number": row.register_number,
                "admitted_on": row.admitted_on.isoformat() if row.admitted_on else "",
            }
            for row in rows
        ],
    }
    document = store_paper(
        Document(kind=Kind.DECREE.value, wave=cycle.wave),
        number,
        on,
        {"programme": cycle.programme_id, "wave": cycle.wave.name, **facts},
        by,
    )
    audit.note_event(
        "documents.issue_decree",
        by=by,
        subject="document",
        subject_id=document.pk,
        changes={"number": [None, document.number], "people": [None, len(rows)], "cycle": [None, cycle.pk]},
    )
    return document.pk


@action(Permission.ISSUE_CERTIFICATES)
def issue_certificate(
    *, enrolment_id: UUID, number: str, on: date, token: UUID | None = None, by: Actor
) -> UUID:
    """Certify that somebody completed their programme; one that stands at a time."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, None, by)
    stands = Document.objects.filter(
        organisation_id=by.organisation_id,
        enrolment=row,
        kind=Kind.CERTIFICATE.value,
        withdrawn_at=None,
    ).exists()
    done = completed_on(by, enrolment_id)
    require(
        all_of((check_number(number, on, scope.today()), check_certificate(Completion(done, stands), on)))
    )
    person = Person.objects.filter(pk=row.person_id).values_list("name", flat=True).first()
    if not person:
        raise RuleBroken("not_held_here")
    assert done is not None
    document = store_paper(
        Document(kind=Kind.CERTIFICATE.value, wave=cycle.wave, person_id=row.person_id, enrolment=row),
        number,
        on,
        {
            "programme": cycle.programme_id,
            "wave": cycle.wave.name,
            "months": cycle.months,
            "name": person,
            "initials": initials(person),
            "register_number": row.register_number,
            "begun_on": row.admitted_on.isoformat() if row.admitted_on else "",
            "ended_on": done.isoformat(),
        },
        by,
    )
    audit.note_event(
        "documents.issue_certificate",
        by=by,
        subject="document",
        subject_id=document.pk,
        person_id=row.person_id,
        changes={"number": [None, document.number], "enrolment": [None, row.pk]},
    )
    return document.pk


def store_paper(row: Document, number: str, on: date, facts: dict[str, Any], by: Actor) -> Document:
    """Store a paper under its number and a fresh code; a code that was given out before is drawn again."""
    row.organisation_id = by.organisation_id
    row.number = number.strip()
    row.issued_at, row.issued_by = scope.now(), by.account_id
    row.facts = {**facts, "office": by.organisation_name, "on": on.isoformat(), "signed_by": by.name}
    while True:
        row.code = new_code(secrets.token_bytes(8))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as known:
            if "document_number_once" in str(known):
                raise RuleBroken("document_number_taken", "number", number=row.number) from known
            if "code" not in str(known):
                raise
        else:
            return row
