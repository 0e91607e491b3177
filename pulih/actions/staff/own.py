"""What everybody does to their own account: password, active role, language and theme."""

from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.staff.facts import own_account
from pulih.actions.staff.passwords import check_password_rules
from pulih.records import audit
from pulih.records.models import Session
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken

LANGUAGES = ("id", "en")
THEMES = ("", "pulih", "pulih-gelap")
"""Empty follows the system."""


@action(None)
def change_password(
    *, old_password: str, new_password: str, keep_session: str, token: UUID | None = None, by: Actor
) -> None:
    """Replace one's own password; the first one stops being owed and all other sessions end.

    A wrong old password is audited: somebody may be trying at a desk that was left open.
    """
    use_once(token, by)
    account = own_account(by)
    if not account.check_password(old_password):
        raise RuleBroken(
            "staff_password_wrong",
            "oldpassword",
            attempt=True,
            subject="account",
            subject_id=str(account.pk),
        )
    if old_password == new_password:
        raise RuleBroken("staff_password_same", "password1")
    check_password_rules(new_password, account.username, account.full_name)
    owed = account.must_change_password
    account.set_password(new_password)
    account.must_change_password = False
    account.revision += 1
    account.save(update_fields=["password", "must_change_password", "revision"])
    Session.objects.filter(account_id=account.pk).exclude(session_key=keep_session).delete()
    audit.note_event(
        "staff.change_password",
        by=by,
        subject="account",
        subject_id=account.pk,
        changes={"password": [None, "changed"], "must_change_password": [owed, False]},
    )


@action(None)
def switch_membership(*, membership_id: UUID, by: Actor) -> None:
    """Go on in another of one's own roles; it is also the first one next time."""
    held = [one.id for one in by.memberships]
    if membership_id not in held:
        raise RuleBroken("not_found", attempt=True, subject="membership", subject_id=str(membership_id))
    account = own_account(by)
    account.last_membership_id = membership_id
    account.save(update_fields=["last_membership_id"])
    audit.note_event(
        "staff.switch_membership",
        by=by,
        subject="account",
        subject_id=by.account_id,
        changes={"membership": [by.membership_id, membership_id]},
    )


@action(None)
def save_preferences(*, language: str, theme: str, by: Actor) -> None:
    """Keep the language and the look somebody prefers."""
    if language not in LANGUAGES or theme not in THEMES:
        raise RuleBroken("staff_preference_unknown")
    account = own_account(by)
    account.language, account.theme = language, theme
    account.save(update_fields=["language", "theme"])
    audit.note_event(
        "staff.save_preferences",
        by=by,
        subject="account",
        subject_id=by.account_id,
        changes={"language": [by.language, language], "theme": [by.theme, theme]},
    )
