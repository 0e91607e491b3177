"""How often somebody came: of the sessions held while they were enrolled and in the group."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.attendance.rows import NEWEST, THERE
from pulih.queries.people import PersonRecord, open_person
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.attendance import Mark, Pattern, pattern_in
from pulih.rules.errors import require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class SessionMark:
    """One held session and what is said of the person; None where they were added to the group afterwards."""

    session_id: UUID
    on: date
    title: str
    group: str
    mark: Mark | None
    entered_late: bool
    corrected: bool


@dataclass(frozen=True)
class EnrolmentAttendance:
    """The attendance of one enrolment, newest session first."""

    enrolment_id: UUID
    programme: str
    wave_reference: str
    wave: str
    marks: tuple[SessionMark, ...]

    @property
    def held(self) -> int:
        """Sessions that were held for this person and are marked."""
        return sum(one.mark is not None for one in self.marks)

    @property
    def attended(self) -> int:
        """How many of them they came to."""
        return sum(one.mark is not None and one.mark.attended for one in self.marks)

    @property
    def unmarked(self) -> int:
        """Held sessions at which nobody said anything of them."""
        return len(self.marks) - self.held

    @property
    def percent(self) -> int | None:
        """Sessions attended of a hundred; None where none was held."""
        return (200 * self.attended + self.held) // (2 * self.held) if self.held else None

    @property
    def sides(self) -> dict[str, int]:
        """Absences by whose doing they were."""
        found: dict[str, int] = {}
        for one in self.marks:
            if one.mark is not None and not one.mark.attended:
                found[one.mark.whose] = found.get(one.mark.whose, 0) + 1
        return found

    @property
    def pattern(self) -> Pattern | None:
        """Whether the absences stand out."""
        return pattern_in([one.mark for one in reversed(self.marks) if one.mark is not None])


@dataclass(frozen=True)
class PersonAttendance:
    """Somebody's attendance at the actor's office, newest wave first."""

    record: PersonRecord
    enrolments: tuple[EnrolmentAttendance, ...]


_OF_PERSON = f"""
SELECT e.id, c.programme_id, w.reference, w.name, s.id, s."on", s.title, coalesce(g.name, ''),
       n.attended, n.side, n.reason, n.late_minutes, coalesce(n.entered_late, false),
       n.corrects IS NOT NULL OR coalesce(n.why, '') <> ''
FROM enrolment e
JOIN cycle c ON c.id = e.cycle_id
JOIN wave w ON w.id = c.wave_id
LEFT JOIN session_plan s ON s.cycle_id = e.cycle_id AND s.state = 'held' AND {THERE}
LEFT JOIN session_group g ON g.id = s.group_id
LEFT JOIN ({NEWEST.format(which='a.person_id = %(person)s AND a."on" BETWEEN %(first)s AND %(today)s')}) n
       ON n.enrolment_id = e.id AND n.session_id = s.id
WHERE e.organisation_id = %(office)s AND e.person_id = %(person)s AND e.admitted_on IS NOT NULL
  AND e.status <> 'removed'
ORDER BY w.starts_on DESC, c.programme_id, e.id, s."on" DESC, s.starts_at DESC, s.id
"""
_FIRST = """
SELECT min(e.admitted_on) FROM enrolment e WHERE e.organisation_id = %(office)s AND e.person_id = %(person)s
"""


def attendance_of(actor: Actor, reference: str) -> PersonAttendance:
    """Every session held for somebody here, with the share they came to; leaves a read event.

    Two statements: from which day on there can be a mark is asked first.
    """
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    record = open_person(actor, reference, "attendance")
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "office": actor.organisation_id,
            "person": record.id,
            "today": scope.today(),
        }
        cursor.execute(_FIRST, asked)
        (first,) = cursor.fetchone()
        cursor.execute(_OF_PERSON, {**asked, "first": first or scope.today()})
        rows = cursor.fetchall()
    heads: dict[UUID, tuple[UUID, str, str, str]] = {}
    marks: dict[UUID, list[SessionMark]] = {}
    for row in rows:
        heads[row[0]] = (row[0], row[1], row[2], row[3])
        marks.setdefault(row[0], []).extend([_mark(row)] if row[4] else [])
    return PersonAttendance(
        record, tuple(EnrolmentAttendance(*heads[key], tuple(one)) for key, one in marks.items())
    )


def _mark(row: tuple[Any, ...]) -> SessionMark:
    said = None if row[8] is None else Mark(*row[8:12])
    return SessionMark(row[4], row[5], row[6], row[7], said, row[12], row[13])
