"""What an auditor can do: judge emergencies, and take a part of the trail along."""

from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.queries.audit import EventLine, Wanted, events
from pulih.records import audit, scope
from pulih.records.models import BreakGlass
from pulih.rules.actors import Actor
from pulih.rules.emergencies import may_review, review_holds
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

MOST_EXPORTED = 10_000


@action(Permission.REVIEW_BREAK_GLASS)
def review_break_glass(*, id: UUID, finding: str, note: str, token: UUID | None = None, by: Actor) -> None:
    """Record whether an emergency opening was justified. Once, and never one's own."""
    use_once(token, by)
    row = BreakGlass.objects.filter(id=id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="break_glass", subject_id=id)
    verdict = may_review(by, opened_by=row.account_id, reviewed=row.reviewed_at is not None)
    require(verdict, attempt=row.account_id == by.account_id)
    require(review_holds(finding, note))
    changed = BreakGlass.objects.filter(id=id, reviewed_at=None).update(
        finding=finding, review_note=note.strip(), reviewed_at=scope.now(), reviewed_by=by.account_id
    )
    if not changed:
        raise RuleBroken("emergency_is_reviewed")
    audit.note_event(
        "audit.review_break_glass",
        by=by,
        subject="break_glass",
        subject_id=id,
        person_id=row.person_id,
        holder_id=row.holder_id,
        changes={"finding": ["", finding]},
        why=note.strip(),
    )


@action(Permission.READ_AUDIT)
def export_events(*, wanted: Wanted, by: Actor) -> tuple[EventLine, ...]:
    """Hand out a filtered part of the trail; taking it along is itself an event."""
    found = events(by, wanted, limit=MOST_EXPORTED)
    asked = {name: value for name, value in vars(wanted).items() if value and name != "after"}
    audit.note_event(
        "audit.export_events",
        by=by,
        subject="audit",
        subject_id="",
        changes={"asked": asked, "lines": len(found.lines), "whole": found.next is None},
    )
    return found.lines
