"""A timetable for a cycle: worked out and shown first, then kept as it was shown, or refused if facts moved."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from pulih.actions.acting import action, use_once
from pulih.actions.sessions.facts import closures_of, last_day_of, meetings, one_at_a_time
from pulih.actions.sessions.leading import leaders_of, places_of
from pulih.actions.waves import suspensions_of, take_cycle
from pulih.language.curricula import template
from pulih.records import audit, scope
from pulih.records.models import (
    Assignment,
    Cycle,
    Enrolment,
    Group,
    GroupMember,
    PlannedSession,
)
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.curricula import Curriculum
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.rules.programme_templates import from_plain
from pulih.rules.programmes import Suspension
from pulih.rules.timetable import BANDS, Band, Frame, Timetable, Unit, generate, monday_of


@dataclass(frozen=True)
class Preview:
    """A timetable that was worked out and not kept, and the mark by which it is kept unchanged."""

    timetable: Timetable
    replaced: int
    """How many sessions to come would be taken away first."""
    mark: str


@action(Permission.PLAN_SESSIONS)
def preview_timetable(
    *,
    cycle_id: UUID,
    from_on: date,
    afresh: bool = False,
    curriculum: str = "",
    bands: tuple[Band, ...] = BANDS,
    by: Actor,
) -> Preview:
    """Work out the sessions of a cycle from a day on; nothing is written.

    What stands already is filled up. With `afresh` planned sessions nobody touched are worked out anew.
    `curriculum` names a programme that ships, for a cycle whose version has none.
    """
    return _work_out(take_cycle(cycle_id, by), from_on, afresh, curriculum, bands, by)


@action(Permission.PLAN_SESSIONS)
def generate_timetable(
    *,
    cycle_id: UUID,
    from_on: date,
    mark: str,
    afresh: bool = False,
    curriculum: str = "",
    bands: tuple[Band, ...] = BANDS,
    token: UUID | None = None,
    by: Actor,
) -> int:
    """Keep the timetable that was shown; refused when it would now be another. Answers how many sessions."""
    use_once(token, by)
    one_at_a_time(by)
    cycle = take_cycle(cycle_id, by)
    found = _work_out(cycle, from_on, afresh, curriculum, bands, by)
    if found.mark != mark:
        raise RuleBroken("timetable_changed")
    if not found.timetable.placed:
        raise RuleBroken("timetable_empty")
    if afresh:
        _untouched(cycle, from_on, by).delete()
    enrolments = dict(
        Enrolment.objects.filter(cycle=cycle, organisation_id=by.organisation_id).values_list("pk", "pk")
    )
    PlannedSession.objects.bulk_create(
        (
            PlannedSession(
                organisation_id=by.organisation_id,
                wave_id=cycle.wave_id,
                cycle=cycle,
                group_id=one.meeting.group_id,
                enrolment_id=enrolments.get(one.unit.id),
                module=one.module.code,
                title=one.module.title_id,
                on=one.meeting.on,
                starts_at=one.meeting.starts_at,
                ends_at=one.meeting.ends_at,
                room_id=one.meeting.room_id,
                leader_id=one.meeting.leader_id,
            )
            for one in found.timetable.placed
        ),
        batch_size=1000,
    )
    audit.note_event(
        "sessions.generate_timetable",
        by=by,
        subject="cycle",
        subject_id=cycle.pk,
        changes={
            "from_on": [None, from_on],
            "sessions": [found.replaced, len(found.timetable.placed)],
            "unplaced": [None, len(found.timetable.unplaced)],
            "mark": [None, found.mark],
        },
    )
    return len(found.timetable.placed)


def _work_out(
    cycle: Cycle, from_on: date, afresh: bool, code: str, bands: tuple[Band, ...], by: Actor
) -> Preview:
    if cycle.wave.closed_on:
        raise RuleBroken("wave_closed")
    if from_on < scope.today():
        raise RuleBroken("timetable_in_past", "from_on")
    if not bands or any(band.first >= band.last for band in bands):
        raise RuleBroken("timetable_hours", "bands")
    curriculum = _curriculum(cycle, code)
    still = tuple(suspensions_of(cycle.wave))
    first = cycle.wave.starts_on
    last = last_day_of(cycle, still, by)
    if from_on > last:
        raise RuleBroken("session_outside_wave", "from_on", first=first, last=last)
    begin = max(first, from_on)
    gone = _untouched(cycle, begin, by) if afresh else PlannedSession.objects.none()
    leaving = set(gone.values_list("pk", flat=True))
    taken = tuple(one for one in meetings(by, begin, last) if one.id not in leaving)
    frame = Frame(
        first=first,
        last=last,
        from_on=begin,
        closures=frozenset(closures_of(by, first, last)),
        still=still,
        bands=bands,
        taken=taken,
        standing=_standing(cycle, begin, leaving, by),
    )
    units, places = _units(cycle, begin, still, by), places_of(by)
    made = generate(curriculum, units, places, leaders_of(begin, by), frame)
    return Preview(made, len(leaving), _mark(made, leaving))


def _curriculum(cycle: Cycle, code: str) -> Curriculum:
    """What the version says; where it says nothing, a programme that ships, of the same kind."""
    found = from_plain(cycle.version.curriculum)
    if found is None and code:
        found = template(code).curriculum
        if found.type != cycle.programme_id:
            raise RuleBroken("curriculum_of_another", "curriculum")
    if found is None:
        raise RuleBroken("curriculum_missing", "curriculum")
    return found


def _untouched(cycle: Cycle, from_on: date, by: Actor) -> QuerySet[PlannedSession]:
    """Sessions to come that nobody moved, cancelled, marked or made good with."""
    return PlannedSession.objects.filter(
        organisation_id=by.organisation_id,
        cycle=cycle,
        on__gte=max(from_on, scope.today()),
        state="planned",
        revision=1,
        marked_at=None,
        catches_up=None,
    ).exclude(module="")


def _standing(
    cycle: Cycle, from_on: date, leaving: set[UUID], by: Actor
) -> dict[tuple[date, str, UUID], int]:
    found: Counter[tuple[date, str, UUID]] = Counter()
    rows = PlannedSession.objects.filter(
        organisation_id=by.organisation_id, cycle=cycle, on__gte=monday_of(from_on), catches_up=None
    )
    for id, on, module, group_id, enrolment_id in rows.values_list(
        "pk", "on", "module", "group_id", "enrolment_id"
    ):
        if id not in leaving:
            found[monday_of(on), module, group_id or enrolment_id or cycle.pk] += 1
    return found


def _units(cycle: Cycle, from_on: date, still: tuple[Suspension, ...], by: Actor) -> list[Unit]:
    """Everybody, the groups, and each person, as far as they take part from that day on."""
    taking = Enrolment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=from_on),
        organisation_id=by.organisation_id,
        cycle=cycle,
        admitted_on__isnull=False,
    ).exclude(status="removed")
    taken = list(taking.values_list("pk", "person_id", "person__name", "admitted_on"))
    rows = [(id, person, name) for id, person, name, _ in taken]
    ends = {on: programmes.ends_on(on, cycle.months, still, scope.today()) for *_, on in taken if on}
    until = {id: ends[on] for id, _, _, on in taken if on}
    mains = Assignment.objects.filter(
        organisation_id=by.organisation_id, enrolment__cycle=cycle, main=True, until_on=None
    )
    counsellor = dict(mains.values_list("enrolment_id", "account_id"))
    everybody = frozenset(person for _, person, _ in rows)
    found = [Unit(cycle.pk, "*", "all", everybody, until=max(until.values(), default=None))]
    found += [
        Unit(id, name, "individual", frozenset({person}), counsellor.get(id), until[id])
        for id, person, name in rows
    ]
    memberships: dict[UUID, list[tuple[UUID, UUID]]] = defaultdict(list)
    inside = {id for id, _, _ in rows}
    held = GroupMember.objects.filter(
        Q(until_on=None) | Q(until_on__gte=from_on), organisation_id=by.organisation_id, group__cycle=cycle
    )
    for group_id, enrolment_id, person_id in held.values_list("group_id", "enrolment_id", "person_id"):
        if enrolment_id in inside:
            memberships[group_id].append((enrolment_id, person_id))
    groups = Group.objects.filter(organisation_id=by.organisation_id, cycle=cycle, closed_on=None)
    for id, name in groups.values_list("pk", "name"):
        members = memberships.get(id, [])
        leader = _most(counsellor[one] for one, _ in members if one in counsellor)
        last = max((until[one] for one, _ in members), default=None)
        found.append(Unit(id, name, "group", frozenset(person for _, person in members), leader, last))
    return found


def _most(accounts: Iterable[UUID]) -> UUID | None:
    """Whoever has most of a group's people as main counsellor."""
    counted = Counter(accounts)
    return min(counted, key=lambda one: (-counted[one], str(one))) if counted else None


def _mark(made: Timetable, leaving: Iterable[UUID]) -> str:
    """A fingerprint: the same timetable, and nothing else, has it."""
    said = [
        f"{one.module.code} {one.unit.id} {one.meeting.on} {one.meeting.starts_at} {one.meeting.ends_at}"
        f" {one.meeting.room_id} {one.meeting.leader_id}"
        for one in made.placed
    ]
    said += sorted(str(one) for one in leaving)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:24]
