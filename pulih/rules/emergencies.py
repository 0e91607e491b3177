"""When somebody opened a record in an emergency, somebody else judges it, once."""

from uuid import UUID

from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import ALLOWED, Verdict, refused

FINDINGS = ("justified", "unjustified")
LEAST_NOTE = 10


def may_review(actor: Actor, *, opened_by: UUID, reviewed: bool) -> Verdict:
    """Whether the actor may judge an opening: not their own, and not twice."""
    carried = actor.may(Permission.REVIEW_BREAK_GLASS)
    if not carried:
        return carried
    if actor.account_id is None or actor.account_id == opened_by:
        return refused("emergency_is_own")
    if reviewed:
        return refused("emergency_is_reviewed")
    return ALLOWED


def review_holds(finding: str, note: str) -> Verdict:
    """Whether a review says what it found and why."""
    if finding not in FINDINGS:
        return refused("finding_missing", "finding")
    if len(note.strip()) < LEAST_NOTE:
        return refused("reason_too_short", "note", least=LEAST_NOTE)
    return ALLOWED
