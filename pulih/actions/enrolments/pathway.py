"""The one way an enrolment changes: a row of history, and the head of it kept on the enrolment."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.waves import take_cycle
from pulih.records import audit, scope
from pulih.records.models import Cycle, Enrolment, StatusChange
from pulih.rules import lifecycles
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Pathway, Status, Step

ENDS = frozenset({Status.COMPLETED, Status.EXITED, Status.REMOVED, Status.NOT_SELECTED,
                  Status.SCREENED_OUT, Status.DECLINED})  # fmt: skip


def take_enrolment(enrolment_id: UUID, revision: int | None, by: Actor) -> tuple[Enrolment, Cycle]:
    """Lock an enrolment of this office and, before it, its cycle: always in this order."""
    known = (
        Enrolment.objects.filter(pk=enrolment_id, organisation_id=by.organisation_id)
        .values_list("cycle_id", flat=True)
        .first()
    )
    if known is None:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    cycle = take_cycle(known, by)
    row = Enrolment.objects.select_for_update().get(pk=enrolment_id, organisation_id=by.organisation_id)
    if revision is not None and revision != row.revision:
        raise RuleBroken("page_stale")
    return row, cycle


def pathway_of(row: Enrolment) -> Pathway:
    """Where an enrolment stands, as the rule needs it."""
    return Pathway(
        Status(row.status),
        row.since,
        Status(row.held_from) if row.held_from else None,
        row.admitted_on,
    )


def change_status(
    row: Enrolment,
    step: Step,
    by: Actor,
    *,
    event: str,
    why: str = "",
    more: Mapping[str, list[Any]] | None = None,
) -> StatusChange:
    """Take a legal step: the rule, the history, the head of it, one audit event (with `more` changes in it)."""
    require(lifecycles.check_step(pathway_of(row), step, scope.today()))
    before = row.status
    change = StatusChange.objects.create(
        enrolment=row,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        from_status=before,
        to_status=step.target.value,
        reason=step.reason,
        side=_side(step),
        note=step.note.strip(),
        effective_on=step.effective_on,
        late=lifecycles.entered_late(step.effective_on, scope.today()),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    _put_head(row, before, step)
    save_head(row)
    audit.note_event(
        event,
        by=by,
        subject="enrolment",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={
            "status": [before, step.target.value],
            "effective_on": [None, step.effective_on],
            **({"reason": [None, step.reason]} if step.reason else {}),
            **(more or {}),
        },
        why=why or step.note.strip(),
    )
    return change


def open_pathway(row: Enrolment, on: date, by: Actor) -> None:
    """The first row of a history: a candidate."""
    row.status, row.since = Status.CANDIDATE.value, on
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        if "enrolment_open_once" in str(taken):
            raise RuleBroken("enrolment_open_already") from taken
        raise
    StatusChange.objects.create(
        enrolment=row,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        to_status=row.status,
        effective_on=on,
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )


def _side(step: Step) -> str:
    known = lifecycles.reason_of(step.target, step.reason)
    return known.side.value if known else ""


def _put_head(row: Enrolment, before: str, step: Step) -> None:
    """What the newest row of the history says of the enrolment."""
    target = step.target
    row.held_from = before if target is Status.ON_HOLD else ""
    if target is Status.ADMITTED and row.admitted_on is None:
        row.admitted_on = step.effective_on
    if target in ENDS:
        row.ended_on = step.effective_on
    row.exit_reason = step.reason if target is Status.EXITED else row.exit_reason
    row.in_place = target is Status.ADMITTED or (target is Status.ON_HOLD and before == Status.ADMITTED.value)
    row.status, row.since = target.value, step.effective_on


def save_head(row: Enrolment) -> None:
    """Store the head; a place that is taken by another meanwhile is a refusal, not an error."""
    row.revision += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as broken:
        text = str(broken)
        if "cycle_never_above_capacity" in text:
            raise RuleBroken("cycle_full") from broken
        if "enrolment_open_once" in text:
            raise RuleBroken("enrolment_open_already") from broken
        raise


def rebuild_head(row: Enrolment, history: list[lifecycles.Change]) -> None:
    """Derive the head anew from a corrected history."""
    row.admitted_on = row.ended_on = None
    row.exit_reason = row.held_from = ""
    row.in_place = False
    before = ""
    for change in history:
        _put_head(row, before, Step(change.target, change.effective_on, change.reason))
        before = change.target.value
