"""What is to be measured in the office's running waves, and what a wave as a whole waits for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from pulih.queries.programmes.participants import Measure, Participant, participants
from pulih.queries.programmes.waves import WaveFacts, open_waves, wave_of
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission

RUNNING = "e.status IN ('admitted', 'on_hold')"


@dataclass(frozen=True)
class DueRow:
    """A measurement somebody owes, with the person it is about."""

    who: Participant
    measure: Measure

    def late_by(self, today: date) -> int:
        """Days since its window closed; 0 while it is open."""
        return max(0, (today - self.measure.window.last).days)


def running_people(actor: Actor) -> tuple[Participant, ...]:
    """Whoever takes part in a wave of the office now, by name."""
    return participants(actor, open_waves(actor), scope.today(), RUNNING)


def due(actor: Actor, people: tuple[Participant, ...] | None = None) -> tuple[DueRow, ...]:
    """Every measurement that is due or late, the most overdue first; a person is asked the same once."""
    found = [
        DueRow(who, measure)
        for who in (running_people(actor) if people is None else people)
        for measure in who.measures
        if measure.presses and any(one.inside for one in who.enrolled if one.id == measure.enrolment_id)
    ]
    return tuple(sorted(found, key=lambda one: (one.measure.window.last, one.who.name.lower())))


@dataclass(frozen=True)
class SheetMark:
    """The newest revision of a wave's result sheet."""

    revision: int
    state: str
    superseded: bool
    returned_because: str


@dataclass(frozen=True)
class WaveRecord:
    """A wave with everybody in it, and what belongs to it."""

    wave: WaveFacts
    people: tuple[Participant, ...]
    sheet: SheetMark | None
    """Where the actor may read results."""
    openings: tuple[tuple[UUID, str, date], ...] | None
    """Openings of the wave; None where the actor may not know of them."""


_BESIDE = """
SELECT 'sheet', r.revision::text, r.state, r.superseded_at IS NOT NULL, r.returned_because, NULL::date
FROM (SELECT * FROM result_sheet s WHERE s.organisation_id = %(office)s AND s.wave_id = %(wave)s
      ORDER BY s.revision DESC LIMIT 1) r WHERE %(results)s
UNION ALL
SELECT 'event', e.id::text, e.title, false, '', e.held_on FROM event e
WHERE %(events)s AND e.organisation_id = %(office)s AND e.wave_id = %(wave)s AND e.kind = 'opening'
"""


def open_wave(actor: Actor, reference: str) -> WaveRecord:
    """A wave of the office with its people: four statements, however many they are."""
    wave = wave_of(actor, reference)
    results = bool(actor.may(Permission.READ_RESULTS))
    events = bool(actor.may(Permission.READ_EVENTS) or actor.may(Permission.RECORD_EVENTS))
    people = participants(actor, (wave,), scope.today())
    with connection.cursor() as cursor:
        cursor.execute(
            _BESIDE,
            {"office": actor.organisation_id, "wave": wave.id, "results": results, "events": events},
        )
        rows = cursor.fetchall()
    sheet = next((SheetMark(int(row[1]), row[2], row[3], row[4]) for row in rows if row[0] == "sheet"), None)
    held = tuple((UUID(row[1]), row[2], row[5]) for row in rows if row[0] == "event")
    return WaveRecord(wave, people, sheet, held if events else None)
