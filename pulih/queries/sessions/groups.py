"""Groups of a wave with their people, those without a group, rooms, days without sessions, who can lead."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class Member:
    """Somebody of a cycle: in a group, or in none; with the main counsellor."""

    enrolment_id: UUID
    reference: str
    name: str
    register_number: str
    counsellor: str
    group_id: UUID | None
    from_on: date | None
    admitted_on: date


@dataclass(frozen=True)
class GroupRow:
    """A group with those who are in it today."""

    id: UUID
    cycle_id: UUID
    programme: str
    wave: str
    wave_name: str
    name: str
    closed_on: date | None
    revision: int
    members: tuple[Member, ...]
    coming: int
    """Sessions still to be held."""


@dataclass(frozen=True)
class CycleGroups:
    """A cycle of a wave: its groups, and who is in none."""

    cycle_id: UUID
    programme: str
    groups: tuple[GroupRow, ...]
    without: tuple[Member, ...]


_GROUPS = """
SELECT g.id, g.cycle_id, c.programme_id, w.reference, w.name, g.name, g.closed_on, g.revision,
       (SELECT count(*) FROM session_plan s WHERE s.group_id = g.id AND s.organisation_id = %(office)s
        AND s."on" >= %(today)s AND s.state = 'planned')
FROM session_group g JOIN cycle c ON c.id = g.cycle_id JOIN wave w ON w.id = c.wave_id
WHERE g.organisation_id = %(office)s AND w.id = %(wave)s ORDER BY g.closed_on IS NOT NULL, g.name
"""
_MEMBERS = """
SELECT e.cycle_id, e.id, coalesce(p.reference, ''), coalesce(p.name, e.register_number), e.register_number,
       coalesce(a.full_name, ''), m.group_id, m.from_on, e.admitted_on
FROM enrolment e
JOIN cycle c ON c.id = e.cycle_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN assignment h ON h.enrolment_id = e.id AND h.main AND h.until_on IS NULL
  AND h.organisation_id = %(office)s
LEFT JOIN account a ON a.id = h.account_id
LEFT JOIN group_member m ON m.enrolment_id = e.id AND m.organisation_id = %(office)s
  AND (m.until_on IS NULL OR m.until_on >= %(today)s)
WHERE e.organisation_id = %(office)s AND c.wave_id = %(wave)s AND e.in_place AND e.admitted_on IS NOT NULL
ORDER BY lower(coalesce(p.name, e.register_number)), e.id
"""


def groups_of(actor: Actor, wave_id: UUID, cycles: tuple[tuple[UUID, str], ...]) -> tuple[CycleGroups, ...]:
    """The groups of a wave by cycle: two statements, however many people there are."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    values: dict[str, Any] = {"office": actor.organisation_id, "wave": wave_id, "today": scope.today()}
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, values)
        groups = cursor.fetchall()
        cursor.execute(_MEMBERS, values)
        members = [(row[0], Member(*row[1:])) for row in cursor.fetchall()]
    return tuple(
        CycleGroups(
            id,
            programme,
            tuple(_group(row, members) for row in groups if row[1] == id),
            tuple(one for cycle, one in members if cycle == id and one.group_id is None),
        )
        for id, programme in cycles
    )


def _group(row: tuple[Any, ...], members: list[tuple[UUID, Member]]) -> GroupRow:
    inside = tuple(one for _, one in members if one.group_id == row[0])
    id, cycle_id, programme, wave, wave_name, name, closed_on, revision, coming = row
    return GroupRow(id, cycle_id, programme, wave, wave_name, name, closed_on, revision, inside, coming)


def wave_of_group(actor: Actor, group_id: UUID) -> str:
    """The reference of the wave a group belongs to."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.reference FROM session_group g JOIN cycle c ON c.id = g.cycle_id"
            " JOIN wave w ON w.id = c.wave_id WHERE g.id = %s AND g.organisation_id = %s",
            [group_id, actor.organisation_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise RuleBroken("group_unknown", attempt=True, subject="group", subject_id=str(group_id))
    return str(row[0])


@dataclass(frozen=True)
class RoomRow:
    """A room of the office."""

    id: UUID
    name: str
    seats: int
    closed_on: date | None


@dataclass(frozen=True)
class ClosureRow:
    """A day without sessions."""

    id: UUID
    on: date
    name: str


def rooms_of(actor: Actor) -> tuple[RoomRow, ...]:
    """Every room of the office, those in use first."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    return tuple(
        RoomRow(*row)
        for row in _all(
            actor,
            "SELECT id, name, seats, closed_on FROM room WHERE organisation_id = %(office)s"
            " ORDER BY closed_on IS NOT NULL, lower(name)",
        )
    )


def closures_of(actor: Actor) -> tuple[ClosureRow, ...]:
    """Days without sessions from today on."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    return tuple(
        ClosureRow(*row)
        for row in _all(
            actor,
            'SELECT id, "on", name FROM closure WHERE organisation_id = %(office)s AND "on" >= %(today)s'
            ' ORDER BY "on"',
        )
    )


def leaders_of(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Who can be named as leading a session: whoever works at the office with people today."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    rows = _all(
        actor,
        "SELECT DISTINCT a.id, a.full_name FROM membership m JOIN account a ON a.id = m.account_id"
        " WHERE m.organisation_id = %(office)s AND a.is_active AND m.valid_from <= %(today)s"
        " AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)"
        " AND m.role IN ('counsellor', 'nurse', 'assessor', 'programme_manager') ORDER BY a.full_name, a.id",
    )
    return tuple((id, name) for id, name in rows)


def own_curriculum(actor: Actor, cycle_id: UUID) -> bool:
    """Whether the version of a cycle says what is held week by week."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.curriculum <> '{}'::jsonb FROM cycle c JOIN programme_version v ON v.id = c.version_id"
            " WHERE c.id = %s AND c.organisation_id = %s",
            [cycle_id, actor.organisation_id],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _all(actor: Actor, sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"office": actor.organisation_id, "today": scope.today()})
        return list(cursor.fetchall())
