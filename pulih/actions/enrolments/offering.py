"""The waiting list at work: putting somebody on it, offering a place, and what they answer."""

from datetime import date
from typing import Any
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.admitting import judge
from pulih.actions.enrolments.pathway import change_status, take_enrolment
from pulih.actions.outcomes.superseding import note_change_of
from pulih.actions.people.willingness import statements_of
from pulih.queries.enrolments.waiting import waiting_list
from pulih.records import scope
from pulih.records.models import Cycle, Enrolment
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Status, Step
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason
from pulih.rules.waiting import check_order
from pulih.rules.willingness import willing_on


@action(Permission.MANAGE_ENROLMENTS)
def put_on_list(
    *, enrolment_id: UUID, on: date, revision: int | None = None, token: UUID | None = None, by: Actor
) -> None:
    """Let somebody who was recommended wait for a place, from that day on."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, revision, by)
    if cycle.wave.closed_on:
        raise RuleBroken("wave_closed")
    require(willing_on(statements_of([row.person_id], by)[row.person_id], on))
    change_status(row, Step(Status.WAITING, on), by, event="enrolments.put_on_list")


@action(Permission.MANAGE_ENROLMENTS)
def offer(
    *,
    enrolment_id: UUID,
    because: str = "",
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Offer a place today. Before others it is offered only with a reason, kept with both ranks.

    The cycle is locked first, so that two clerks at once judge by the same list, one after the other.
    """
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, revision, by)
    if row.status != Status.WAITING.value:
        raise RuleBroken("step_not_legal", source=row.status, target=Status.OFFERED.value)
    found = waiting_list(by, cycle.pk)
    one = found.row(enrolment_id)
    assert one is not None
    require(one.offer)
    require(check_order(one.ranked.rank, because))
    more: dict[str, list[Any]] = {"rank": [1, one.ranked.rank], "rule": [None, found.rule.version]}
    note = ""
    if one.ranked.rank != 1:
        first = next(other for other in found.rows if other.ranked.rank == 1)
        note = because.strip()
        more |= {
            "points": [first.ranked.points, one.ranked.points],
            "passed_over": [None, first.facts.id],
        }
    step = Step(Status.OFFERED, scope.today(), note=note)
    change_status(row, step, by, event="enrolments.offer", more=more)


@action(Permission.MANAGE_ENROLMENTS)
def accept_offer(
    *, enrolment_id: UUID, on: date, revision: int | None = None, token: UUID | None = None, by: Actor
) -> Reason | None:
    """Somebody said yes: they are admitted on that day, by the same checks as every admission."""
    use_once(token, by)
    row, cycle = _offered(enrolment_id, revision, by, Status.ADMITTED)
    judged = judge(row, cycle, on, by)
    require(judged.verdict)
    row.end_unknown = judged.unknown_end
    change_status(row, Step(Status.ADMITTED, on), by, event="enrolments.accept_offer")
    note_change_of(cycle.wave, by, "enrolments.accept_offer")
    return judged.verdict.reasons[0] if judged.verdict.reasons else None


@action(Permission.MANAGE_ENROLMENTS)
def decline_offer(
    *,
    enrolment_id: UUID,
    on: date,
    reason: str,
    note: str = "",
    revision: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> None:
    """Somebody said no, and why; the place is free for the next."""
    use_once(token, by)
    row, _cycle = _offered(enrolment_id, revision, by, Status.DECLINED)
    change_status(row, Step(Status.DECLINED, on, reason, note), by, event="enrolments.decline_offer")


def _offered(enrolment_id: UUID, revision: int | None, by: Actor, target: Status) -> tuple[Enrolment, Cycle]:
    row, cycle = take_enrolment(enrolment_id, revision, by)
    if row.status != Status.OFFERED.value:
        raise RuleBroken("step_not_legal", source=row.status, target=target.value)
    return row, cycle
