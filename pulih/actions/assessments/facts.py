"""What a measurement is judged by: the enrolment, its window, willingness; shared with urine tests."""

from datetime import date
from uuid import UUID

from pulih.actions.people.willingness import statements_of
from pulih.actions.waves import suspensions_of
from pulih.records import scope
from pulih.records.models import Cycle, Enrolment, Stay
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Instrument
from pulih.rules.measuring import Taking, check_beside_plan, check_taking
from pulih.rules.programmes import Window
from pulih.rules.verdicts import ALLOWED
from pulih.rules.willingness import willing_on

EXTRA = "extra"
"""The point of a test or a form beside the plan."""


def take_measured(enrolment_id: UUID, by: Actor) -> tuple[Enrolment, Cycle]:
    """The enrolment a measurement is for, locked, so that its end and the measurement do not cross."""
    row = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cycle__wave")
        .filter(pk=enrolment_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    return row, row.cycle


def window_of(row: Enrolment, cycle: Cycle, kind: str, code: str) -> Window | None:
    """When the measurement is in time; None for an extra one. Refuses a point the plan does not have."""
    if code == EXTRA:
        return None
    point = next(
        (one for one in programmes.plan_of(cycle.plan) if (one.kind, one.code) == (kind, code)), None
    )
    if point is None:
        raise RuleBroken("point_unknown", "point")
    if row.admitted_on is None:
        return None
    return programmes.window(row.admitted_on, point, suspensions_of(cycle.wave), scope.today())


def require_taking(
    row: Enrolment, cycle: Cycle, kind: str, code: str, on: date, outside_because: str, by: Actor
) -> None:
    """Refuse a measurement that is not willing, not within the enrolment, or unexplained outside its window."""
    require(
        check_taking(
            Taking(
                on=on,
                today=scope.today(),
                admitted_on=row.admitted_on,
                ended_on=row.ended_on,
                willing=willing_on(statements_of([row.person_id], by)[row.person_id], on),
                window=window_of(row, cycle, kind, code),
                outside_because=outside_because,
            )
        )
    )


def require_beside_plan(person_id: UUID, on: date, definition: Instrument, by: Actor) -> None:
    """Refuse a form beside every programme on a day on which the person was not here, or not willing."""
    stays = Stay.objects.filter(person_id=person_id, organisation_id=by.organisation_id, ended_on=None)
    since = stays.values_list("started_on", flat=True).first()
    willing = ALLOWED
    if definition.needs_willingness:
        willing = willing_on(statements_of([person_id], by)[person_id], on)
    require(check_beside_plan(on, scope.today(), since, willing))
