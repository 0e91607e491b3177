"""Sessions as attendance sees them, and the one place that says for whom a session is on its day."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import scope
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.attendance import Sitting, check_open
from pulih.rules.permissions import Permission
from pulih.rules.sessions import minutes_between
from pulih.rules.verdicts import Verdict, all_of


@dataclass(frozen=True)
class SessionRow:
    """A session with where, by whom, for how many, and how it stands."""

    id: UUID
    title: str
    on: date
    starts_at: time
    ends_at: time
    state: str
    group: str
    """The group's name; of an individual session the person's; empty where it is for the whole programme."""
    room: str
    leader_id: UUID | None
    leader: str
    wave_reference: str
    wave: str
    programme: str
    cancelled_side: str
    cancelled_because: str
    marked_at: datetime | None
    marked_by: str
    suspended: bool
    people: int
    present: int
    absent: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return minutes_between(self.starts_at, self.ends_at)

    @property
    def sitting(self) -> Sitting:
        """The session as the rules see it."""
        return Sitting(self.on, self.state, self.minutes, self.suspended)

    def may_mark(self, actor: Actor) -> Verdict:
        """Whether the actor can mark it now, or why not."""
        return all_of((actor.may(Permission.MARK_ATTENDANCE), check_open(self.sitting, scope.today())))

    def led_by(self, actor: Actor) -> bool:
        """Whether the actor leads it, or nobody does who could be asked instead."""
        return self.leader_id is None or self.leader_id == actor.account_id


_FIELDS = tuple(one.name for one in fields(SessionRow))
"""The columns below stand in the order of the fields."""

_RAN = (
    """e.status <> 'removed' AND e.admitted_on <= s."on" AND (e.ended_on IS NULL OR e.ended_on >= s."on")"""
)
_IN_GROUP = (
    """m.group_id = s.group_id AND m.from_on <= s."on" AND (m.until_on IS NULL OR m.until_on >= s."on")"""
)

THERE = f"""
e.organisation_id = s.organisation_id AND {_RAN}
AND CASE WHEN s.enrolment_id IS NOT NULL THEN e.id = s.enrolment_id
         WHEN s.group_id IS NULL THEN e.cycle_id = s.cycle_id
         ELSE EXISTS (SELECT 1 FROM group_member m WHERE m.enrolment_id = e.id AND {_IN_GROUP}) END
"""
"""Whether an enrolment `e` belongs to a session `s`: it ran on that day, and was in the group."""

MEANT = f"""
SELECT s.enrolment_id AS id WHERE s.enrolment_id IS NOT NULL
UNION ALL SELECT m.enrolment_id FROM group_member m WHERE {_IN_GROUP}
UNION ALL SELECT x.id FROM enrolment x WHERE x.cycle_id = s.cycle_id AND s.group_id IS NULL
                                         AND s.enrolment_id IS NULL
"""
"""The enrolments a session `s` is for, of which those count that ran.

Its few people are looked up, instead of everybody of the office tried. A group and a cycle are of one office,
so that is not said again of their people: PostgreSQL would read the office's whole index for it.
"""

_PEOPLE = f"SELECT count(*) FILTER (WHERE {_RAN}) FROM enrolment e WHERE e.id = ANY (ARRAY({MEANT}))"
"""How many are expected. Whether they ran is asked of those few: as a condition of its own PostgreSQL looks for it
in the index of admissions, through everybody the nation ever admitted, once for each session."""

NEWEST = """
SELECT DISTINCT ON (a.session_id, a.enrolment_id) a.* FROM attendance a
WHERE a.organisation_id = %(office)s::bigint AND {which} ORDER BY a.session_id, a.enrolment_id, a.id DESC
"""
"""The marks that count: of each session and enrolment the newest.

Whatever `which` picks, it also says between which days: attendance lies by month, and a condition without
a day is looked for in every month there ever was.
"""

_SESSIONS = f"""
SELECT s.id, s.title, s."on", s.starts_at, s.ends_at, s.state,
       coalesce((SELECT g.name FROM session_group g WHERE g.id = s.group_id),
                (SELECT p.name FROM enrolment o JOIN person p ON p.id = o.person_id WHERE o.id = s.enrolment_id), ''),
       coalesce((SELECT r.name FROM room r WHERE r.id = s.room_id), ''),
       s.leader_id, coalesce((SELECT l.full_name FROM account l WHERE l.id = s.leader_id), ''),
       w.reference, w.name, c.programme_id, s.cancelled_side, s.cancelled_because, s.marked_at,
       coalesce((SELECT b.full_name FROM account b WHERE b.id = s.marked_by), ''),
       EXISTS (SELECT 1 FROM suspension u WHERE u.organisation_id = s.organisation_id
               AND (u.wave_id = s.wave_id OR u.wave_id IS NULL) AND u.from_on <= s."on"
               AND (u.until_on IS NULL OR u.until_on > s."on")),
       ({_PEOPLE}),
       0, 0
FROM session_plan s
JOIN wave w ON w.id = s.wave_id
JOIN cycle c ON c.id = s.cycle_id
WHERE s.organisation_id = %(office)s::bigint AND {{which}}
ORDER BY s."on", s.starts_at, s.title, s.id
LIMIT {{most}}
"""
"""What is only named is looked up by itself: joined, ten tables are ordered in thirty milliseconds of planning."""

_COUNTS = f"""
SELECT n.session_id, count(*) FILTER (WHERE n.attended), count(*) FILTER (WHERE NOT n.attended)
FROM ({
    NEWEST.format(
        which='a.session_id = ANY (%(held)s::uuid[]) AND a."on" BETWEEN %(first)s::date AND %(last)s::date'
    )
}) n GROUP BY 1
"""
MOST = 300


def sessions(
    actor: Actor, which: str, values: Mapping[str, Any], *, counted: bool = True, most: int = MOST
) -> tuple[SessionRow, ...]:
    """The sessions of the office that a condition picks, in order of their hour.

    One statement, and one more where any of them was held, which counts who came.
    """
    asked = {"office": actor.organisation_id, **values}
    rows = ask(_SESSIONS.format(which=which, most=most), asked)
    found = tuple(SessionRow(**dict(zip(_FIELDS, row, strict=True))) for row in rows)
    return _with_counts(actor, found) if counted and any(one.state == "held" for one in found) else found


def _with_counts(actor: Actor, found: tuple[SessionRow, ...]) -> tuple[SessionRow, ...]:
    """The same sessions with who came to those that were held."""
    held = [one for one in found if one.state == "held"]
    days = sorted(one.on for one in held)
    asked: dict[str, Any] = {"office": actor.organisation_id, "first": days[0], "last": days[-1]}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {**asked, "held": [one.id for one in held]})
        counts = {row[0]: row[1:] for row in cursor.fetchall()}
    came = {one.id: counts.get(one.id, (0, 0)) for one in found}
    return tuple(replace(one, present=came[one.id][0], absent=came[one.id][1]) for one in found)
