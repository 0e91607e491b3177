"""Sessions as the office reads them: a week of a wave, a worker's day, one session; and what clashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.programmes.waves import WaveFacts
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.sessions import Ground, Meeting, check_clashes, check_hour
from pulih.rules.timetable import monday_of
from pulih.rules.verdicts import Reason


@dataclass(frozen=True)
class SessionRow:
    """One session with the names a list shows."""

    id: UUID
    on: date
    starts_at: time
    ends_at: time
    module: str
    title: str
    state: str
    side: str
    because: str
    moved_from: date | None
    catches_up: UUID | None
    caught_up_by: UUID | None
    marked: bool
    revision: int
    wave_id: UUID
    wave: str
    wave_name: str
    cycle_id: UUID
    programme: str
    group_id: UUID | None
    group: str
    enrolment_id: UUID | None
    person: str
    room_id: UUID | None
    room: str
    leader_id: UUID | None
    leader: str
    people: frozenset[UUID]

    @property
    def cancelled(self) -> bool:
        """Whether it is not held."""
        return self.state == "cancelled"

    @property
    def meeting(self) -> Meeting:
        """As the rules know it."""
        return Meeting(
            self.on, self.starts_at, self.ends_at, self.group_id, self.people, self.room_id, self.leader_id,
            self.id, self.title,
        )  # fmt: skip


_SESSIONS = """
SELECT s.id, s."on", s.starts_at, s.ends_at, s.module, s.title, s.state, s.cancelled_side,
       s.cancelled_because, s.moved_from, s.catches_up_id,
       (SELECT n.id FROM session_plan n WHERE n.catches_up_id = s.id AND n.organisation_id = %(office)s
        AND n.state <> 'cancelled' LIMIT 1),
       s.marked_at IS NOT NULL, s.revision, w.id, w.reference, w.name, c.id, c.programme_id,
       s.group_id, coalesce(g.name, ''), s.enrolment_id, coalesce(p.name, e.register_number, ''),
       s.room_id, coalesce(r.name, ''), s.leader_id, coalesce(a.full_name, ''),
       CASE WHEN s.enrolment_id IS NOT NULL THEN ARRAY[e.person_id]
            WHEN s.group_id IS NOT NULL THEN ARRAY(
              SELECT m.person_id FROM group_member m JOIN enrolment x ON x.id = m.enrolment_id
              WHERE m.group_id = s.group_id AND m.organisation_id = %(office)s AND m.from_on <= s."on"
                AND coalesce(least(m.until_on, x.ended_on), 'infinity') >= s."on")
            ELSE ARRAY(
              SELECT x.person_id FROM enrolment x
              WHERE x.cycle_id = s.cycle_id AND x.organisation_id = %(office)s AND x.admitted_on <= s."on"
                AND coalesce(x.ended_on, 'infinity') >= s."on") END
FROM session_plan s
JOIN wave w ON w.id = s.wave_id
JOIN cycle c ON c.id = s.cycle_id
LEFT JOIN session_group g ON g.id = s.group_id
LEFT JOIN enrolment e ON e.id = s.enrolment_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN room r ON r.id = s.room_id
LEFT JOIN account a ON a.id = s.leader_id
WHERE s.organisation_id = %(office)s AND {which}
ORDER BY s."on", s.starts_at, s.title, g.name, p.name, s.id
"""


def rows_of(actor: Actor, which: str, values: Mapping[str, Any]) -> tuple[SessionRow, ...]:
    """The sessions of the office that a condition picks; who may see them is asked before."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSIONS.format(which=which), {"office": actor.organisation_id, **values})
        return tuple(_row(*row) for row in cursor.fetchall())


def _row(*row: Any) -> SessionRow:
    values: tuple[Any, ...] = (*row[:-1], frozenset(row[-1] or ()))
    return SessionRow(*values)


@dataclass(frozen=True)
class Clash:
    """A session that cannot be held as it stands, and every reason."""

    session: SessionRow
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Week:
    """A week of a wave, day by day, with the office's closures and what clashes."""

    monday: date
    rows: tuple[SessionRow, ...]
    closures: Mapping[date, str]
    clashes: tuple[Clash, ...]

    @property
    def days(self) -> tuple[tuple[date, tuple[SessionRow, ...]], ...]:
        """Monday to Friday, and the weekend where anything is held."""
        days = [self.monday + timedelta(days=day) for day in range(7)]
        by_day = [(day, tuple(row for row in self.rows if row.on == day)) for day in days]
        return tuple(one for one in by_day if one[1] or one[0].weekday() < 5)


_AROUND = """
SELECT 'closure', "on", "on", name, NULL::uuid FROM closure
WHERE organisation_id = %(office)s AND "on" BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT 'away', from_on, until_on, '', account_id FROM staff_absence
WHERE organisation_id = %(office)s AND withdrawn_at IS NULL AND from_on <= %(last)s AND until_on >= %(first)s
UNION ALL
SELECT 'latest', e.admitted_on, e.admitted_on, '', NULL FROM enrolment e JOIN cycle c ON c.id = e.cycle_id
WHERE e.organisation_id = %(office)s AND c.wave_id = %(wave)s AND e.in_place AND e.admitted_on > %(starts_on)s
"""


def week_of(actor: Actor, wave: WaveFacts, on: date) -> Week:
    """The week of a day: two statements. Clashes are looked for among all sessions of the office."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    first = monday_of(on)
    last = first + timedelta(days=6)
    span = {"first": first, "last": last}
    latest = wave.starts_on  # for whoever was admitted last, sessions go on after the others
    everything = rows_of(actor, 's."on" BETWEEN %(first)s AND %(last)s', span)
    closures: dict[date, str] = {}
    away: dict[UUID, list[tuple[date, date]]] = {}
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"office": actor.organisation_id, "wave": wave.id, **span}
        values["starts_on"] = wave.starts_on
        cursor.execute(_AROUND, values)
        for kind, begin, end, name, account in cursor.fetchall():
            if kind == "closure":
                closures[begin] = name
            elif kind == "latest":
                latest = max(latest, begin)
            else:
                away.setdefault(account, []).append((begin, end))
    rows = tuple(row for row in everything if row.wave_id == wave.id)
    end = programmes.ends_on(latest, wave.months, wave.still_days, scope.today())
    standing = [row for row in everything if row.state == "planned"]
    clashes = []
    for row in rows:
        if row.state != "planned":
            continue
        leader_away = tuple(away.get(row.leader_id, ())) if row.leader_id else ()
        ground = Ground(wave.starts_on, end, closures, wave.still_days, None, leader_away)
        beside = [one.meeting for one in standing if one.on == row.on and one.id != row.id]
        reasons = (*check_hour(row.meeting, ground).reasons, *check_clashes(row.meeting, beside).reasons)
        if reasons:
            clashes.append(Clash(row, reasons))
    return Week(first, rows, closures, tuple(clashes))


def day_of(actor: Actor, on: date, leader_id: UUID | None = None) -> tuple[SessionRow, ...]:
    """A worker's sessions of a day, one's own where nobody is named."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    which = 's."on" = %(on)s AND s.leader_id = %(leader)s'
    return rows_of(actor, which, {"on": on, "leader": leader_id or actor.account_id})


def session_of(actor: Actor, session_id: UUID) -> SessionRow:
    """One session of the office."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    found = rows_of(actor, "s.id = %(id)s", {"id": session_id})
    if not found:
        raise RuleBroken("session_unknown", attempt=True, subject="session", subject_id=str(session_id))
    return found[0]
