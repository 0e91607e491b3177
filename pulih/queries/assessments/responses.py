"""Final forms and their scores: those of a person in order, each with what amended it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.assessments.subject import Subject
from pulih.rules.actors import Actor


@dataclass(frozen=True)
class ScoreRow:
    """A score as it was stored."""

    scale: str
    value: float | None
    reason: str
    items_used: int
    items_missing: int
    engine: str
    version: str
    """Of the definition it was scored by: that of the form, unless it was scored again by a newer one."""
    figures: Mapping[str, float | None]
    bands: Mapping[str, str | bool | None]


@dataclass(frozen=True)
class ResponseRow:
    """A final form. One that a further form amends no longer counts."""

    id: UUID
    person_id: UUID
    enrolment_id: UUID | None
    wave_id: UUID | None
    instrument: str
    version: str
    point: str
    taken_on: date
    coding: str
    rule: str
    mode: str
    language: str
    reader: str
    time_window: str
    circumstances: Mapping[str, str]
    answers: Mapping[str, int | float | str | None]
    outside_because: str
    scorable: bool
    amends: UUID | None
    why: str
    recorded_at: datetime
    recorded_by: str
    amended: bool
    scores: tuple[ScoreRow, ...]

    def score(self, scale: str) -> ScoreRow | None:
        """The score of one scale."""
        return next((one for one in self.scores if one.scale == scale), None)

    def counts_for(self, subject: Subject) -> bool:
        """Whether it stands for that enrolment: same wave, in force, and the enrolment ran on its day."""
        return not self.amended and self.wave_id == subject.wave_id and subject.ran_on(self.taken_on)


_FIELDS = tuple(one.name for one in fields(ResponseRow))
"""The columns below stand in the order of the fields."""

_RESPONSES = """
SELECT r.id, r.person_id, r.enrolment_id, r.wave_id, r.instrument, r.version, r.point, r.taken_on, r.coding, r.rule,
       r.mode, r.language, r.reader, r.time_window, r.circumstances::text, r.answers::text,
       r.outside_because, r.scorable, r.amends_id, r.why,
       r.recorded_at, coalesce(a.full_name, ''),
       EXISTS (SELECT 1 FROM response n WHERE n.amends_id = r.id),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(s.scale, s.value, s.reason, s.items_used,
                                                    s.items_missing, s.engine, s.version, s.figures,
                                                    s.bands)), '[]')
        FROM score s WHERE s.response_id = r.id AND NOT EXISTS (
            SELECT 1 FROM score n WHERE n.response_id = s.response_id AND n.scale = s.scale AND n.id > s.id))::text
FROM response r LEFT JOIN account a ON a.id = r.recorded_by
WHERE r.organisation_id = %(office)s AND {which}
ORDER BY r.taken_on, r.recorded_at, r.id
"""


def responses_of_person(actor: Actor, person_id: UUID) -> tuple[ResponseRow, ...]:
    """Every form this office took of somebody, in order of its day."""
    return responses(actor, "r.person_id = %(person)s", {"person": person_id})


def responses(actor: Actor, which: str, values: Mapping[str, Any]) -> tuple[ResponseRow, ...]:
    """The forms of the office that a condition picks; one statement whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_RESPONSES.format(which=which), {"office": actor.organisation_id, **values})
        return tuple(_response(row) for row in cursor.fetchall())


def _response(row: tuple[Any, ...]) -> ResponseRow:
    facts = dict(zip(_FIELDS, row, strict=True))
    facts["circumstances"] = json.loads(facts["circumstances"])
    facts["answers"] = json.loads(facts["answers"])
    facts["scores"] = tuple(ScoreRow(*score) for score in json.loads(facts["scores"]))
    return ResponseRow(**facts)


def standing(
    rows: Iterable[ResponseRow], subject: Subject, instrument: str, point: str
) -> ResponseRow | None:
    """The form that counts for an enrolment at one point; the latest where there are two."""
    found = [
        one for one in rows if (one.instrument, one.point) == (instrument, point) and one.counts_for(subject)
    ]
    return found[-1] if found else None


def history(rows: Iterable[ResponseRow], response_id: UUID) -> tuple[ResponseRow, ...]:
    """A form with everything it amended and what amended it, oldest first."""
    by_id = {one.id: one for one in rows}
    following = {one.amends: one for one in by_id.values() if one.amends}
    first = by_id[response_id]
    while first.amends and first.amends in by_id:
        first = by_id[first.amends]
    chain = [first]
    while chain[-1].id in following:
        chain.append(following[chain[-1].id])
    return tuple(chain)
