"""Observations of somebody in a programme, and how far the workers who observed agree."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.language.instruments import instrument
from pulih.queries.assessments import Subject, subject_of
from pulih.queries.programmes import WaveFacts, wave_of
from pulih.records import reading
from pulih.rules.actors import Actor
from pulih.rules.agreeing_observers import (
    Agreement,
    Observation,
    agreement,
    answers,
    by_topic,
    least_agreed,
    paired,
)
from pulih.rules.errors import require
from pulih.rules.permissions import Permission

INSTRUMENT = "observation-scale"
"""The scale that observers fill; what they saw is kept as forms of it."""


@dataclass(frozen=True)
class SeenRow:
    """One observation in force."""

    id: UUID
    person_id: UUID
    on: date
    observer_id: UUID | None
    observer: str
    total: float | None
    """The mean of what was seen, as it was scored; None where too little was."""
    seen: Mapping[str, int]
    note: str


@dataclass(frozen=True)
class Agreed:
    """How far observers agree: over all topics, topic by topic, and what to talk about first."""

    pairs: int
    """Pairs of observations."""
    whole: Agreement
    topics: Mapping[str, Agreement]
    least: tuple[str, ...]


@dataclass(frozen=True)
class ObservationLog:
    """Who observed somebody when, the earliest first."""

    subject: Subject
    rows: tuple[SeenRow, ...]
    agreed: Agreed


@dataclass(frozen=True)
class WaveObservations:
    """The observations of everybody in a wave, without a name."""

    wave: WaveFacts
    observations: int
    people: int
    observers: int
    agreed: Agreed


def topics() -> tuple[str, ...]:
    """What is observed, in the order of the sheet."""
    return instrument(INSTRUMENT).subscales[0].items


# Whoever mends a form later did not see what was seen: the observer is who filled the first of the chain.
_SEEN = """
WITH RECURSIVE form AS (
SELECT r.id, r.person_id, r.taken_on, r.answers, r.recorded_by, r.recorded_at, r.id AS first
FROM response r
WHERE r.organisation_id = %(office)s AND r.instrument = %(instrument)s AND r.amends_id IS NULL AND {person}
UNION ALL
SELECT r.id, r.person_id, r.taken_on, r.answers, f.recorded_by, f.recorded_at, f.first
FROM response r JOIN form f ON r.amends_id = f.id
WHERE r.organisation_id = %(office)s
)
SELECT f.id, f.person_id, f.taken_on, f.recorded_by, coalesce(a.full_name, ''),
       (SELECT s.value FROM score s WHERE s.response_id = f.id AND s.scale = %(scale)s
        ORDER BY s.id DESC LIMIT 1),
       f.answers::text
FROM form f LEFT JOIN account a ON a.id = f.recorded_by
WHERE NOT EXISTS (SELECT 1 FROM response n WHERE n.amends_id = f.id)
  AND EXISTS (SELECT 1 FROM enrolment e JOIN cycle c ON c.id = e.cycle_id
              WHERE e.person_id = f.person_id AND e.organisation_id = %(office)s AND {enrolment}
                AND f.taken_on BETWEEN e.admitted_on AND coalesce(e.ended_on, 'infinity'))
ORDER BY f.taken_on, f.recorded_at, f.first
"""


def observations_of(actor: Actor, enrolment_id: UUID) -> ObservationLog:
    """What workers saw of somebody while an enrolment ran; leaves a read event."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    subject = subject_of(actor, enrolment_id)
    reading.note(actor, subject.person_id, "observations")
    values = {"person": subject.person_id, "enrolment": enrolment_id}
    rows = _seen(actor, "r.person_id = %(person)s", "e.id = %(enrolment)s", values)
    return ObservationLog(subject, rows, _agreed(rows))


def observations_of_wave(actor: Actor, reference: str) -> WaveObservations:
    """How far the observers of a wave agree; nobody observed is named, so that nothing is read of anybody."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    wave = wave_of(actor, reference)
    rows = _seen(actor, "true", "c.wave_id = %(wave)s", {"wave": wave.id})
    return WaveObservations(
        wave,
        len(rows),
        len({one.person_id for one in rows}),
        len({one.observer_id for one in rows if one.observer_id}),
        _agreed(rows),
    )


def _agreed(rows: Iterable[SeenRow]) -> Agreed:
    pairs = paired(
        Observation(one.person_id, one.observer_id, one.on, one.seen) for one in rows if one.observer_id
    )
    found = by_topic(pairs, topics())
    return Agreed(len(pairs), agreement(answers(pairs, topics())), found, least_agreed(found))


def _seen(actor: Actor, person: str, enrolment: str, values: Mapping[str, Any]) -> tuple[SeenRow, ...]:
    given = {
        "office": actor.organisation_id,
        "instrument": INSTRUMENT,
        "scale": instrument(INSTRUMENT).subscales[0].code,
        **values,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEEN.format(person=person, enrolment=enrolment), given)
        return tuple(_row(row) for row in cursor.fetchall())


def _row(row: tuple[Any, ...]) -> SeenRow:
    form_id, person_id, on, observer_id, observer, total, text = row
    said = json.loads(text)
    seen = {code: int(said[code]) for code in topics() if said.get(code) is not None}
    return SeenRow(form_id, person_id, on, observer_id, observer, total, seen, str(said.get("note", "")))
