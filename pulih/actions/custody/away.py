"""Isolation, court, hospital: somebody is here and cannot come. Long ones put the programme on hold and back."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.pathway import change_status, take_enrolment
from pulih.actions.outcomes.superseding import note_change_of
from pulih.actions.people.facts import stay_facts, take_person
from pulih.records import audit, scope
from pulih.records.models import Enrolment, StatusChange, Stay, TimeAway
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Status, Step
from pulih.rules.permissions import Permission
from pulih.rules.time_away import HOLD_REASON, Away, AwayKind, check_away, check_return, holds_programme


@action(Permission.RECORD_TIME_AWAY)
def record_away(
    *,
    person_id: UUID,
    kind: str,
    from_on: date,
    back_on: date | None = None,
    note: str = "",
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record that somebody is or was away. What holds the programme is decided by rule, at once."""
    use_once(token, by)
    take_person(person_id, None, by)
    stay = Stay.objects.filter(person_id=person_id, organisation_id=by.organisation_id, ended_on=None).first()
    away = Away(AwayKind(kind), from_on, back_on)
    known = TimeAway.objects.filter(person_id=person_id)
    others = [Away(AwayKind(one.kind), one.from_on, one.back_on) for one in known]
    require(check_away(away, stay_facts(stay) if stay else None, others, scope.today(), note.strip()))
    holds = _hold(person_id, away, by) if holds_programme(away, scope.today()) else []
    row = TimeAway.objects.create(
        organisation_id=by.organisation_id,
        person_id=person_id,
        kind=away.kind.value,
        from_on=from_on,
        back_on=back_on,
        note=note.strip(),
        holds=[str(one.pk) for one in holds],
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    if back_on is not None:
        _take_up(holds, back_on, by)
    audit.note_event(
        "custody.record_away",
        by=by,
        subject="time_away",
        subject_id=row.pk,
        person_id=person_id,
        changes={"kind": [None, kind], "from_on": [None, from_on], "back_on": [None, back_on]},
    )
    return row.pk


@action(Permission.RECORD_TIME_AWAY)
def record_return(*, away_id: UUID, back_on: date, token: UUID | None = None, by: Actor) -> None:
    """Somebody is back: what was put on hold for it goes on from that day, which counts again."""
    use_once(token, by)
    row = TimeAway.objects.select_for_update().filter(pk=away_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="time_away", subject_id=str(away_id))
    if row.back_on is not None:
        raise RuleBroken("away_back_already", "back_on", date=row.back_on)
    require(check_return(row.from_on, back_on, scope.today()))
    row.back_on = back_on
    row.save(update_fields=["back_on"])
    _take_up(list(StatusChange.objects.filter(pk__in=row.holds)), back_on, by)
    audit.note_event(
        "custody.record_return",
        by=by,
        subject="time_away",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"back_on": [None, back_on]},
    )


def _hold(person_id: UUID, away: Away, by: Actor) -> list[StatusChange]:
    """Put on hold what runs; not where a later step than the return is known already."""
    running = Enrolment.objects.filter(
        person_id=person_id, organisation_id=by.organisation_id, status=Status.ADMITTED.value
    )
    made = []
    for enrolment_id in list(running.order_by("cycle_id").values_list("pk", flat=True)):
        row, cycle = take_enrolment(enrolment_id, None, by)
        on = max(away.from_on, row.since)
        if away.back_on is not None and on >= away.back_on:
            continue
        step = Step(Status.ON_HOLD, on, HOLD_REASON[away.kind])
        made.append(change_status(row, step, by, event="enrolments.move_on"))
        note_change_of(cycle.wave, by, "custody.record_away")
    return made


def _take_up(holds: list[StatusChange], back_on: date, by: Actor) -> None:
    """Take up again what this time away put on hold, unless somebody moved it on or corrected it meanwhile."""
    for hold in holds:
        row, cycle = take_enrolment(hold.enrolment_id, None, by)
        newest = StatusChange.objects.filter(enrolment=row).order_by("-id").first()
        if row.status != Status.ON_HOLD.value or newest is None or newest.pk != hold.pk:
            continue
        step = Step(Status.ADMITTED, max(back_on, row.since))
        change_status(row, step, by, event="enrolments.move_on")
        note_change_of(cycle.wave, by, "custody.record_return")
