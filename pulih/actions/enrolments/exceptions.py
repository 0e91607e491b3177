"""Leave to admit somebody whose time left is too short: the programme asks, the head decides."""

from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.admitting import judge
from pulih.actions.enrolments.pathway import take_enrolment
from pulih.records import audit, scope
from pulih.records.models import AdmissionException
from pulih.rules.actors import Actor
from pulih.rules.admission import check_exception, check_exception_decision
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.MANAGE_ENROLMENTS)
def ask_exception(*, enrolment_id: UUID, reason: str, token: UUID | None = None, by: Actor) -> UUID:
    """Ask for an exception; only where the time left is what stands in the way."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, None, by)
    require(check_exception(reason))
    judged = judge(row, cycle, max(scope.today(), cycle.wave.starts_on), by)
    short = next((one for one in judged.verdict.reasons if one.code == "admission_time_too_short"), None)
    if short is None:
        raise RuleBroken("exception_missing")
    try:
        with transaction.atomic():
            asked = AdmissionException.objects.create(
                enrolment=row,
                person_id=row.person_id,
                organisation_id=by.organisation_id,
                reason=reason.strip(),
                expires_on=short.facts["expires_on"],
                ends_on=short.facts["ends_on"],
                asked_at=scope.now(),
                asked_by=by.account_id,
            )
    except IntegrityError as known:
        if "exception_open_once" not in str(known):
            raise
        raise RuleBroken("exception_open_already") from known
    audit.note_event(
        "enrolments.ask_exception",
        by=by,
        subject="enrolment",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"expires_on": [None, asked.expires_on], "ends_on": [None, asked.ends_on]},
        why=asked.reason,
    )
    return asked.pk


@action(Permission.DECIDE_EXCEPTIONS)
def decide_exception(
    *, exception_id: UUID, grant: bool, note: str = "", token: UUID | None = None, by: Actor
) -> None:
    """The second person: grants or refuses, once, and never their own wish."""
    use_once(token, by)
    row = (
        AdmissionException.objects.select_for_update()
        .filter(pk=exception_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="exception", subject_id=str(exception_id))
    require(check_exception_decision(row.asked_by, by.account_id, row.decided_at is not None), attempt=True)
    row.granted, row.note = grant, note.strip()
    row.decided_at, row.decided_by = scope.now(), by.account_id
    row.save(update_fields=["granted", "note", "decided_at", "decided_by"])
    audit.note_event(
        "enrolments.decide_exception",
        by=by,
        subject="enrolment",
        subject_id=row.enrolment_id,
        person_id=row.person_id,
        changes={"granted": [None, grant]},
        why=row.note,
    )
