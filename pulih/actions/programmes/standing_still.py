"""Suspension and resumption: the days in between do not count, and every end and due date moves."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.programmes.facts import take_wave
from pulih.records import audit, scope
from pulih.records.models import Organisation, Suspension
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.SUSPEND_WAVES)
def suspend(
    *,
    wave_id: UUID | None,
    from_on: date,
    reason: str,
    note: str,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Let one wave stand still, or, without a wave, every wave of the facility."""
    use_once(token, by)
    # One at a time an office: two clerks would otherwise suspend the same days twice.
    Organisation.objects.select_for_update().only("pk").get(pk=by.organisation_id)
    wave = take_wave(wave_id, None, by) if wave_id else None
    if wave and wave.closed_on:
        raise RuleBroken("wave_closed")
    rows = Suspension.objects.filter(organisation_id=by.organisation_id, wave=wave)
    running = [programmes.Suspension(one.from_on, one.until_on) for one in rows]
    if not reason:
        raise RuleBroken("suspension_reason_unchosen", "reason")
    require(programmes.check_suspension(from_on, note, scope.today(), running))
    row = Suspension.objects.create(
        organisation_id=by.organisation_id,
        wave=wave,
        from_on=from_on,
        reason=reason,
        note=note.strip(),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    audit.note_event(
        "programmes.suspend",
        by=by,
        subject="wave" if wave else "organisation",
        subject_id=wave.reference if wave else by.organisation_id,
        changes={"suspension": [None, row.pk], "from_on": [None, from_on], "reason": [None, reason]},
        why=note.strip(),
    )
    return row.pk


@action(Permission.SUSPEND_WAVES)
def resume(*, suspension_id: UUID, until_on: date, token: UUID | None = None, by: Actor) -> None:
    """Go on from a day, which counts again."""
    use_once(token, by)
    row = (
        Suspension.objects.select_for_update()
        .filter(pk=suspension_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="suspension", subject_id=str(suspension_id))
    require(
        programmes.check_resumption(programmes.Suspension(row.from_on, row.until_on), until_on, scope.today())
    )
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    audit.note_event(
        "programmes.resume",
        by=by,
        subject="suspension",
        subject_id=row.pk,
        changes={"until_on": [None, until_on]},
    )
