"""Who is away, when, and until when: of the office, or of one worker."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.assigning import Absence
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class AbsenceLine:
    """An absence that runs, comes or ended of late."""

    id: UUID
    account_id: UUID
    name: str
    days: Absence
    reason: str
    recorded_by: str

    def runs(self, day: date) -> bool:
        """Whether the worker is away that day."""
        return self.days.covers(day)


_ABSENCES = """
SELECT s.id, s.account_id, coalesce(a.full_name, ''), s.from_on, s.until_on, s.reason,
       coalesce(r.full_name, '')
FROM staff_absence s LEFT JOIN account a ON a.id = s.account_id LEFT JOIN account r ON r.id = s.recorded_by
WHERE s.organisation_id = %(office)s AND s.withdrawn_at IS NULL AND {which}
ORDER BY s.from_on, s.id
"""
SHOWN_AFTER_DAYS = 14


def absences(actor: Actor) -> tuple[AbsenceLine, ...]:
    """Absences of the office that run or come, and those that ended in the last two weeks; one statement."""
    require(actor.may(Permission.READ_CASELOAD), attempt=True)
    return _lines(actor, "s.until_on >= %(today)s - %(after)s", {"after": SHOWN_AFTER_DAYS})


def absence_of(actor: Actor, absence_id: UUID) -> AbsenceLine:
    """One absence of the office; another office's and none are the same refusal."""
    require(actor.may(Permission.READ_CASELOAD), attempt=True)
    found = _lines(actor, "s.id = %(id)s", {"id": absence_id})
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="absence", subject_id=str(absence_id))
    return found[0]


def _lines(actor: Actor, which: str, values: dict[str, Any]) -> tuple[AbsenceLine, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            _ABSENCES.format(which=which),
            {"office": actor.organisation_id, "today": scope.today(), **values},
        )
        return tuple(
            AbsenceLine(row[0], row[1], row[2], Absence(row[3], row[4]), row[5], row[6])
            for row in cursor.fetchall()
        )
