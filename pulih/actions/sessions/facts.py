"""What actions on sessions load: the office's meetings as rules see them, groups, rooms, what a day allows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q

from pulih.actions.waves import suspensions_of
from pulih.records import scope
from pulih.records.models import (
    Closure,
    Cycle,
    Enrolment,
    Group,
    GroupMember,
    Membership,
    Organisation,
    PlannedSession,
    Room,
    StaffAbsence,
)
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.programmes import Suspension
from pulih.rules.sessions import Belonging, Ground, Meeting


def one_at_a_time(by: Actor) -> None:
    """Two clerks of an office never plan at the same moment: neither would see the other's meeting."""
    Organisation.objects.select_for_update().only("pk").get(pk=by.organisation_id)


def take_group(group_id: UUID, by: Actor) -> Group:
    """Lock a group of this office."""
    row = (
        Group.objects.select_for_update(of=("self",))
        .select_related("cycle__wave")
        .filter(pk=group_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("group_unknown", attempt=True, subject="group", subject_id=str(group_id))
    return row


def take_session(session_id: UUID, revision: int | None, by: Actor) -> PlannedSession:
    """Lock a session of this office."""
    row = (
        PlannedSession.objects.select_for_update(of=("self",))
        .select_related("cycle__wave", "wave")
        .filter(pk=session_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("session_unknown", attempt=True, subject="session", subject_id=str(session_id))
    if revision is not None and revision != row.revision:
        raise RuleBroken("page_stale")
    return row


def room_of(room_id: UUID | None, by: Actor, on: date | None = None) -> Room | None:
    """A room of this office that is open on that day; None where none was named."""
    if room_id is None:
        return None
    row = Room.objects.filter(pk=room_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("room_unknown", "room", attempt=True, subject="room", subject_id=str(room_id))
    if row.closed_on is not None and (on is None or row.closed_on <= on):
        raise RuleBroken("room_closed", "room", date=row.closed_on)
    return row


def check_leader(leader_id: UUID | None, on: date, by: Actor) -> None:
    """Whoever leads works at this office on that day."""
    if leader_id is None:
        return
    works = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        organisation_id=by.organisation_id,
        account_id=leader_id,
        account__is_active=True,
        valid_from__lte=on,
    )
    if not works.exists():
        raise RuleBroken("session_leader_unknown", "leader")


def enrolment_in(enrolment_id: UUID, by: Actor) -> Enrolment:
    """An enrolment of this office."""
    row = Enrolment.objects.filter(pk=enrolment_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    return row


def belonging(row: Enrolment) -> Belonging:
    """An enrolment as the rules about groups know it."""
    return Belonging(row.cycle_id, row.admitted_on, row.ended_on)


def ground_of(cycle: Cycle, room: Room | None, leader_id: UUID | None, by: Actor) -> Ground:
    """What the days of a cycle allow."""
    still = tuple(suspensions_of(cycle.wave))
    last = last_day_of(cycle, still, by)
    first = cycle.wave.starts_on
    away: tuple[tuple[date, date], ...] = ()
    if leader_id is not None:
        absences = StaffAbsence.objects.filter(
            organisation_id=by.organisation_id, account_id=leader_id, withdrawn_at=None
        )
        away = tuple(absences.values_list("from_on", "until_on"))
    return Ground(
        first=first,
        last=last,
        closures=closures_of(by, first, last),
        still=still,
        seats=room.seats if room else None,
        leader_away=away,
    )


def last_day_of(cycle: Cycle, still: Iterable[Suspension], by: Actor) -> date:
    """The last day of the cycle, or of whoever in it was admitted last: for them sessions go on."""
    inside = Enrolment.objects.filter(organisation_id=by.organisation_id, cycle=cycle, in_place=True)
    latest = inside.aggregate(latest=Max("admitted_on"))["latest"]
    begin = max(cycle.wave.starts_on, latest or cycle.wave.starts_on)
    return programmes.ends_on(begin, cycle.months, still, scope.today())


def closures_of(by: Actor, first: date, last: date) -> dict[date, str]:
    """Days without sessions, with their names."""
    rows = Closure.objects.filter(organisation_id=by.organisation_id, on__range=(first, last))
    return dict(rows.values_list("on", "name"))


def members_of(group_ids: Iterable[UUID], by: Actor) -> dict[UUID, list[tuple[UUID, date, date | None]]]:
    """Who is in each group from when until when; an enrolment that ended ends the membership."""
    found: dict[UUID, list[tuple[UUID, date, date | None]]] = defaultdict(list)
    rows = GroupMember.objects.filter(organisation_id=by.organisation_id, group_id__in=set(group_ids))
    columns = ("group_id", "person_id", "from_on", "until_on", "enrolment__ended_on")
    for group_id, person_id, from_on, until_on, ended_on in rows.values_list(*columns):
        last = min((one for one in (until_on, ended_on) if one is not None), default=None)
        found[group_id].append((person_id, from_on, last))
    return found


def people_on(members: Iterable[tuple[UUID, date, date | None]], on: date) -> frozenset[UUID]:
    """Those of a group on a day."""
    return frozenset(
        person for person, first, last in members if first <= on and (last is None or on <= last)
    )


def meetings(by: Actor, first: date, last: date, which: Q | None = None) -> list[Meeting]:
    """Every session of the office in a span that was not cancelled, with whom it is for: three statements."""
    rows = PlannedSession.objects.filter(which or Q(), organisation_id=by.organisation_id)
    rows = rows.filter(on__range=(first, last)).exclude(state="cancelled")
    columns = ("group_id", "enrolment__person_id", "cycle_id")
    times = ("on", "starts_at", "ends_at", "room_id", "leader_id", "pk", "title")
    known = list(rows.values_list(*columns, *times))
    members = members_of({row[0] for row in known if row[0]}, by)
    everybody = everybody_of({row[2] for row in known if not row[0] and not row[1]}, by)
    found = []
    for group_id, person, cycle_id, on, starts_at, ends_at, room_id, leader_id, id, title in known:
        if group_id:
            people = people_on(members.get(group_id, ()), on)
        else:
            people = frozenset({person}) if person else people_on(everybody.get(cycle_id, ()), on)
        found.append(Meeting(on, starts_at, ends_at, group_id, people, room_id, leader_id, id, title))
    return found


def everybody_of(cycle_ids: Iterable[UUID], by: Actor) -> dict[UUID, list[tuple[UUID, date, date | None]]]:
    """Who took part in each cycle from when until when."""
    found: dict[UUID, list[tuple[UUID, date, date | None]]] = defaultdict(list)
    rows = Enrolment.objects.filter(
        organisation_id=by.organisation_id, cycle_id__in=set(cycle_ids), admitted_on__isnull=False
    )
    for cycle_id, person_id, admitted_on, ended_on in rows.values_list(
        "cycle_id", "person_id", "admitted_on", "ended_on"
    ):
        if admitted_on is not None:
            found[cycle_id].append((person_id, admitted_on, ended_on))
    return found


def everybody_on(cycle_id: UUID, on: date, by: Actor) -> frozenset[UUID]:
    """Whoever takes part in a cycle on a day."""
    return people_on(everybody_of([cycle_id], by)[cycle_id], on)


FAR = timedelta(days=3 * 366)
"""No programme lasts longer; as far ahead as a person's sessions are looked for."""
