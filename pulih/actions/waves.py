"""The facts actions on waves load: the wave itself, its plan, and the days that do not count."""

from uuid import UUID

from pulih.records.models import Cycle, Suspension, Wave
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken


def take_wave(wave_id: UUID, revision: int | None, by: Actor) -> Wave:
    """Lock a wave of this office; another's is not found, and the attempt is audited."""
    row = Wave.objects.select_for_update().filter(pk=wave_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=str(wave_id))
    if revision is not None and revision != row.revision:
        raise RuleBroken("page_stale")
    return row


def take_cycle(cycle_id: UUID, by: Actor) -> Cycle:
    """Lock a cycle of this office. Whoever changes an enrolment locks its cycle first, so that the
    locks are always taken in one order."""
    row = (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("wave")
        .filter(pk=cycle_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("cycle_unknown", attempt=True, subject="cycle", subject_id=str(cycle_id))
    return row


def suspensions_of(wave: Wave) -> list[programmes.Suspension]:
    """The days a wave stood still, its own and its facility's."""
    return [programmes.Suspension(*one) for one in Suspension.objects.days_of(wave)]
