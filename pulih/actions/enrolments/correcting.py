"""A wrong step is corrected by a further row that names the row it replaces; nothing is rewritten."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.pathway import rebuild_head, save_head, take_enrolment
from pulih.actions.outcomes.superseding import note_change_of
from pulih.records import audit, scope
from pulih.records.models import Enrolment, StatusChange, Stay, Transfer
from pulih.rules import lifecycles
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Change, Status, Step
from pulih.rules.measuring import check_amendment
from pulih.rules.permissions import Permission


@action(Permission.MANAGE_ENROLMENTS)
def correct_change(
    *,
    change_id: UUID,
    effective_on: date | None = None,
    reason: str = "",
    note: str = "",
    annul: bool = False,
    why: str,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Replace the day, reason or note of a step, or take the last step back; the pathway stays legal."""
    use_once(token, by)
    wrong = StatusChange.objects.filter(pk=change_id, organisation_id=by.organisation_id).first()
    if wrong is None:
        raise RuleBroken("not_found", attempt=True, subject="status_change", subject_id=str(change_id))
    row, cycle = take_enrolment(wrong.enrolment_id, None, by)
    require(check_amendment(why))
    if not annul:
        require(
            lifecycles.check_reason(
                Step(Status(wrong.to_status), effective_on or wrong.effective_on, reason, note)
            )
        )
    if wrong.reason == "transferred" and (annul or reason != "transferred") and _transfer_stands(wrong):
        raise RuleBroken("correction_transferred")
    changes = list(StatusChange.objects.filter(enrolment=row).order_by("id"))
    if any(one.corrects_id == wrong.pk for one in changes):
        raise RuleBroken("correction_done_already")
    known = lifecycles.reason_of(Status(wrong.to_status), reason)
    further = StatusChange(
        enrolment=row,
        person_id=row.person_id,
        organisation_id=by.organisation_id,
        from_status=wrong.from_status,
        to_status=wrong.to_status,
        reason=reason,
        side=known.side.value if known else "",
        note=note.strip(),
        effective_on=effective_on or wrong.effective_on,
        late=lifecycles.entered_late(effective_on or wrong.effective_on, scope.today()),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
        corrects=wrong,
        annuls=annul,
    )
    history = lifecycles.standing(_change(one) for one in [*changes, further])
    if not history:
        raise RuleBroken("correction_leaves_nothing")
    require(lifecycles.check_correction(history, scope.today()))
    further.save(force_insert=True)
    was = row.status
    rebuild_head(row, history)
    if row.status in lifecycles.OPEN and not _held(row):
        raise RuleBroken("not_held_here")
    save_head(row)
    audit.note_event(
        "enrolments.correct_change",
        by=by,
        subject="enrolment",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={
            "corrects": [None, wrong.pk],
            "annuls": [None, annul],
            "effective_on": [wrong.effective_on, further.effective_on],
            "reason": [wrong.reason, reason],
            "status": [was, row.status],
        },
        why=why.strip(),
    )
    note_change_of(cycle.wave, by, "enrolments.correct_change")


def _transfer_stands(wrong: StatusChange) -> bool:
    """Whether the person really went: then the exit is a fact of two offices, not of this one."""
    return Transfer.objects.filter(
        person_id=wrong.person_id, organisation_id=wrong.organisation_id, state="accepted"
    ).exists()


def _held(row: Enrolment) -> bool:
    """Whether the person is here: an end that is taken back would else run on without anybody."""
    return Stay.objects.filter(
        person_id=row.person_id, organisation_id=row.organisation_id, ended_on=None
    ).exists()


def _change(row: StatusChange) -> Change:
    return Change(row.pk, Status(row.to_status), row.effective_on, row.reason, row.corrects_id, row.annuls)
