"""Staff: accounts, roles in periods, signing in, passwords, codes on paper, competencies."""

from pulih.actions.staff.accounts import (
    NewAccount,
    add_account,
    change_account,
    create_account,
    deactivate_account,
    reactivate_account,
    unlock_account,
)
from pulih.actions.staff.codes import IssuedCode, issue_code, reset_with_code
from pulih.actions.staff.competencies import grant_competency, withdraw_competency
from pulih.actions.staff.facts import held_by
from pulih.actions.staff.memberships import add_membership, end_membership
from pulih.actions.staff.own import change_password, save_preferences, switch_membership
from pulih.actions.staff.signing_in import note_failed_sign_in, sign_in, sign_out

__all__ = [
    "IssuedCode",
    "NewAccount",
    "add_account",
    "add_membership",
    "change_account",
    "change_password",
    "create_account",
    "deactivate_account",
    "end_membership",
    "grant_competency",
    "held_by",
    "issue_code",
    "note_failed_sign_in",
    "reactivate_account",
    "reset_with_code",
    "save_preferences",
    "sign_in",
    "sign_out",
    "switch_membership",
    "unlock_account",
    "withdraw_competency",
]
