"""Signing in and out, as the audit remembers it; who is who is decided by Django's authentication.

A second factor will stand between the password and `sign_in`: as a stage of allauth, not here.
"""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from pulih.actions.acting import action
from pulih.actions.staff.codes import hidden_name
from pulih.actions.staff.facts import holder_of, periods_of
from pulih.records import audit, scope
from pulih.records.models import Account, Membership
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from pulih.rules.staff import normal_username


@dataclass(frozen=True)
class SignedIn:
    """The membership a session begins with; None where no role counts today."""

    membership_id: UUID | None


@action(None)
def sign_in(*, account_id: UUID, by: None = None) -> SignedIn:
    """Choose the role to begin with: the last one used if it still counts, else the first by name.

    Where none counts nobody is signed in, and that too is audited.
    """
    account = Account.objects.get(pk=account_id)
    membership = _first_membership(account)
    if membership is None:
        _note_refused(account, account.username, {"reasons": ["staff_no_membership"]})
        return SignedIn(None)
    if account.last_membership_id != membership.pk:
        Account.objects.filter(pk=account.pk).update(last_membership_id=membership.pk)
    audit.note_event(
        "staff.sign_in",
        by=Actor(account.pk, account.full_name, Role(membership.role), membership.organisation_id),
        subject="account",
        subject_id=account.pk,
        changes={"role": [None, membership.role]},
    )
    return SignedIn(membership.pk)


def _first_membership(account: Account) -> Membership | None:
    rows = Membership.objects.select_related("organisation").filter(account_id=account.pk)
    running = [one for one in rows if _counts_now(one)]
    running.sort(key=lambda one: (one.pk != account.last_membership_id, one.organisation.name, one.role))
    return running[0] if running else None


def _counts_now(membership: Membership) -> bool:
    """Whether the role is held today where it is held: the door asks the same of every request."""
    zone = ZoneInfo(membership.organisation.time_zone)
    return membership.as_period().counts_on(scope.now().astimezone(zone).date())


@action(None)
def note_failed_sign_in(*, username: str, locked: bool, by: None = None) -> None:
    """Remember a wrong user name or password, and whether it closed the account for a while.

    A name that no account bears is kept as a hash only: people type passwords into that field.
    """
    name = normal_username(username)
    account = Account.objects.filter(username=name).first()
    _note_refused(account, name, {"locked": locked})


def _note_refused(account: Account | None, username: str, changes: dict[str, object]) -> None:
    audit.note_event(
        "staff.sign_in",
        by=None,
        subject="account",
        subject_id=account.pk if account else hidden_name(username),
        holder_id=holder_of(periods_of(account.pk)) if account else None,
        changes=changes,
        outcome="refused",
    )


@action(None)
def sign_out(*, by: Actor) -> None:
    """Remember that somebody left; the session itself is flushed by whoever calls."""
    audit.note_event("staff.sign_out", by=by, subject="account", subject_id=by.account_id)
