"""One-time codes on paper: how somebody without e-mail and telephone gets a password again."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import check_password, make_password

from pulih.actions.acting import action, use_once
from pulih.actions.staff.facts import holder_of, periods_of, take_account
from pulih.actions.staff.passwords import check_password_rules
from pulih.records import audit, scope
from pulih.records.models import Account, ResetCode, Session
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.staff import (
    CODE_ALPHABET,
    CODE_LASTS,
    CODE_LENGTH,
    CodeState,
    Giver,
    check_code_shape,
    check_not_oneself,
    check_username,
    in_groups,
    normal_code,
    normal_username,
)
from pulih.rules.verdicts import ALLOWED, Verdict, refused


@dataclass(frozen=True)
class IssuedCode:
    """A code for the slip of paper; shown once and stored nowhere but as a hash."""

    username: str
    name: str
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    code: str = field(repr=False)


@action(Permission.MANAGE_STAFF)
def issue_code(*, account_id: UUID, token: UUID | None, by: Actor) -> IssuedCode:
    """Make a code that replaces a lost password once, within a day; earlier codes stop working."""
    use_once(token, by)
    account, _periods = take_account(account_id, by)
    require(check_not_oneself(Giver.of(by), account.pk), attempt=True)
    if not account.is_active:
        raise RuleBroken("staff_account_closed")
    if by.account_id is None:
        raise RuleBroken("staff_code_by_person")
    now = scope.now()
    ResetCode.objects.filter(account_id=account.pk, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    row = ResetCode.objects.create(
        account_id=account.pk,
        code_hash=make_password(code),
        issued_by_id=by.account_id,
        issued_at=now,
        expires_at=now + CODE_LASTS,
    )
    audit.note_event(
        "staff.issue_code",
        by=by,
        subject="account",
        subject_id=account.pk,
        changes={"code": [None, row.pk], "expires_at": [None, row.expires_at]},
    )
    return IssuedCode(
        account.username, account.full_name, by.name, row.issued_at, row.expires_at, in_groups(code)
    )


@action(None)
def reset_with_code(*, username: str, code: str, new_password: str, by: None = None) -> Verdict:
    """Set a new password with a code. The answer and its time are the same whether the account exists.

    Answers instead of raising, because a wrong try must stay counted. Codes: `staff_code_wrong`; raised,
    without a try being spent: `staff_username_shape`, `staff_code_shape`, `staff_password_...`.
    """
    name, typed = normal_username(username), normal_code(code)
    require(check_username(name))
    require(check_code_shape(typed))
    check_password_rules(new_password, name)
    account = Account.objects.select_for_update().filter(username=name, is_active=True).first()
    row = _open_code(account)
    if account and row and check_password(typed, row.code_hash):
        _use(account, row, new_password)
        _note_reset(name, account, "done")
        return ALLOWED
    if row is not None:
        row.failures += 1
        row.save(update_fields=["failures"])
    else:
        make_password(typed)
    _note_reset(name, account, "refused")
    return refused("staff_code_wrong")


def _open_code(account: Account | None) -> ResetCode | None:
    """The code that still opens the account, if there is one."""
    if account is None:
        return None
    newest = ResetCode.objects.filter(account_id=account.pk).order_by("-issued_at").first()
    if newest is None:
        return None
    state = CodeState(newest.expires_at, newest.used_at, newest.failures)
    return newest if state.usable(scope.now()) else None


def _use(account: Account, row: ResetCode, new_password: str) -> None:
    """The new password counts, the code does not again, and nobody stays signed in with the old one."""
    row.used_at = scope.now()
    row.save(update_fields=["used_at"])
    account.set_password(new_password)
    account.must_change_password = False
    account.revision += 1
    account.save(update_fields=["password", "must_change_password", "revision"])
    Session.objects.filter(account_id=account.pk).delete()
    forget_failures(username=account.username)


def _note_reset(username: str, account: Account | None, outcome: str) -> None:
    audit.note_event(
        "staff.reset_with_code",
        by=None,
        subject="account",
        subject_id=account.pk if account else hidden_name(username),
        holder_id=holder_of(periods_of(account.pk)) if account else None,
        changes={"password": [None, "changed"]} if outcome == "done" else {},
        outcome=outcome,
    )


def hidden_name(username: str) -> str:
    """What the audit holds of a user name that nobody bears: people type passwords into that field."""
    return "sha256:" + hashlib.sha256(username.encode()).hexdigest()
