"""What the rules about assigning ask for, and the rows themselves: begun, ended, never rewritten."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from pulih.queries.caseload import needs_of
from pulih.records import audit, scope
from pulih.records.models import Account, Assignment, Competency, Cycle, Enrolment, Membership, StaffAbsence
from pulih.rules.actors import Actor
from pulih.rules.assigning import Absence, Given, Place, last_day
from pulih.rules.competencies import Held
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Role


def name_of(account_id: UUID | None) -> str:
    """A worker's name, for the audit."""
    found = Account.objects.filter(pk=account_id or UUID(int=0)).values_list("full_name", flat=True)
    return found.first() or ""


def absences_of(account_id: UUID, by: Actor) -> list[Absence]:
    """The absences of a worker at this office that were not withdrawn."""
    rows = StaffAbsence.objects.filter(
        organisation_id=by.organisation_id, account_id=account_id, withdrawn_at=None
    )
    return [Absence(*row) for row in rows.order_by("from_on").values_list("from_on", "until_on")]


def given_on(account_id: UUID, on: date, by: Actor) -> Given:
    """A worker as they are on that day at this office; one of another office holds no role here."""
    roles = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        account_id=account_id,
        account__is_active=True,
        organisation_id=by.organisation_id,
        valid_from__lte=on,
    ).values_list("role", flat=True)
    away = next((one.until_on for one in absences_of(account_id, by) if one.covers(on)), None)
    held = Competency.objects.filter(account_id=account_id).order_by("granted_on", "pk")
    return Given(
        account_id,
        frozenset(Role(one) for one in roles),
        away,
        tuple(Held(*row) for row in held.values_list("code", "granted_on", "expires_on", "withdrawn_on")),
    )


def place_of(row: Enrolment, cycle: Cycle) -> tuple[Place, dict[UUID, Assignment]]:
    """The pathway as it stands, and whoever is assigned now, by account. The enrolment is locked before."""
    running = Assignment.objects.filter(
        organisation_id=row.organisation_id, enrolment_id=row.pk, until_on=None
    )
    now = {one.account_id: one for one in running}
    main = next((one for one in now.values() if one.main), None)
    place = Place(
        status=Status(row.status),
        held_from=Status(row.held_from) if row.held_from else None,
        opened_on=min(scope.day_of(row.opened_at), row.since),
        main=main.account_id if main else None,
        main_since=main.from_on if main else None,
        all=frozenset(now),
        needs=needs_of(tuple(str(point["kind"]) for point in cycle.plan)),
    )
    return place, now


def finish(row: Assignment, last: date, because: str) -> None:
    """The last day of a counsellor; the row stays."""
    Assignment.objects.filter(pk=row.pk, organisation_id=row.organisation_id, until_on=None).update(
        until_on=max(row.from_on, last), because=because.strip()
    )


def begin(
    row: Enrolment,
    now: dict[UUID, Assignment],
    account_id: UUID,
    on: date,
    because: str,
    by: Actor,
    *,
    main: bool = True,
) -> UUID:
    """A counsellor from that day on; as the main one, whoever was it ends the day before."""
    ending = [one for one in now.values() if main and (one.main or one.account_id == account_id)]
    for one in ending:
        finish(one, last_day(one.from_on, on), because)
    try:
        with transaction.atomic():
            made = Assignment.objects.create(
                organisation_id=by.organisation_id,
                person_id=row.person_id,
                enrolment=row,
                account_id=account_id,
                main=main,
                from_on=on,
                because=because.strip(),
                assigned_at=scope.now(),
                assigned_by=by.account_id,
            )
    except IntegrityError as known:
        if "assignment_one" not in str(known):
            raise
        raise RuleBroken("page_stale") from known
    return made.pk


def note_change(
    event: str, row: Enrolment, before: UUID | None, after: UUID | None, on: date, why: str, by: Actor
) -> None:
    """The audit event of somebody's counsellor: workers by name, the person by number."""
    audit.note_event(
        event,
        by=by,
        subject="enrolment",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"counsellor": [name_of(before) or None, name_of(after) or None], "effective_on": [None, on]},
        why=why.strip(),
    )
