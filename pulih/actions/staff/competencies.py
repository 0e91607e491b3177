"""Competencies of workers: recorded from a certificate, withdrawn with a reason; never one's own."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.staff.facts import held_by, holder_of, take_account
from pulih.records import audit, scope
from pulih.records.models import Competency
from pulih.rules.actors import Actor
from pulih.rules.competencies import check_granting, check_not_twice, check_of_another, check_withdrawing
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import all_of


@action(Permission.MANAGE_COMPETENCIES)
def grant_competency(
    *,
    account_id: UUID,
    code: str,
    certificate: str,
    granted_on: date,
    expires_on: date | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record what a worker was trained for, as the certificate says; it holds wherever the worker works."""
    use_once(token, by)
    account, periods = take_account(account_id, by, whole=False)
    require(check_of_another(by.account_id, account.pk), attempt=True)
    require(
        all_of(
            (
                check_granting(code, certificate, granted_on, expires_on, scope.today()),
                check_not_twice(code, granted_on, held_by(account.pk)),
            )
        )
    )
    row = Competency.objects.create(
        account=account,
        code=code,
        certificate=certificate.strip(),
        granted_on=granted_on,
        expires_on=expires_on,
        organisation_id=by.organisation_id,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    audit.note_event(
        "staff.grant_competency",
        by=by,
        subject="account",
        subject_id=account.pk,
        holder_id=holder_of(periods),
        changes={
            "competency": [None, code],
            "certificate": [None, row.certificate],
            "granted_on": [None, granted_on],
            "valid_to": [None, expires_on],
        },
    )
    return row.pk


@action(Permission.MANAGE_COMPETENCIES)
def withdraw_competency(
    *, competency_id: UUID, withdrawn_on: date, because: str, token: UUID | None = None, by: Actor
) -> None:
    """Say from which day on a competency counts no more, and why; the row stays, for what was done before."""
    use_once(token, by)
    found = Competency.objects.filter(pk=competency_id).first()
    if found is None:
        raise RuleBroken("not_found", attempt=True, subject="competency", subject_id=str(competency_id))
    account, periods = take_account(found.account_id, by, whole=False)
    require(check_of_another(by.account_id, account.pk), attempt=True)
    row = Competency.objects.get(pk=competency_id)  # read again: the account is locked only now
    require(check_withdrawing(withdrawn_on, because, row.granted_on, scope.today(), row.withdrawn_on))
    Competency.objects.filter(pk=row.pk).update(withdrawn_on=withdrawn_on, withdrawn_because=because.strip())
    audit.note_event(
        "staff.withdraw_competency",
        by=by,
        subject="account",
        subject_id=account.pk,
        holder_id=holder_of(periods),
        changes={
            "competency": [row.code, row.code],
            "granted_on": [row.granted_on, row.granted_on],
            "withdrawn_on": [None, withdrawn_on],
        },
        why=because.strip(),
    )
