"""A timetable to print: of everybody, of a group, of a worker or of a room, from a day until another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.programmes.waves import WaveFacts
from pulih.queries.sessions.week import SessionRow, rows_of
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


class Whose(StrEnum):
    """Whose timetable it is."""

    EVERYBODY = "everybody"
    GROUP = "group"
    WORKER = "worker"
    ROOM = "room"


@dataclass(frozen=True)
class TimetableFacts:
    """A timetable as it is printed; what fell out is not in it."""

    wave: str
    first: date
    last: date
    whose: Whose
    name: str
    """Of the group, worker or room."""
    rows: tuple[SessionRow, ...]
    closures: Mapping[date, str]


_WHICH = {
    Whose.EVERYBODY: "s.wave_id = %(wave)s AND s.enrolment_id IS NULL",
    Whose.GROUP: """s.enrolment_id IS NULL AND (s.group_id = %(id)s OR (s.group_id IS NULL AND s.cycle_id =
                    (SELECT m.cycle_id FROM session_group m WHERE m.id = %(id)s)))""",
    Whose.WORKER: "s.leader_id = %(id)s",
    Whose.ROOM: "s.room_id = %(id)s",
}
"""A worker's and a room's paper hold every wave: nobody is in two places because there are two papers."""

_NAMES = {
    Whose.GROUP: """SELECT g.name FROM session_group g JOIN cycle c ON c.id = g.cycle_id
                    WHERE g.id = %(id)s AND g.organisation_id = %(office)s AND c.wave_id = %(wave)s""",
    Whose.WORKER: """SELECT a.full_name FROM account a WHERE a.id = %(id)s AND EXISTS (
                     SELECT 1 FROM membership m WHERE m.account_id = a.id AND m.organisation_id = %(office)s)""",
    Whose.ROOM: "SELECT r.name FROM room r WHERE r.id = %(id)s AND r.organisation_id = %(office)s",
}


def timetable_of(
    actor: Actor, wave: WaveFacts, first: date, last: date, whose: Whose, id: UUID | None
) -> TimetableFacts:
    """What stands between two days, both among them: three statements."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    values: dict[str, Any] = {"wave": wave.id, "id": id, "first": first, "last": last}
    name = _name(actor, whose, values)
    span = "s.\"on\" BETWEEN %(first)s AND %(last)s AND s.state <> 'cancelled'"
    rows = rows_of(actor, f"{span} AND {_WHICH[whose]}", values)
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "on", name FROM closure WHERE organisation_id = %(office)s'
            ' AND "on" BETWEEN %(first)s AND %(last)s',
            {"office": actor.organisation_id, **values},
        )
        closures = dict(cursor.fetchall())
    return TimetableFacts(wave.name, first, last, whose, name, rows, closures)


def _name(actor: Actor, whose: Whose, values: dict[str, Any]) -> str:
    if whose is Whose.EVERYBODY:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES[whose], {"office": actor.organisation_id, **values})
        row = cursor.fetchone()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject=whose.value, subject_id=str(values["id"]))
    return str(row[0])
