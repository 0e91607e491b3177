"""What standing still does to the timetable: sessions fall out, and are held so much later once it goes on.

A session that was held or marked is never touched. What falls out stays in the timetable as cancelled, with
the reason of the suspension; its later session makes it good, so that nobody is owed less than before.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from pulih.actions.sessions.facts import (
    FAR,
    closures_of,
    everybody_of,
    last_day_of,
    meetings,
    members_of,
    people_on,
)
from pulih.actions.sessions.leading import leaders_of, places_of
from pulih.actions.sessions.standing import Effect, Standing
from pulih.records import scope
from pulih.records.models import Enrolment, PlannedSession, Wave
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.sessions import Meeting
from pulih.rules.timetable import Anew, Frame, Going, shift


def planned(waves: Iterable[Wave], first: date, last: date | None, by: Actor) -> QuerySet[PlannedSession]:
    """Sessions of these waves that nobody marked, from a day on; `last` is not among them."""
    rows = PlannedSession.objects.filter(
        organisation_id=by.organisation_id,
        wave__in=list(waves),
        on__gte=first,
        state="planned",
        marked_at=None,
    )
    return rows if last is None else rows.filter(on__lt=last)


def fall_out_while_still(rows: QuerySet[PlannedSession], side: str, because: str) -> int:
    """Let what would be held on days that do not count fall out; who may say so is the caller's."""
    return rows.update(
        state="cancelled",
        cancelled_side=side,
        cancelled_because=because.strip(),
        revision=F("revision") + 1,
    )


def plan_anew(standing: Standing, side: str, because: str, by: Actor, *, keep: bool) -> Effect:
    """Let the rest of a wave be held later, or, without `keep`, only say what that would do."""
    wave, today = standing.wave, scope.today()
    months = max(wave.cycles.values_list("months", flat=True), default=0)
    first = min(one.from_on for one in standing.stretch)
    resumed = standing.resumes_on
    lost = _fell_out(standing, first, resumed, by)
    out = sum(one.state == "planned" for one in lost)
    made = Anew((), ())
    if standing.goes_on:
        begin = max(resumed, today)
        coming = list(planned([wave], begin, None, by).select_related("cycle__wave"))
        made = _work_out(standing, [*lost, *coming], begin, by)
    if keep:
        fall_out_while_still(planned([wave], first, resumed, by), side, because)
        _write(made, {one.pk: one for one in lost}, side, because, by)
    start = wave.starts_on
    return Effect(
        wave=wave.name,
        falls_out=out,
        moves=len(made.shifted),
        stuck=made.stuck,
        goes_on=standing.goes_on,
        ends_before=programmes.ends_on(start, months, standing.before, today),
        ends_after=programmes.ends_on(start, months, standing.still, today),
    )


def _fell_out(standing: Standing, first: date, resumed: date, by: Actor) -> list[PlannedSession]:
    """Sessions of the stretch that nobody made good: those that fell out for it, and those that do now."""
    good = PlannedSession.objects.filter(catches_up=OuterRef("pk")).exclude(state="cancelled")
    which = Q(state="planned", marked_at=None, on__lt=resumed)
    for side, because in standing.said:
        which |= Q(state="cancelled", cancelled_side=side, cancelled_because=because)
    rows = PlannedSession.objects.filter(
        which, organisation_id=by.organisation_id, wave=standing.wave, on__gte=first
    )
    return list(rows.exclude(Exists(good)).select_related("cycle__wave").order_by("pk"))


def _work_out(standing: Standing, rows: list[PlannedSession], begin: date, by: Actor) -> Anew:
    today, start = scope.today(), standing.wave.starts_on
    groups = members_of({one.group_id for one in rows if one.group_id}, by)
    everybody = everybody_of({one.cycle_id for one in rows}, by)
    alone = Enrolment.objects.filter(pk__in={one.enrolment_id for one in rows if one.enrolment_id})
    single = {
        id: [(person, since, ended)]
        for id, person, since, ended in alone.values_list("pk", "person_id", "admitted_on", "ended_on")
        if since is not None and (ended is None or ended >= today)
    }
    cycles = {one.cycle_id: one.cycle for one in rows}
    last = {id: last_day_of(cycle, standing.still, by) for id, cycle in cycles.items()}
    closed = frozenset(closures_of(by, begin, max(last.values(), default=begin)))
    going = []
    for one in rows:
        if one.enrolment_id and one.enrolment_id not in single:
            continue  # nobody is left to hold it with
        people = groups.get(one.group_id, []) if one.group_id else everybody.get(one.cycle_id, [])
        if one.enrolment_id:
            people = single[one.enrolment_id]
        passed = programmes.programme_days(start, one.on, standing.before, today)
        aim = programmes.day_of_programme(start, passed, standing.still, today)
        frame = Frame(start, last[one.cycle_id], begin, closed, standing.still)
        going.append(Going(_meeting(one, people), aim, frame, partial(people_on, people)))
    leaving = {one.pk for one in rows}
    taken = tuple(one for one in meetings(by, begin, begin + FAR) if one.id not in leaving)
    ground = Frame(start, max(last.values(), default=begin), begin, closed, standing.still, taken=taken)
    return shift(going, ground, places_of(by), leaders_of(begin, by), _clock(by))


def _meeting(row: PlannedSession, people: list[tuple[UUID, date, date | None]]) -> Meeting:
    return Meeting(
        row.on,
        row.starts_at,
        row.ends_at,
        row.group_id,
        people_on(people, row.on),
        row.room_id,
        row.leader_id,
        row.pk,
        row.title,
    )


def _clock(by: Actor) -> datetime:
    """The hour on the wall of the facility."""
    return scope.now().astimezone(ZoneInfo(by.time_zone)).replace(tzinfo=None)


_PLACE = ("on", "starts_at", "ends_at", "room_id")


def _write(made: Anew, lost: dict[UUID, PlannedSession], side: str, because: str, by: Actor) -> None:
    """Keep the new places: sessions to come move, those that fell out get one that makes them good."""
    places = {one.was.id: one.now for one in made.shifted}
    coming = PlannedSession.objects.in_bulk([id for id in places if id not in lost])
    for id, row in coming.items():
        row.moved_from = row.moved_from or row.on
        row.revision += 1
        for name in _PLACE:
            setattr(row, name, getattr(places[id], name))
    PlannedSession.objects.bulk_update(
        coming.values(), [*_PLACE[:3], "room", "moved_from", "revision"], batch_size=500
    )
    PlannedSession.objects.bulk_create(
        (
            PlannedSession(
                organisation_id=by.organisation_id,
                wave_id=row.wave_id,
                cycle_id=row.cycle_id,
                group_id=row.group_id,
                enrolment_id=row.enrolment_id,
                module=row.module,
                title=row.title,
                leader_id=row.leader_id,
                catches_up_id=row.pk,
                **{name: getattr(places[id], name) for name in _PLACE},
            )
            for id, row in lost.items()
            if id in places
        ),
        batch_size=1000,
    )
    without = [id for one in made.stuck if (id := one.was.id) is not None and id not in lost]
    fall_out_while_still(PlannedSession.objects.filter(pk__in=without), side, because)


def by_week(days: Iterable[date]) -> int:
    """Sessions of a usual week: the most that any of the next ones holds."""
    weeks = sorted((on.isocalendar()[:2]) for on in days)
    return max((len(list(each)) for _, each in groupby(weeks)), default=0)
