"""The person leaves the facility, and with them every pathway they were on here."""

from datetime import date
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Greatest

from pulih.actions.enrolments.pathway import change_status, pathway_of, take_enrolment
from pulih.records.models import Enrolment, TimeAway, Wave
from pulih.rules.actors import Actor
from pulih.rules.lifecycles import OPEN, step_on_leaving
from pulih.rules.stays import Ending


def leave_programmes(
    person_id: UUID, how: Ending, on: date, note: str, why: str, by: Actor
) -> tuple[Wave, ...]:
    """End every open enrolment of somebody at the actor's office; answers the waves that changed.

    A time away that goes on ends with it: whoever has left is not in isolation here.
    """
    gone = TimeAway.objects.filter(person_id=person_id, organisation_id=by.organisation_id, back_on=None)
    gone.update(back_on=Greatest("from_on", Value(on)))
    running = Enrolment.objects.filter(
        person_id=person_id,
        organisation_id=by.organisation_id,
        status__in=[one.value for one in OPEN],
    )
    waves = []
    for enrolment_id in list(running.order_by("cycle_id").values_list("pk", flat=True)):
        enrolment, cycle = take_enrolment(enrolment_id, None, by)
        step = step_on_leaving(pathway_of(enrolment), how, on, note)
        change_status(enrolment, step, by, event="enrolments.move_on", why=why)
        waves.append(cycle.wave)
    return tuple(dict.fromkeys(waves))
