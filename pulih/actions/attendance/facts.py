"""What marking is judged by: the session, whom it was for on its day, and what counts of each so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from pulih.actions.acting import require_first_time
from pulih.records.asking import ask
from pulih.records.models import Attendance
from pulih.records.together import ONCE, once_values
from pulih.rules.actors import Actor
from pulih.rules.attendance import Attendee, Mark, Sitting
from pulih.rules.errors import RuleBroken
from pulih.rules.sessions import minutes_between

_TAKE = f"""
WITH {ONCE}, sitting AS (
    SELECT id, "on", state, starts_at, ends_at, wave_id, cycle_id, group_id, enrolment_id
    FROM session_plan WHERE id = %(session)s::uuid AND organisation_id = %(office)s::bigint FOR UPDATE
), standing AS MATERIALIZED (
    SELECT s.id, EXISTS (SELECT 1 FROM suspension u WHERE u.organisation_id = %(office)s::bigint
                         AND (u.wave_id = s.wave_id OR u.wave_id IS NULL) AND u.from_on <= s."on"
                         AND (u.until_on IS NULL OR u.until_on > s."on")) AS still
    FROM sitting s
), member AS (
    SELECT s.enrolment_id AS id FROM sitting s WHERE s.enrolment_id IS NOT NULL
    UNION
    SELECT m.enrolment_id FROM sitting s JOIN group_member m ON m.group_id = s.group_id
    WHERE m.organisation_id = %(office)s::bigint AND m.from_on <= s."on"
      AND (m.until_on IS NULL OR m.until_on >= s."on")
    UNION
    SELECT e.id FROM sitting s JOIN enrolment e ON e.cycle_id = s.cycle_id
    WHERE s.group_id IS NULL AND s.enrolment_id IS NULL AND e.organisation_id = %(office)s::bigint
      AND e.admitted_on <= s."on" AND (e.ended_on IS NULL OR e.ended_on >= s."on")
), attending AS (
    SELECT e.id, e.person_id, e.admitted_on, e.ended_on FROM enrolment e
    WHERE e.organisation_id = %(office)s::bigint AND e.status <> 'removed'
      AND e.id IN (SELECT id FROM member UNION SELECT unnest(%(named)s::uuid[]))
    ORDER BY e.id FOR UPDATE
)
SELECT (SELECT count(*) FROM once), s.id, s."on", s.state, s.starts_at, s.ends_at,
       (SELECT t.still FROM standing t),
       a.id, a.person_id, a.admitted_on, a.ended_on, a.id IN (SELECT id FROM member)
FROM (VALUES (1)) AS always (one) LEFT JOIN sitting s ON true LEFT JOIN attending a ON true
ORDER BY a.id
"""
"""Enrolments are locked in one order, so that an end and a mark never cross; the session is locked before them."""


@dataclass(frozen=True)
class Taken:
    """A session, locked, so that two workers never mark it at once, with whom it was for and who was named."""

    id: UUID
    sitting: Sitting
    starts_at: time
    people: tuple[Attendee, ...]
    persons: Mapping[UUID, UUID]
    """The person of each enrolment."""

    @property
    def on(self) -> date:
        """Its day."""
        return self.sitting.on


def take(session_id: UUID, named: Iterable[UUID], token: UUID | None, by: Actor) -> Taken:
    """Take the form's token, the session and its people; one statement.

    Whoever was already carried out with this token is told so before anything else. A second request at the
    same moment waits for the first to end.
    """
    values = {"session": session_id, "office": by.organisation_id, "named": list(named)}
    rows = ask(_TAKE, values | once_values(token, by))
    once, id, on, state, starts_at, ends_at, suspended = rows[0][:7]
    require_first_time(once, token, by)
    if id is None:
        raise RuleBroken("session_unknown", attempt=True, subject="session", subject_id=str(session_id))
    found = [row[7:] for row in rows if row[7] is not None]
    return Taken(
        id,
        Sitting(on, state, minutes_between(starts_at, ends_at), suspended),
        starts_at,
        tuple(Attendee(one, member, admitted, ended) for one, _person, admitted, ended, member in found),
        {one: person for one, person, *_rest in found},
    )


def newest_mark(taken: Taken, enrolment_id: UUID, by: Actor) -> Attendance | None:
    """The row that counts."""
    rows = Attendance.objects.filter(
        on=taken.on, organisation_id=by.organisation_id, session_id=taken.id, enrolment_id=enrolment_id
    )
    return rows.order_by("-id").first()


def as_mark(row: Attendance) -> Mark:
    """A kept row as it was said."""
    return Mark(row.attended, row.side, row.reason, row.late_minutes)
