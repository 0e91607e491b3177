"""Where somebody stays: another block or register number. A new stay comes with its person; its end is custody's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import (
    constraints_as_rules,
    require_holding,
    stay_facts,
    stays_of,
    take_person,
)
from pulih.records import audit, scope
from pulih.records.models import Person, Stay
from pulih.rules import stays
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.REGISTER_PEOPLE)
def amend_stay(
    *,
    stay_id: UUID,
    register_number: str,
    kind: str,
    block: str,
    started_on: date,
    revision: int | None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Move to another block, pass from remand to sentenced, or correct number and first day."""
    use_once(token, by)
    row = _take_stay(stay_id, revision, by)
    person = take_person(row.person_id, None, by)
    before = stay_facts(row)
    after = replace(
        before,
        register_number=register_number.strip(),
        kind=stays.StayKind(kind),
        block=block.strip(),
        started_on=started_on,
    )
    fields = ("register_number", "kind", "block", "started_on")
    changes = {
        name: [getattr(before, name), getattr(after, name)]
        for name in fields
        if getattr(before, name) != getattr(after, name)
    }
    if not changes:
        raise RuleBroken("nothing_changed")
    others = [one for one in stays_of(person.pk) if one != before]
    require(stays.check_stay(after, others, scope.today(), person.birth_date, person.birth_year))
    require_holding(by, after.kind)
    for name in changes:
        setattr(row, name, getattr(after, name))
    row.revision += 1
    with constraints_as_rules(), transaction.atomic():
        row.save(update_fields=[*changes, "revision"])
    _note("people.amend_stay", row, person, changes, "", by)


def _take_stay(stay_id: UUID, revision: int | None, by: Actor) -> Stay:
    row = Stay.objects.select_for_update().filter(pk=stay_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="stay", subject_id=str(stay_id))
    if revision is not None and revision != row.revision:
        raise RuleBroken("page_stale")
    return row


def _note(event: str, row: Stay, person: Person, changes: Mapping[str, object], why: str, by: Actor) -> None:
    audit.note_event(
        event, by=by, subject="stay", subject_id=row.pk, person_id=person.pk, changes=changes, why=why.strip()
    )
