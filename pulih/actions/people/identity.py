"""Who somebody is: corrections keep what was said before."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import constraints_as_rules, name_key, names_of, step_on, take_person
from pulih.queries.people import ask_number
from pulih.records import audit, passage, scope
from pulih.records.keys import keys
from pulih.records.models import PersonName
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import check_birth, parse_national_number
from pulih.rules.names import clean_name, sort_key
from pulih.rules.permissions import Permission


@action(Permission.REGISTER_PEOPLE)
def correct_identity(
    *,
    person_id: UUID,
    name: str,
    sex: str,
    birth_date: date | None,
    birth_year: int | None,
    revision: int | None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Correct name, sex or birth. A former name stays in the record with the day it ended."""
    use_once(token, by)
    person = take_person(person_id, revision, by)
    require(check_birth(birth_date, birth_year, scope.today()))
    fresh = {
        "name": clean_name(name),
        "sex": sex,
        "birth_date": birth_date,
        "birth_year": None if birth_date else birth_year,
    }
    # The name itself is in the record's history; the audit says only that it changed.
    changes = {
        field: ["…", "…"] if field == "name" else [getattr(person, field), value]
        for field, value in fresh.items()
        if getattr(person, field) != value
    }
    if not changes:
        raise RuleBroken("nothing_changed")
    if "name" in changes:
        official = PersonName.objects.filter(person=person, kind="official", valid_to=None)
        official.update(valid_to=scope.today())
        PersonName.objects.create(person=person, name=clean_name(name), kind="official")
    for field, value in fresh.items():
        setattr(person, field, value)
    step_on(person)
    person.save(update_fields=[*fresh, "revision"])
    if "name" in changes:
        passage.index_names({person.pk: name_key([person.name, *names_of(person.pk)])})
    _note("people.correct_identity", person.reference, person.pk, changes, by)


@action(Permission.REGISTER_PEOPLE)
def add_alias(
    *, person_id: UUID, alias: str, revision: int | None, token: UUID | None = None, by: Actor
) -> None:
    """Add a name somebody is also known by; search finds them by it from now on."""
    use_once(token, by)
    person = take_person(person_id, revision, by)
    name = clean_name(alias)
    known = names_of(person.pk)
    if sort_key(name) in {sort_key(one) for one in known}:
        raise RuleBroken("alias_known", "alias")
    PersonName.objects.create(person=person, name=name, kind="alias")
    step_on(person)
    person.save(update_fields=["revision"])
    passage.index_names({person.pk: name_key([person.name, *known, name])})
    _note("people.add_alias", person.reference, person.pk, {"aliases": ["…", "…"]}, by)


@action(Permission.REGISTER_PEOPLE)
def set_number(
    *, person_id: UUID, national_number: str, revision: int | None, token: UUID | None = None, by: Actor
) -> None:
    """Give somebody the national number they have, or correct it; a number known elsewhere is refused."""
    use_once(token, by)
    person = take_person(person_id, revision, by)
    number = parse_national_number(national_number)
    before, after = person.national_number_hash, keys().index_number(number.digits)
    if before is not None and bytes(before) == after:
        raise RuleBroken("nothing_changed")
    answer, holder, _ = ask_number(by, number.digits)
    if answer != "unknown":
        raise RuleBroken(f"number_{answer}", "national_number", holder=holder, attempt=answer == "held")
    sealed = keys().seal_number(number.digits, person.pk)
    with constraints_as_rules():
        passage.set_numbers([(person.pk, sealed, after, number.digits[-4:])])
    step_on(person)
    person.save(update_fields=["revision"])
    _note("people.set_number", person.reference, person.pk, {"national_number": [before, after]}, by)


def _note(event: str, reference: str, person_id: UUID, changes: Mapping[str, object], by: Actor) -> None:
    audit.note_event(
        event, by=by, subject="person", subject_id=reference, person_id=person_id, changes=changes
    )
