"""Rooms, and days without sessions."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.sessions.facts import one_at_a_time
from pulih.records import audit, scope
from pulih.records.models import Closure, PlannedSession, Room
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.sessions import check_closure, check_room


@action(Permission.PLAN_SESSIONS)
def add_room(*, name: str, seats: int, token: UUID | None = None, by: Actor) -> UUID:
    """A room in which sessions can be held."""
    use_once(token, by)
    require(check_room(name, seats))
    try:
        with transaction.atomic():
            row = Room.objects.create(
                organisation_id=by.organisation_id, name=" ".join(name.split()), seats=seats
            )
    except IntegrityError as taken:
        raise RuleBroken("room_name_taken", "name") from taken
    audit.note_event(
        "sessions.add_room",
        by=by,
        subject="room",
        subject_id=row.pk,
        changes={"name": [None, row.name], "seats": [None, seats]},
    )
    return row.pk


@action(Permission.PLAN_SESSIONS)
def change_room(
    *, room_id: UUID, name: str, seats: int, closed: bool = False, token: UUID | None = None, by: Actor
) -> None:
    """Another name, other seats, or no longer used from today on; sessions to come must have moved before."""
    use_once(token, by)
    one_at_a_time(by)
    row = Room.objects.select_for_update().filter(pk=room_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("room_unknown", attempt=True, subject="room", subject_id=str(room_id))
    require(check_room(name, seats))
    today = scope.today()
    if closed and row.closed_on is None:
        coming = PlannedSession.objects.filter(room=row, on__gte=today, state="planned").count()
        if coming:
            raise RuleBroken("room_has_sessions", "closed", count=coming)
    before = {"name": row.name, "seats": row.seats, "closed_on": row.closed_on}
    row.name, row.seats = " ".join(name.split()), seats
    row.closed_on = (row.closed_on or today) if closed else None
    after = {"name": row.name, "seats": row.seats, "closed_on": row.closed_on}
    if after == before:
        raise RuleBroken("nothing_changed")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise RuleBroken("room_name_taken", "name") from taken
    audit.note_event(
        "sessions.change_room",
        by=by,
        subject="room",
        subject_id=row.pk,
        changes={key: [before[key], after[key]] for key in before if before[key] != after[key]},
    )


@action(Permission.PLAN_SESSIONS)
def add_closure(*, on: date, name: str, token: UUID | None = None, by: Actor) -> UUID:
    """A day without sessions; those that stand on it must be moved or cancelled first."""
    use_once(token, by)
    one_at_a_time(by)
    known = Closure.objects.filter(organisation_id=by.organisation_id, on=on).values_list("on", flat=True)
    require(check_closure(on, name, known, scope.today()))
    planned = PlannedSession.objects.filter(
        organisation_id=by.organisation_id, on=on, state="planned"
    ).count()
    if planned:
        raise RuleBroken("closure_has_sessions", "on", date=on, count=planned)
    row = Closure.objects.create(organisation_id=by.organisation_id, on=on, name=" ".join(name.split()))
    audit.note_event(
        "sessions.add_closure",
        by=by,
        subject="closure",
        subject_id=row.pk,
        changes={"on": [None, on], "name": [None, row.name]},
    )
    return row.pk


@action(Permission.PLAN_SESSIONS)
def remove_closure(*, closure_id: UUID, token: UUID | None = None, by: Actor) -> None:
    """Sessions can be held on that day after all."""
    use_once(token, by)
    row = Closure.objects.filter(pk=closure_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("closure_unknown", attempt=True, subject="closure", subject_id=str(closure_id))
    if row.on < scope.today():
        raise RuleBroken("closure_past", "on", date=row.on)
    audit.note_event(
        "sessions.remove_closure",
        by=by,
        subject="closure",
        subject_id=row.pk,
        changes={"on": [row.on, None], "name": [row.name, None]},
    )
    row.delete()
