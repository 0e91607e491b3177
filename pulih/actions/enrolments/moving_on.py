"""A step on the pathway that needs nothing but the lifecycle: assessed, offered, on hold, completed, left."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.pathway import change_status, take_enrolment
from pulih.actions.outcomes.superseding import note_change_of
from pulih.actions.people.willingness import statements_of
from pulih.actions.waves import suspensions_of
from pulih.records import scope
from pulih.records.models import Stay
from pulih.rules import admission, programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import NEEDS_WILLINGNESS, Status, Step, transition
from pulih.rules.permissions import Permission
from pulih.rules.willingness import willing_on


@action(Permission.READ_WAVES)
def move_on(
    *,
    enrolment_id: UUID,
    target: str,
    effective_on: date,
    reason: str = "",
    note: str = "",
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Take one step; the table says who may. Admission and its return have their own checks."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, revision, by)
    step = Step(Status(target), effective_on, reason, note)
    legal = transition(Status(row.status), step.target)
    if legal is None:
        raise RuleBroken("step_not_legal", source=row.status, target=target)
    require(by.may(legal.permission), attempt=True)
    if legal.action == "admit":
        raise RuleBroken("admission_has_its_own_page")
    # Out of the list a place is offered by its order, or with a reason against it: `offering.offer`.
    if row.status == Status.WAITING.value and step.target is Status.OFFERED:
        raise RuleBroken("offer_has_its_own_page")
    if cycle.wave.closed_on and step.target not in (Status.AFTERCARE, Status.CLOSED):
        raise RuleBroken("wave_closed")
    if step.target in NEEDS_WILLINGNESS:
        require(willing_on(statements_of([row.person_id], by)[row.person_id], effective_on))
    if step.target is Status.COMPLETED and row.admitted_on:
        known = suspensions_of(cycle.wave)
        ends = programmes.ends_on(row.admitted_on, cycle.months, known, scope.today())
        require(admission.check_completion(effective_on, ends))
    # Back from on hold: the place was kept, but the person must still be here.
    here = Stay.objects.filter(organisation_id=by.organisation_id, person_id=row.person_id, ended_on=None)
    if step.target is Status.ADMITTED and not here.exists():
        raise RuleBroken("not_held_here")
    change_status(row, step, by, event="enrolments.move_on")
    note_change_of(cycle.wave, by, "enrolments.move_on")
