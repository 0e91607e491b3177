"""Who is away now, and one person's days away."""

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
class AwayRow:
    """A time away with whose it is; `held` says how many programmes stand still for it."""

    id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    kind: str
    from_on: date
    back_on: date | None
    note: str
    held: int

    @property
    def days(self) -> int:
        """How long it lasted, or lasts until today."""
        return ((self.back_on or scope.today()) - self.from_on).days


_AWAY = """
SELECT a.id, p.reference, p.name, coalesce(t.register_number, ''), coalesce(t.block, ''), a.kind, a.from_on,
       a.back_on, a.note, jsonb_array_length(a.holds)
FROM time_away a JOIN person p ON p.id = a.person_id
LEFT JOIN stay t ON t.person_id = a.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
WHERE a.organisation_id = %(office)s AND {which}
ORDER BY a.back_on IS NOT NULL, a.from_on DESC, a.id DESC LIMIT 300
"""
SHOWN_DAYS = 30
"""How long somebody who is back still stands on the list."""


def away_list(actor: Actor) -> tuple[AwayRow, ...]:
    """Whoever is away, and whoever came back lately."""
    require(actor.may(Permission.RECORD_TIME_AWAY), attempt=True)
    return _rows(actor, f"(a.back_on IS NULL OR a.back_on > %(today)s - {SHOWN_DAYS})", today=scope.today())


def away_of(actor: Actor, person_id: UUID) -> tuple[AwayRow, ...]:
    """One person's times away here, the newest first; their record was opened before."""
    require(actor.may(Permission.READ_CUSTODY), attempt=True)
    return _rows(actor, "a.person_id = %(person)s", person=person_id)


def away_row(actor: Actor, away_id: UUID) -> AwayRow:
    """One time away."""
    require(actor.may(Permission.RECORD_TIME_AWAY), attempt=True)
    found = _rows(actor, "a.id = %(id)s", id=away_id)
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="time_away", subject_id=str(away_id))
    return found[0]


def _rows(actor: Actor, which: str, **values: Any) -> tuple[AwayRow, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_AWAY.format(which=which), {"office": actor.organisation_id, **values})
        return tuple(AwayRow(*row) for row in cursor.fetchall())
