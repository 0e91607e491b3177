"""Organisations are recorded, corrected and closed; they are never deleted, because people were there."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.organisations import facts as known
from pulih.records import audit, scope
from pulih.records.models import Organisation, OrganisationName
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import check_adding, check_closing, check_editing
from pulih.rules.organisations import (
    FacilityClass,
    Level,
    OrganisationFacts,
    SexServed,
    check_organisation,
)
from pulih.rules.permissions import Permission


@action(Permission.ADD_ORGANISATION)
def add_organisation(
    *,
    kind: str,
    name: str,
    short_name: str = "",
    parent_id: int | None = None,
    level: str = "",
    facility_class: str = "",
    sex_served: str = "",
    capacity: int | None = None,
    province_code: str = "",
    place: str = "",
    time_zone: str = "Asia/Jakarta",
    exists_from: date | None = None,
    token: UUID | None = None,
    by: Actor,
) -> Organisation:
    """Record an organisation under its parent, with the name it bears from the start."""
    use_once(token, by)
    sort, parent = known.read_kind(kind), known.take_parent(parent_id)
    require(check_adding(by, sort, known.place_of(parent) if parent else None), attempt=True)
    name, short_name = known.read_name(name), known.read_name(short_name, "short_name")
    given = _given(level, facility_class, sex_served, capacity, province_code, place, time_zone, exists_from)
    _check(OrganisationFacts(sort), given, parent)
    known.refuse_known_name(name, parent_id)
    with known.name_taken(name):
        made = Organisation.objects.create(
            kind=sort.value,
            parent=parent,
            ancestors=[*parent.ancestors, parent.pk] if parent else [],
            name=name,
            short_name=short_name,
            **given,
        )
    OrganisationName.objects.create(
        organisation=made, name=name, short_name=short_name, valid_from=exists_from
    )
    changes = {"kind": made.kind, "parent": parent_id, "name": name, **given}
    _note("add_organisation", made, by, {field: [None, value] for field, value in changes.items() if value})
    return made


def _given(
    level: str,
    facility_class: str,
    sex_served: str,
    capacity: int | None,
    province_code: str,
    place: str,
    time_zone: str,
    exists_from: date | None,
) -> dict[str, Any]:
    """The facts as columns; unknown words are refused at their field."""
    code, code_bps = known.province_codes(province_code)
    return {
        "level": known.read_choice(Level, level, "level") or "",
        "facility_class": known.read_choice(FacilityClass, facility_class, "facility_class") or "",
        "sex_served": known.read_choice(SexServed, sex_served, "sex_served") or "",
        "capacity": capacity,
        "province_code": code,
        "province_code_bps": code_bps,
        "place": known.read_name(place, "place"),
        "time_zone": time_zone,
        "exists_from": exists_from,
    }


def _check(facts: OrganisationFacts, given: dict[str, Any], parent: Organisation | None) -> None:
    """Ask the rule about what the row would become."""
    known.past_or_today(given["exists_from"], scope.today(), "organisation_opens_in_future", "started_on")
    becoming = replace(
        facts,
        level=given["level"] or None,
        facility_class=given["facility_class"] or None,
        sex_served=given["sex_served"] or None,
        capacity=given["capacity"],
        time_zone=given["time_zone"],
        started_on=given["exists_from"],
    )
    require(check_organisation(becoming, known.facts_of(parent) if parent else None))


@action(Permission.EDIT_ORGANISATION)
def edit_organisation(
    *,
    organisation_id: int,
    level: str = "",
    facility_class: str = "",
    sex_served: str = "",
    capacity: int | None = None,
    province_code: str = "",
    place: str = "",
    time_zone: str = "Asia/Jakarta",
    exists_from: date | None = None,
    revision: int,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Correct the facts of an organisation; what it is and where it stands stays."""
    use_once(token, by)
    row = known.take_organisation(organisation_id)
    require(check_editing(by, known.own_place(by), known.place_of(row)), attempt=True)
    given = _given(level, facility_class, sex_served, capacity, province_code, place, time_zone, exists_from)
    _check(known.facts_of(row), given, row.parent)
    changes = known.differences(row, given)
    _write(row, revision, given)
    _note("edit_organisation", row, by, changes)


@action(Permission.ADD_ORGANISATION)
def close_organisation(
    *, organisation_id: int, exists_to: date, revision: int, token: UUID | None = None, by: Actor
) -> None:
    """Say on which day an organisation no longer exists; what happened there stays readable."""
    use_once(token, by)
    row = known.take_organisation(organisation_id)
    require(check_closing(by, known.own_place(by), known.place_of(row)), attempt=True)
    if row.exists_to is not None:
        raise RuleBroken("organisation_closed_already", date=row.exists_to)
    known.past_or_today(exists_to, scope.today(), "organisation_ends_in_future", "ended_on")
    facts = replace(known.facts_of(row), ended_on=exists_to)
    require(check_organisation(facts, known.facts_of(row.parent) if row.parent else None))
    open_below = Organisation.objects.filter(parent_id=row.pk, exists_to=None).count()
    if open_below:
        raise RuleBroken("organisation_has_open_children", number=open_below)
    _write(row, revision, {"exists_to": exists_to})
    _note("close_organisation", row, by, {"exists_to": [None, exists_to]})


def _write(row: Organisation, revision: int, given: dict[str, Any]) -> None:
    unchanged = Organisation.objects.filter(pk=row.pk, revision=revision)
    if not unchanged.update(**given, revision=revision + 1):
        raise RuleBroken("page_stale")


def _note(done: str, row: Organisation, by: Actor, changes: dict[str, Any]) -> None:
    audit.note_event(
        f"organisations.{done}",
        by=by,
        subject="organisation",
        subject_id=row.pk,
        holder_id=row.pk,
        changes=changes,
    )
