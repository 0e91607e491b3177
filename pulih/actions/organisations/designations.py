"""A facility is entrusted with a programme for a budget year, by decree, with a target of people."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.organisations import facts as known
from pulih.records import audit, scope
from pulih.records.models import Designation, Organisation, Programme
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import check_designating
from pulih.rules.organisations import DesignationFacts, check_designation
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason


@dataclass(frozen=True)
class DesignationMade:
    """What was recorded, and what about it deserves a second look."""

    id: int
    warnings: tuple[Reason, ...]


@action(Permission.DESIGNATE)
def designate(
    *,
    organisation_id: int,
    programme: str,
    budget_year: int,
    target: int,
    decree_number: str,
    decree_date: date,
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> DesignationMade:
    """Record a designation; with a revision, correct the one of that programme and year."""
    use_once(token, by)
    facility = Organisation.objects.filter(pk=organisation_id).first()
    if facility is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=organisation_id)
    require(check_designating(by, known.place_of(facility)), attempt=True)
    if not Programme.objects.filter(pk=programme).exists():
        raise RuleBroken("programme_unknown", "programme")
    number = known.read_name(decree_number, "decree_number")
    facts = DesignationFacts(number, decree_date, budget_year, target)
    verdict = check_designation(facts, known.facts_of(facility), scope.today())
    require(verdict)
    given = {"target": target, "decree_number": number, "decree_date": decree_date}
    if revision is None:
        row, changes = _create(facility, programme, budget_year, given)
    else:
        row, changes = _change(facility, programme, budget_year, given, revision)
    audit.note_event(
        "organisations.designate",
        by=by,
        subject="organisation",
        subject_id=facility.pk,
        holder_id=facility.pk,
        changes={"designation": [row, row], "programme": [programme, programme],
                 "budget_year": [budget_year, budget_year], **changes},
    )  # fmt: skip
    return DesignationMade(row, verdict.reasons)


def _create(
    facility: Organisation, programme: str, year: int, given: dict[str, Any]
) -> tuple[int, dict[str, list[Any]]]:
    try:
        with transaction.atomic():
            row = Designation.objects.create(
                organisation=facility, programme_id=programme, budget_year=year, **given
            )
    except IntegrityError as error:
        if "designation_once_a_year" not in str(error):
            raise
        raise RuleBroken("designation_known", "programme", year=year) from None
    return row.pk, {name: [None, value] for name, value in given.items()}


def _change(
    facility: Organisation, programme: str, year: int, given: dict[str, Any], revision: int
) -> tuple[int, dict[str, list[Any]]]:
    rows = Designation.objects.filter(organisation=facility, programme_id=programme, budget_year=year)
    row = rows.first()
    if row is None:
        raise RuleBroken("designation_unknown")
    if not rows.filter(revision=revision).update(**given, revision=revision + 1):
        raise RuleBroken("page_stale")
    changes = {
        name: [getattr(row, name), value] for name, value in given.items() if getattr(row, name) != value
    }
    return row.pk, changes
