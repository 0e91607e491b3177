"""Urine tests as they are kept: strips, second look, and whether a further row amended them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.assessments.subject import Subject
from pulih.rules.actors import Actor
from pulih.rules.urine import UrineState, needs_second_look


@dataclass(frozen=True)
class UrineRow:
    """A test. `agreed` is what the second reader said; None while nobody has looked."""

    id: UUID
    enrolment_id: UUID
    person_id: UUID
    wave_id: UUID
    point: str
    taken_on: date
    state: str
    reason: str
    outside_because: str
    witness: str
    amends: UUID | None
    why: str
    recorded_at: datetime
    recorded_by_id: UUID | None
    recorded_by: str
    amended: bool
    results: Mapping[str, str]
    agreed: bool | None
    looked_at: datetime | None
    looked_by: str
    look_note: str

    @property
    def waits(self) -> bool:
        """A positive that nobody else has looked at yet."""
        return not self.amended and needs_second_look(UrineState(self.state)) and self.agreed is None

    @property
    def stands_as(self) -> str:
        """The code of its state in words: a positive counts as confirmed once somebody else agreed."""
        if self.state == UrineState.POSITIVE and not self.agreed:
            return "positive_unconfirmed"
        return self.state

    def counts_for(self, subject: Subject) -> bool:
        """Whether it stands for that enrolment: same wave, in force, and the enrolment ran on its day."""
        return not self.amended and self.wave_id == subject.wave_id and subject.ran_on(self.taken_on)


_FIELDS = tuple(one.name for one in fields(UrineRow))
"""The columns below stand in the order of the fields."""

_TESTS = """
SELECT u.id, u.enrolment_id, u.person_id, u.wave_id, u.point, u.taken_on, u.state, u.reason,
       u.outside_because, u.witness, u.amends_id, u.why, u.recorded_at, u.recorded_by,
       coalesce(a.full_name, ''), EXISTS (SELECT 1 FROM urine_test n WHERE n.amends_id = u.id),
       (SELECT coalesce(jsonb_object_agg(r.analyte, r.result), '{{}}')
        FROM analyte_result r WHERE r.test_id = u.id)::text,
       l.agrees, l.looked_at, coalesce(b.full_name, ''), coalesce(l.note, '')
FROM urine_test u
LEFT JOIN second_look l ON l.test_id = u.id
LEFT JOIN account a ON a.id = u.recorded_by
LEFT JOIN account b ON b.id = l.looked_by
WHERE u.organisation_id = %(office)s AND {which}
ORDER BY u.taken_on, u.recorded_at, u.id
"""


def urine_of_person(actor: Actor, person_id: UUID) -> tuple[UrineRow, ...]:
    """Every test this office took of somebody, in order of its day."""
    return urine_rows(actor, "u.person_id = %(person)s", {"person": person_id})


def urine_rows(actor: Actor, which: str, values: Mapping[str, Any]) -> tuple[UrineRow, ...]:
    """The tests of the office that a condition picks; one statement whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_TESTS.format(which=which), {"office": actor.organisation_id, **values})
        return tuple(_row(row) for row in cursor.fetchall())


def _row(row: tuple[Any, ...]) -> UrineRow:
    facts = dict(zip(_FIELDS, row, strict=True))
    facts["results"] = json.loads(facts["results"])
    return UrineRow(**facts)


def urine_at(rows: Iterable[UrineRow], subject: Subject, point: str) -> UrineRow | None:
    """The test that counts for an enrolment at one point; the latest where there are two."""
    found = [one for one in rows if one.point == point and one.counts_for(subject)]
    return found[-1] if found else None


def history(rows: Iterable[UrineRow], test_id: UUID) -> tuple[UrineRow, ...]:
    """A test with everything it amended and what amended it, oldest first."""
    by_id = {one.id: one for one in rows}
    following = {one.amends: one for one in by_id.values() if one.amends}
    first = by_id[test_id]
    while first.amends and first.amends in by_id:
        first = by_id[first.amends]
    chain = [first]
    while chain[-1].id in following:
        chain.append(following[chain[-1].id])
    return tuple(chain)
