"""Roles at organisations in periods: given, and ended so that they stop counting everywhere at once."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.staff.facts import not_theirs, take_account
from pulih.records import audit, scope
from pulih.records.models import Membership, Organisation, Session
from pulih.records.models.staff import as_office
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.staff import Giver, RolePeriod, check_ending, check_giving


@action(Permission.MANAGE_STAFF)
def add_membership(
    *,
    account_id: UUID,
    organisation_id: int,
    role: str,
    valid_from: date,
    valid_to: date | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Give somebody a further role at one's own organisation or one below it."""
    use_once(token, by)
    account, held = take_account(account_id, by, whole=False)
    membership = place_membership(account.pk, organisation_id, role, valid_from, valid_to, held, by)
    audit.note_event(
        "staff.add_membership",
        by=by,
        subject="account",
        subject_id=account.pk,
        holder_id=organisation_id,
        changes={
            "membership": [None, membership.pk],
            "role": [None, role],
            "organisation": [None, organisation_id],
            "valid_from": [None, valid_from],
            "valid_to": [None, valid_to],
        },
    )
    return membership.pk


def place_membership(
    account_id: UUID,
    organisation_id: int,
    role: str,
    valid_from: date,
    valid_to: date | None,
    held: Iterable[RolePeriod],
    by: Actor,
) -> Membership:
    """Ask the rule and write the row; the account is locked or new, so no second role slips in beside."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise RuleBroken("staff_role_elsewhere", "organisation", attempt=True)
    verdict = check_giving(
        Giver.of(by), account_id, role, as_office(organisation), valid_from, valid_to, held, scope.today()
    )
    reached_out = any(reason.code in _REACHING for reason in verdict.reasons)
    require(verdict, attempt=reached_out)
    return Membership.objects.create(
        account_id=account_id,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
    )


_REACHING = ("staff_role_elsewhere", "staff_role_auditor_self")
"""Refusals that are worth an audit event: somebody reached for what is not theirs."""


@action(Permission.MANAGE_STAFF)
def end_membership(
    *, membership_id: UUID, last_day: date, revision: int, token: UUID | None, by: Actor
) -> None:
    """Say which day is a role's last; yesterday ends it at once, with the sessions that use it.

    A role whose last day would lie before its first never counted and is taken away; the audit keeps it.
    """
    use_once(token, by)
    membership = Membership.objects.select_related("organisation").filter(pk=membership_id).first()
    if membership is None:
        raise not_theirs(membership_id, None)
    account, held = take_account(membership.account_id, by, whole=False)
    period = membership.as_period()
    if not period.office.lies_within(by.organisation_id):
        raise not_theirs(account.pk, period.office.id)
    require(check_ending(Giver.of(by), account.pk, period, last_day, held, scope.today()))
    if last_day < scope.today():
        Session.objects.filter(membership_id=membership.pk).delete()
    _write_end(membership, last_day, revision)
    audit.note_event(
        "staff.end_membership",
        by=by,
        subject="account",
        subject_id=account.pk,
        holder_id=period.office.id,
        changes={
            "membership": [membership.pk, membership.pk],
            "role": [membership.role, membership.role],
            "valid_from": [membership.valid_from, membership.valid_from],
            "valid_to": [membership.valid_to, last_day],
        },
    )


def _write_end(membership: Membership, last_day: date, revision: int) -> None:
    row = Membership.objects.filter(pk=membership.pk, revision=revision)
    if last_day < membership.valid_from:
        written = row.delete()[0]
    else:
        written = row.update(valid_to=last_day, revision=revision + 1)
    if not written:
        raise RuleBroken("page_stale")
