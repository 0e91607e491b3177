"""Accounts: who may sign in at all. What they may do follows from memberships."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from axes.utils import reset as forget_failures
from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.staff.facts import take_account
from pulih.actions.staff.memberships import place_membership
from pulih.actions.staff.passwords import check_password_rules
from pulih.records import audit, scope
from pulih.records.models import Account, ResetCode, Session
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.names import clean_name
from pulih.rules.permissions import Permission
from pulih.rules.staff import (
    CODE_ALPHABET,
    FIRST_PASSWORD_LENGTH,
    Giver,
    check_not_oneself,
    check_profession,
    check_username,
    in_groups,
    normal_username,
)


@dataclass(frozen=True)
class NewAccount:
    """An account just made; the password is shown once and stored nowhere."""

    account_id: UUID
    username: str
    name: str
    password: str = field(repr=False)


@action(Permission.MANAGE_STAFF)
def add_account(
    *,
    username: str,
    name: str,
    profession: str,
    role: str,
    organisation_id: int,
    valid_from: date,
    valid_to: date | None = None,
    token: UUID | None,
    by: Actor,
) -> NewAccount:
    """Make an account with its first role and a password that must be changed at the first sign-in."""
    use_once(token, by)
    password = first_password()
    account = _insert(username, name, profession, password, must_change_password=True)
    membership = place_membership(account.pk, organisation_id, role, valid_from, valid_to, (), by)
    audit.note_event(
        "staff.add_account",
        by=by,
        subject="account",
        subject_id=account.pk,
        holder_id=organisation_id,
        changes={
            "username": [None, account.username],
            "role": [None, membership.role],
            "organisation": [None, organisation_id],
            "valid_from": [None, valid_from],
            "valid_to": [None, valid_to],
        },
    )
    return NewAccount(account.pk, account.username, account.full_name, password)


@action(Permission.MANAGE_STAFF)
def create_account(
    *,
    username: str,
    full_name: str,
    profession: str,
    password: str,
    must_change_password: bool = True,
    by: Actor,
) -> UUID:
    """Make an account without a role; only Pulih itself does, to found an office or the demo."""
    if not Giver.of(by).founds:
        raise RuleBroken("staff_founding_only", attempt=True)
    account = _insert(username, full_name, profession, password, must_change_password=must_change_password)
    audit.note_event(
        "staff.create_account",
        by=by,
        subject="account",
        subject_id=account.pk,
        changes={"username": [None, account.username]},
    )
    return account.pk


def _insert(
    username: str, name: str, profession: str, password: str, *, must_change_password: bool
) -> Account:
    account = Account(
        username=normal_username(username),
        full_name=clean_name(name),
        profession=profession,
        must_change_password=must_change_password,
    )
    require(check_username(account.username))
    require(check_profession(profession))
    check_password_rules(password, account.username, account.full_name)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as raced:
        raise RuleBroken("staff_username_taken", "username", username=account.username) from raced
    return account


def first_password() -> str:
    """A password for the first sign-in, from signs that survive being copied by hand."""
    return in_groups("".join(secrets.choice(CODE_ALPHABET.lower()) for _ in range(FIRST_PASSWORD_LENGTH)))


@action(Permission.MANAGE_STAFF)
def change_account(
    *, account_id: UUID, name: str, profession: str, revision: int, token: UUID | None, by: Actor
) -> None:
    """Correct name or profession; the user name stays, because the audit and people know it."""
    use_once(token, by)
    account, _periods = take_account(account_id, by)
    _fresh(account, revision)
    require(check_profession(profession))
    cleaned = clean_name(name)
    changes = {
        key: [before, after]
        for key, before, after in (
            ("full_name", account.full_name, cleaned),
            ("profession", account.profession, profession),
        )
        if before != after
    }
    account.full_name, account.profession = cleaned, profession
    _save(account, "full_name", "profession")
    audit.note_event("staff.change_account", by=by, subject="account", subject_id=account.pk, changes=changes)


@action(Permission.MANAGE_STAFF)
def deactivate_account(*, account_id: UUID, revision: int, token: UUID | None, by: Actor) -> None:
    """Close an account at once: its sessions end and its open codes die with it."""
    use_once(token, by)
    account, _periods = take_account(account_id, by)
    require(check_not_oneself(Giver.of(by), account.pk), attempt=True)
    _fresh(account, revision)
    account.is_active = False
    _save(account, "is_active")
    ended, _rows = Session.objects.filter(account_id=account.pk).delete()
    ResetCode.objects.filter(account_id=account.pk, used_at=None).update(expires_at=scope.now())
    audit.note_event(
        "staff.deactivate_account",
        by=by,
        subject="account",
        subject_id=account.pk,
        changes={"is_active": [True, False], "sessions_ended": [ended, 0]},
    )


@action(Permission.MANAGE_STAFF)
def reactivate_account(*, account_id: UUID, revision: int, token: UUID | None, by: Actor) -> None:
    """Open a closed account again; the old password counts, roles count as far as they run."""
    use_once(token, by)
    account, _periods = take_account(account_id, by)
    require(check_not_oneself(Giver.of(by), account.pk), attempt=True)
    _fresh(account, revision)
    account.is_active = True
    _save(account, "is_active")
    audit.note_event(
        "staff.reactivate_account",
        by=by,
        subject="account",
        subject_id=account.pk,
        changes={"is_active": [False, True]},
    )


@action(Permission.MANAGE_STAFF)
def unlock_account(*, account_id: UUID, token: UUID | None, by: Actor) -> None:
    """Forget the wrong passwords typed for an account, so that its owner need not wait."""
    use_once(token, by)
    account, _periods = take_account(account_id, by)
    forgotten = forget_failures(username=account.username)
    audit.note_event(
        "staff.unlock_account",
        by=by,
        subject="account",
        subject_id=account.pk,
        changes={"failures": [forgotten, 0]},
    )


def _fresh(account: Account, revision: int) -> None:
    if account.revision != revision:
        raise RuleBroken("page_stale")


def _save(account: Account, *fields: str) -> None:
    """Store the fields of an account that is locked, and count the revision."""
    account.revision += 1
    account.save(update_fields=[*fields, "revision"])
