"""How complete the attendance of a wave is, group by group: held, marked, cancelled by whose doing, came."""

from dataclasses import dataclass, fields
from uuid import UUID

from django.db import connection

from pulih.queries.attendance.rows import NEWEST
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import check_reference
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class WaveRow:
    """A group of the wave up to today; without a name, the sessions that are no group's."""

    group_id: UUID | None
    group: str
    programme: str
    due: int
    """Sessions whose day has come and that were not cancelled, on days that count."""
    marked: int
    cancelled_person: int
    cancelled_facility: int
    cancelled_external: int
    places: int
    """Marks that count."""
    present: int
    late_entries: int
    """Sessions that were marked later than they should."""

    @property
    def unmarked(self) -> int:
        """Sessions that wait for their marks."""
        return self.due - self.marked

    @property
    def cancelled(self) -> int:
        """Sessions that were not held, whoever's doing that was."""
        return self.cancelled_person + self.cancelled_facility + self.cancelled_external

    @property
    def percent_marked(self) -> int | None:
        """How complete it is; None where nothing was due. Only what is whole is a hundred."""
        return 100 * self.marked // self.due if self.due else None

    @property
    def percent_present(self) -> int | None:
        """How many of a hundred came."""
        return (200 * self.present + self.places) // (2 * self.places) if self.places else None


@dataclass(frozen=True)
class WaveAttendance:
    """A wave's attendance: its groups and the whole."""

    reference: str
    name: str
    rows: tuple[WaveRow, ...]
    total: WaveRow


_NUMBERS = tuple(one.name for one in fields(WaveRow))[3:]

_WAVE = f"""
WITH marks AS MATERIALIZED (
    SELECT n.session_id, count(*) AS places, count(*) FILTER (WHERE n.attended) AS present,
           bool_or(n.entered_late AND n.corrects IS NULL AND n.why = '') AS late
    FROM ({
    NEWEST.format(
        which='''a."on" BETWEEN %(first)s AND %(last)s
                 AND a.session_id = ANY (ARRAY(SELECT x.id FROM session_plan x WHERE x.wave_id = %(wave)s
                                               AND x.organisation_id = %(office)s AND x.state = 'held'))'''
    )
}) n
    GROUP BY 1
)
SELECT g.id, coalesce(g.name, ''), c.programme_id,
       count(*) FILTER (WHERE s.state = 'held' OR (s.state = 'planned' AND NOT still.yes)),
       count(*) FILTER (WHERE s.state = 'held'),
       count(*) FILTER (WHERE s.state = 'cancelled' AND s.cancelled_side = 'person'),
       count(*) FILTER (WHERE s.state = 'cancelled' AND s.cancelled_side = 'facility'),
       count(*) FILTER (WHERE s.state = 'cancelled' AND s.cancelled_side = 'external'),
       coalesce(sum(k.places), 0)::int, coalesce(sum(k.present), 0)::int, count(*) FILTER (WHERE k.late)
FROM session_plan s
JOIN cycle c ON c.id = s.cycle_id
LEFT JOIN session_group g ON g.id = s.group_id
LEFT JOIN marks k ON k.session_id = s.id
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT 1 FROM suspension u WHERE u.organisation_id = s.organisation_id
    AND (u.wave_id = s.wave_id OR u.wave_id IS NULL) AND u.from_on <= s."on"
    AND (u.until_on IS NULL OR u.until_on > s."on")) AS yes) still
WHERE s.organisation_id = %(office)s AND s.wave_id = %(wave)s AND s."on" <= %(today)s
GROUP BY g.id, g.name, c.programme_id
ORDER BY c.programme_id, g.name NULLS LAST
"""


def wave_attendance(actor: Actor, reference: str) -> WaveAttendance:
    """Completeness and attendance of a wave up to today; two statements."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    try:
        wanted = check_reference(reference)
    except RuleBroken:
        raise RuleBroken("wave_unknown", attempt=True) from None
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT w.id, w.reference, w.name, min(s."on"), max(s."on")
               FROM wave w LEFT JOIN session_plan s ON s.wave_id = w.id AND s.state = 'held'
               WHERE w.reference = %s AND w.organisation_id = %s GROUP BY w.id""",
            [wanted, actor.organisation_id],
        )
        wave = cursor.fetchone()
        if wave is None:
            raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=wanted)
        asked = {"wave": wave[0], "first": wave[3], "last": wave[4], "today": scope.today()}
        cursor.execute(_WAVE, {"office": actor.organisation_id, **asked})
        rows = tuple(WaveRow(*row) for row in cursor.fetchall())
    numbers = [sum(getattr(one, name) for one in rows) for name in _NUMBERS]
    return WaveAttendance(wave[1], wave[2], rows, WaveRow(None, "", "", *numbers))
