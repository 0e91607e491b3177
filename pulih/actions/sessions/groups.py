"""Groups of a cycle and who is in them from when until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from pulih.actions.acting import action, use_once
from pulih.actions.sessions.facts import (
    FAR,
    belonging,
    enrolment_in,
    meetings,
    one_at_a_time,
    take_group,
)
from pulih.actions.waves import take_cycle
from pulih.records import audit, scope
from pulih.records.models import Enrolment, Group, GroupMember, PlannedSession
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.sessions import Meeting, check_group, check_leaving_group, check_member, check_member_hours


@action(Permission.PLAN_SESSIONS)
def make_group(
    *,
    cycle_id: UUID,
    name: str,
    members: Sequence[UUID],
    from_on: date,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Put people of one cycle together under a name; `members` are enrolments. Answers the group's id."""
    use_once(token, by)
    one_at_a_time(by)
    made = _make(cycle_id, name, members, from_on, by)
    audit.note_event(
        "sessions.make_group",
        by=by,
        subject="group",
        subject_id=made.pk,
        changes={"name": [None, made.name], "members": [None, list(members)], "from_on": [None, from_on]},
    )
    return made.pk


@action(Permission.PLAN_SESSIONS)
def make_groups(
    *,
    cycle_id: UUID,
    groups: Sequence[tuple[str, Sequence[UUID]]],
    from_on: date,
    token: UUID | None = None,
    by: Actor,
) -> int:
    """Make the groups of a suggested split at once: all of them or none."""
    use_once(token, by)
    one_at_a_time(by)
    if not groups:
        raise RuleBroken("group_none_suggested")
    made = [_make(cycle_id, name, members, from_on, by) for name, members in groups]
    audit.note_event(
        "sessions.make_groups",
        by=by,
        subject="cycle",
        subject_id=cycle_id,
        changes={"groups": [None, [one.pk for one in made]], "from_on": [None, from_on]},
    )
    return len(made)


def _make(cycle_id: UUID, name: str, members: Sequence[UUID], from_on: date, by: Actor) -> Group:
    cycle = take_cycle(cycle_id, by)
    if cycle.wave.closed_on:
        raise RuleBroken("wave_closed")
    wanted = list(dict.fromkeys(members))
    require(check_group(name, len(wanted)))
    group = _insert(" ".join(name.split()), cycle_id, by)
    rows = {
        row.pk: row for row in Enrolment.objects.filter(pk__in=wanted, organisation_id=by.organisation_id)
    }
    for one in wanted:
        if one not in rows:
            raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(one))
        require(check_member(belonging(rows[one]), cycle_id, from_on))
    GroupMember.objects.bulk_create(_membership(group, rows[one], from_on) for one in wanted)
    return group


def _insert(name: str, cycle_id: UUID, by: Actor) -> Group:
    try:
        with transaction.atomic():
            return Group.objects.create(organisation_id=by.organisation_id, cycle_id=cycle_id, name=name)
    except IntegrityError as taken:
        raise RuleBroken("group_name_taken", "name") from taken


def _membership(group: Group, row: Enrolment, from_on: date) -> GroupMember:
    return GroupMember(
        organisation_id=group.organisation_id,
        group=group,
        person_id=row.person_id,
        enrolment=row,
        from_on=from_on,
        until_on=row.ended_on,
    )


@action(Permission.PLAN_SESSIONS)
def add_member(
    *, group_id: UUID, enrolment_id: UUID, from_on: date, token: UUID | None = None, by: Actor
) -> None:
    """Somebody joins a group from a day on; never two groups at one hour."""
    use_once(token, by)
    one_at_a_time(by)
    group, row = take_group(group_id, by), enrolment_in(enrolment_id, by)
    _join(group, row, from_on, by)
    audit.note_event(
        "sessions.add_member",
        by=by,
        subject="group",
        subject_id=group.pk,
        person_id=row.person_id,
        changes={"member": [None, row.pk], "from_on": [None, from_on]},
    )


@action(Permission.PLAN_SESSIONS)
def move_member(
    *, enrolment_id: UUID, source_id: UUID, target_id: UUID, on: date, token: UUID | None = None, by: Actor
) -> None:
    """Somebody changes groups: the day before is the last in the old one."""
    use_once(token, by)
    one_at_a_time(by)
    if source_id == target_id:
        raise RuleBroken("nothing_changed")
    source, target, row = take_group(source_id, by), take_group(target_id, by), enrolment_in(enrolment_id, by)
    held = _running(source, row)
    if on == held.from_on:
        raise RuleBroken("group_moved_same_day", "on", date=on)
    _leave(held, on - timedelta(days=1))
    _join(target, row, on, by)
    audit.note_event(
        "sessions.move_member",
        by=by,
        subject="group",
        subject_id=target.pk,
        person_id=row.person_id,
        changes={"group": [source.pk, target.pk], "from_on": [held.from_on, on]},
    )


@action(Permission.PLAN_SESSIONS)
def remove_member(
    *, group_id: UUID, enrolment_id: UUID, until_on: date, token: UUID | None = None, by: Actor
) -> None:
    """Somebody leaves a group; `until_on` is the last day in it. What was marked stays."""
    use_once(token, by)
    group, row = take_group(group_id, by), enrolment_in(enrolment_id, by)
    _leave(_running(group, row), until_on)
    audit.note_event(
        "sessions.remove_member",
        by=by,
        subject="group",
        subject_id=group.pk,
        person_id=row.person_id,
        changes={"member": [row.pk, None], "until_on": [None, until_on]},
    )


def _running(group: Group, row: Enrolment) -> GroupMember:
    held = GroupMember.objects.filter(
        group=group, enrolment=row, until_on=None, organisation_id=group.organisation_id
    ).first()
    if held is None:
        raise RuleBroken("group_member_unknown", "members")
    return held


def _leave(held: GroupMember, until_on: date) -> None:
    require(check_leaving_group(held.from_on, held.until_on, until_on))
    held.until_on = until_on
    held.save(update_fields=["until_on"])


def _join(group: Group, row: Enrolment, from_on: date, by: Actor) -> None:
    if group.closed_on:
        raise RuleBroken("group_closed", date=group.closed_on)
    mine = GroupMember.objects.filter(enrolment=row, organisation_id=by.organisation_id)
    still = Q(until_on=None) | Q(until_on__gte=from_on)
    require(
        check_member(
            belonging(row), group.cycle_id, from_on, already=mine.filter(still, group=group).exists()
        )
    )
    require(check_group(group.name, 1 + GroupMember.objects.filter(still, group=group).count()))
    require(check_member_hours(*_hours(group, row, from_on, by)))
    _membership(group, row, from_on).save(force_insert=True)


def _hours(group: Group, row: Enrolment, from_on: date, by: Actor) -> tuple[list[Meeting], list[Meeting]]:
    """The group's sessions from that day on, and those the person has elsewhere, in any programme."""
    groups = GroupMember.objects.filter(person_id=row.person_id, organisation_id=by.organisation_id)
    cycles = Enrolment.objects.filter(person_id=row.person_id, organisation_id=by.organisation_id)
    everybody = Q(group=None, enrolment=None, cycle_id__in=cycles.values("cycle_id"))
    others = Q(group_id__in=groups.values("group_id")) | Q(enrolment__person_id=row.person_id) | everybody
    last = from_on + FAR
    elsewhere = meetings(by, from_on, last, others)
    return (
        meetings(by, from_on, last, Q(group_id=group.pk)),
        [one for one in elsewhere if row.person_id in one.people and one.group_id != group.pk],
    )


@action(Permission.PLAN_SESSIONS)
def close_group(*, group_id: UUID, revision: int | None = None, token: UUID | None = None, by: Actor) -> None:
    """A group meets no more; refused while sessions of it are still to come."""
    use_once(token, by)
    one_at_a_time(by)
    group = take_group(group_id, by)
    if revision is not None and revision != group.revision:
        raise RuleBroken("page_stale")
    if group.closed_on:
        raise RuleBroken("group_closed", date=group.closed_on)
    today = scope.today()
    coming = PlannedSession.objects.filter(group=group, on__gte=today, state="planned").count()
    if coming:
        raise RuleBroken("group_has_sessions", count=coming)
    group.closed_on = today
    group.revision += 1
    group.save(update_fields=["closed_on", "revision"])
    for held in GroupMember.objects.filter(group=group, until_on=None):
        held.until_on = max(today, held.from_on)
        held.save(update_fields=["until_on"])
    audit.note_event(
        "sessions.close_group",
        by=by,
        subject="group",
        subject_id=group.pk,
        changes={"closed_on": [None, today]},
    )
