"""One worker's page: roles within reach, and what may be done with the account."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pulih.queries.staff.locks import locked_until
from pulih.records import scope
from pulih.records.models import Account, Membership, ResetCode
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.staff import (
    CodeState,
    Giver,
    RolePeriod,
    check_account_of,
    check_ending,
    check_not_oneself,
    responsible_offices,
)
from pulih.rules.verdicts import ALLOWED, Verdict, all_of


@dataclass(frozen=True)
class RoleLine:
    """A role in its period, and whether it may be ended now."""

    id: UUID
    role: str
    organisation_id: int
    organisation_name: str
    since: date
    until: date | None
    state: str
    """`running`, `coming` or `over`."""
    revision: int
    may_end: Verdict = ALLOWED


@dataclass(frozen=True)
class StaffMember:
    """A worker as the administrator and the head of the office see them."""

    id: UUID
    revision: int
    name: str
    username: str
    profession: str
    is_active: bool
    must_change_password: bool
    last_sign_in: datetime | None
    created_at: datetime
    locked_until: datetime | None
    roles: tuple[RoleLine, ...]
    works_elsewhere: bool
    code_until: datetime | None
    """Until when a one-time code that was given out still opens the account."""
    may_manage: Verdict
    """The account as a whole: name, password, lock."""
    may_close: Verdict
    """The same, and not one's own."""


def role_line(membership: Membership, may_end: Verdict = ALLOWED) -> RoleLine:
    """A membership as pages show it."""
    period, today = membership.as_period(), scope.today()
    state = "over" if period.over_on(today) else "running" if period.counts_on(today) else "coming"
    return RoleLine(
        membership.pk,
        membership.role,
        membership.organisation_id,
        membership.organisation.name,
        membership.valid_from,
        membership.valid_to,
        state,
        membership.revision,
        may_end,
    )


def open_member(actor: Actor, account_id: UUID) -> StaffMember:
    """A worker within reach; somebody else's worker is answered as nobody's, and the try is audited."""
    require(actor.may(Permission.READ_STAFF), attempt=True)
    account, memberships = _within_reach(actor, account_id)
    periods = tuple(row.as_period() for row in memberships)
    manage = all_of(
        (actor.may(Permission.MANAGE_STAFF), check_account_of(Giver.of(actor), periods, scope.today()))
    )
    near = [row for row in memberships if _reaches(actor, row.as_period())]
    return StaffMember(
        account.pk,
        account.revision,
        account.full_name,
        account.username,
        account.profession,
        account.is_active,
        account.must_change_password,
        account.last_login,
        account.created_at,
        locked_until([account.username]).get(account.username),
        tuple(role_line(row, _may_end(actor, row.as_period(), account_id, periods)) for row in near),
        any(not row.as_period().over_on(scope.today()) for row in memberships if row not in near),
        _code_until(account_id),
        manage,
        all_of((manage, check_not_oneself(Giver.of(actor), account_id))) if manage else manage,
    )


def open_role(actor: Actor, account_id: UUID, membership_id: UUID) -> tuple[StaffMember, RoleLine]:
    """One role of a worker within reach."""
    member = open_member(actor, account_id)
    for role in member.roles:
        if role.id == membership_id:
            return member, role
    raise RuleBroken("not_found", attempt=True, subject="membership", subject_id=str(membership_id))


def _within_reach(actor: Actor, account_id: UUID) -> tuple[Account, list[Membership]]:
    account = Account.objects.filter(pk=account_id).first()
    rows = Membership.objects.select_related("organisation").filter(account_id=account_id)
    memberships = list(rows.order_by("-valid_from", "role"))
    if account is None or not any(_reaches(actor, row.as_period()) for row in memberships):
        offices = responsible_offices((row.as_period() for row in memberships), scope.today())
        raise RuleBroken(
            "not_found",
            attempt=True,
            subject="account",
            subject_id=str(account_id),
            holder_id=offices[0].id if offices else None,
        )
    return account, memberships


def _reaches(actor: Actor, period: RolePeriod) -> bool:
    if actor.may(Permission.MANAGE_STAFF):
        return period.office.lies_within(actor.organisation_id)
    return period.office.id == actor.organisation_id


def _may_end(actor: Actor, period: RolePeriod, account_id: UUID, periods: tuple[RolePeriod, ...]) -> Verdict:
    allowed = actor.may(Permission.MANAGE_STAFF)
    if not allowed:
        return allowed
    today = scope.today()
    return check_ending(Giver.of(actor), account_id, period, today, periods, today)


def _code_until(account_id: UUID) -> datetime | None:
    newest = ResetCode.objects.filter(account_id=account_id).order_by("-issued_at").first()
    if newest is None:
        return None
    usable = CodeState(newest.expires_at, newest.used_at, newest.failures).usable(scope.now())
    return newest.expires_at if usable else None
