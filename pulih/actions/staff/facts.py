"""The facts that the rules about staff ask for, and the one place that says whose account it is.

These tables lie outside the walls, so nothing here is found without an organisation named.
"""

from uuid import UUID

from pulih.records import scope
from pulih.records.models import Account, Competency, Membership
from pulih.rules.actors import Actor
from pulih.rules.competencies import Held
from pulih.rules.errors import RuleBroken, require
from pulih.rules.staff import Giver, RolePeriod, check_account_of, responsible_offices

Periods = tuple[RolePeriod, ...]


def periods_of(account_id: UUID) -> Periods:
    """All roles of an account, wherever they are; for rules, never for a page."""
    rows = Membership.objects.select_related("organisation").filter(account_id=account_id)
    return tuple(row.as_period() for row in rows)


def holder_of(periods: Periods) -> int | None:
    """The office that shall read in its audit what happens to the account."""
    offices = responsible_offices(periods, scope.today())
    return offices[0].id if offices else None


def not_theirs(account_id: UUID, holder_id: int | None) -> RuleBroken:
    """The refusal for an account of another office; that it was tried is audited there and here."""
    return RuleBroken(
        "not_found", attempt=True, subject="account", subject_id=str(account_id), holder_id=holder_id
    )


def take_account(account_id: UUID, by: Actor, *, whole: bool = True) -> tuple[Account, Periods]:
    """Lock an account that `by` may touch, or refuse as if it did not exist.

    `whole` asks for the account itself (password, lock, end), which only belongs to those who answer
    for every office where the person works; otherwise one role within reach is enough.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    periods = periods_of(account_id) if account else ()
    near = Giver.of(by).founds or any(one.office.lies_within(by.organisation_id) for one in periods)
    if account is None or not near:
        raise not_theirs(account_id, holder_of(periods))
    if whole:
        require(check_account_of(Giver.of(by), periods, scope.today()), attempt=True)
    return account, periods


def own_account(by: Actor) -> Account:
    """One's own account, locked; the command line has none."""
    account = Account.objects.select_for_update().filter(pk=by.account_id or UUID(int=0)).first()
    if account is None:
        raise RuleBroken("not_found")
    return account


def held_by(account_id: UUID) -> tuple[Held, ...]:
    """Every competency of an account, withdrawn and ended ones too: a rule asks about any day."""
    rows = Competency.objects.filter(account_id=account_id).order_by("granted_on", "pk")
    return tuple(Held(*row) for row in rows.values_list("code", "granted_on", "expires_on", "withdrawn_on"))
