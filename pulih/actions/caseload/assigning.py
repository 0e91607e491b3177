"""Somebody gets a counsellor: as suggested, by another choice with a reason, handed over, or ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.caseload.facts import begin, finish, given_on, note_change, place_of
from pulih.actions.enrolments.pathway import take_enrolment
from pulih.queries.caseload import Snapshot, limit_in, moves, snapshot, suggestion_for, suggestions, workers
from pulih.records import scope
from pulih.records.models import Assignment, Enrolment
from pulih.rules.actors import Actor
from pulih.rules.assigning import ASSIGNABLE, check_assigning, check_choice, check_day, check_why
from pulih.rules.caseload import Waiting, suggest
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import all_of


@action(Permission.ASSIGN_COUNSELLORS)
def assign(
    *,
    enrolment_id: UUID,
    account_id: UUID,
    on: date,
    main: bool = True,
    because: str = "",
    limit: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Give somebody a counsellor. Another main one than suggested, and every change of one, owes a reason."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, None, by)
    place, now = place_of(row, cycle)
    verdict = check_assigning(given_on(account_id, on, by), place, on, scope.today(), main=main)
    if main:
        found = suggestion_for(snapshot(by), enrolment_id, limit)
        verdict = all_of((verdict, check_choice(account_id, found.worker if found else None, because)))
    require(verdict)
    made = begin(row, now, account_id, on, because, by, main=main)
    note_change("caseload.assign", row, place.main if main else None, account_id, on, because, by)
    return made


@action(Permission.ASSIGN_COUNSELLORS)
def accept_suggestions(
    *,
    chosen: Mapping[UUID, UUID],
    limit: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> int:
    """Carry out suggestions as they were seen: enrolment to counsellor, from today; all of them or none.

    What is no longer suggested was overtaken by somebody else, and is refused as a whole.
    """
    use_once(token, by)
    found, today = snapshot(by), scope.today()
    if not chosen:
        raise RuleBroken("caseload_none_chosen")
    advised = {one.enrolment: one for one in (*suggestions(found, limit), *moves(found, limit))}
    given = {one: given_on(one, today, by) for one in set(chosen.values())}
    for enrolment_id in _in_order(chosen, by):
        row, cycle = take_enrolment(enrolment_id, None, by)
        place, now = place_of(row, cycle)
        advice, account_id = advised.get(enrolment_id), chosen[enrolment_id]
        if advice is None or (advice.worker, advice.leaves) != (account_id, place.main):
            raise RuleBroken("caseload_suggestion_changed")
        require(check_assigning(given[account_id], place, today, today))
        begin(row, now, account_id, today, "", by)
        note_change("caseload.assign", row, place.main, account_id, today, "", by)
    return len(chosen)


@action(Permission.ASSIGN_COUNSELLORS)
def hand_over(
    *,
    account_id: UUID,
    because: str,
    on: date,
    to: UUID | None = None,
    enrolments: Sequence[UUID] | None = None,
    limit: int | None = None,
    token: UUID | None = None,
    by: Actor,
) -> int:
    """A counsellor's people, all or some, go to another, or evenly to those who have room."""
    use_once(token, by)
    require(check_why(because))
    held = _held(account_id, enrolments, by)
    takers = _takers(account_id, held, to, on, limit, by)
    given = {one: given_on(one, on, by) for one in set(takers.values())}
    for enrolment_id in _in_order(held, by):
        row, cycle = take_enrolment(enrolment_id, None, by)
        place, now = place_of(row, cycle)
        if place.main != account_id:
            raise RuleBroken("page_stale")
        require(check_assigning(given[takers[enrolment_id]], place, on, scope.today()))
        begin(row, now, takers[enrolment_id], on, because, by)
        note_change("caseload.hand_over", row, account_id, takers[enrolment_id], on, because, by)
    return len(held)


@action(Permission.ASSIGN_COUNSELLORS)
def end_assignment(
    *, assignment_id: UUID, on: date, because: str, token: UUID | None = None, by: Actor
) -> None:
    """A counsellor, main or beside, ends with that day; nobody follows by itself."""
    use_once(token, by)
    known = Assignment.objects.filter(pk=assignment_id, organisation_id=by.organisation_id).first()
    if known is None:
        raise RuleBroken("not_found", attempt=True, subject="assignment", subject_id=str(assignment_id))
    row, _cycle = take_enrolment(known.enrolment_id, None, by)
    known.refresh_from_db()
    if known.until_on is not None:
        raise RuleBroken("caseload_ended_already", date=known.until_on)
    require(all_of((check_why(because), check_day(on, known.from_on, scope.today()))))
    finish(known, on, because)
    note_change("caseload.end_assignment", row, known.account_id, None, on, because, by)


def _in_order(enrolments: Mapping[UUID, object] | Sequence[UUID], by: Actor) -> list[UUID]:
    """Always cycle by cycle, so that two who assign at once wait for, and never block, each other."""
    ids = list(enrolments)
    rows = Enrolment.objects.filter(pk__in=ids, organisation_id=by.organisation_id)
    known = list(rows.order_by("cycle_id", "pk").values_list("pk", flat=True))
    for strange in set(ids) - set(known):
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(strange))
    return known


def _held(account_id: UUID, enrolments: Sequence[UUID] | None, by: Actor) -> list[UUID]:
    rows = Assignment.objects.filter(
        organisation_id=by.organisation_id,
        account_id=account_id,
        main=True,
        until_on=None,
        enrolment__status__in=[one.value for one in ASSIGNABLE],
    )
    held = list(rows.order_by("enrolment_id").values_list("enrolment_id", flat=True))
    if enrolments is not None:
        if not set(enrolments) <= set(held):
            raise RuleBroken("caseload_not_theirs", "enrolments")
        held = [one for one in held if one in set(enrolments)]
    if not held:
        raise RuleBroken("caseload_none_chosen", "enrolments")
    return held


def _takers(
    account_id: UUID, held: Sequence[UUID], to: UUID | None, on: date, limit: int | None, by: Actor
) -> dict[UUID, UUID]:
    """Who takes each of them: the one that was named, or whoever the balance suggests."""
    if to is not None:
        return dict.fromkeys(held, to)
    found = snapshot(by)
    asked = [one for enrolment in held if (one := _waiting(found, enrolment, account_id))]
    advice = suggest(workers(found, on), asked, on, limit or limit_in(found)[0])
    takers = {one.enrolment: one.worker for one in advice if one.worker}
    if len(takers) < len(held):
        raise RuleBroken("caseload_nobody_takes", "to")
    return takers


def _waiting(found: Snapshot, enrolment: UUID, leaves: UUID) -> Waiting | None:
    one = found.person(enrolment)
    return Waiting(one.enrolment, one.programme, one.since, one.before, leaves) if one else None
