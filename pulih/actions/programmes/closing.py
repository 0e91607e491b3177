"""A wave closes when everybody who was admitted has left it by one way or another."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.waves import take_wave
from pulih.records import audit, scope
from pulih.records.models import Enrolment
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import OPEN
from pulih.rules.permissions import Permission


@action(Permission.PLAN_WAVES)
def close_wave(
    *, wave_id: UUID, closed_on: date, revision: int | None = None, token: UUID | None = None, by: Actor
) -> None:
    """Close a wave; whoever is still on the pathway, inside or before admission, keeps it open."""
    use_once(token, by)
    wave = take_wave(wave_id, revision, by)
    if wave.closed_on:
        raise RuleBroken("wave_closed")
    if closed_on > scope.today():
        raise RuleBroken("step_in_future", "closed_on", date=closed_on)
    if closed_on < wave.starts_on:
        raise RuleBroken("wave_closed_before_start", "closed_on", starts_on=wave.starts_on)
    running = Enrolment.objects.filter(
        organisation_id=by.organisation_id, cycle__wave=wave, status__in=[one.value for one in OPEN]
    ).count()
    if running:
        raise RuleBroken("wave_still_open", count=running)
    wave.closed_on = closed_on
    wave.revision += 1
    wave.save(update_fields=["closed_on", "revision"])
    audit.note_event(
        "programmes.close_wave",
        by=by,
        subject="wave",
        subject_id=wave.reference,
        changes={"closed_on": [None, closed_on]},
    )
