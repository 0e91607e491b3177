"""Whom a form is about: one enrolment with its person, plan, suspended days and statements of willingness."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.programmes import Point, Suspension, Window, plan_of
from pulih.rules.verdicts import Verdict
from pulih.rules.willingness import Willingness, willing_on


@dataclass(frozen=True)
class Subject:
    """An enrolment as a form about a measurement shows it and judges by it."""

    enrolment_id: UUID
    person_id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    programme: str
    status: str
    admitted_on: date | None
    ended_on: date | None
    months: int
    plan: tuple[Point, ...]
    wave_id: UUID
    wave_reference: str
    wave: str
    suspensions: tuple[Suspension, ...]
    statements: tuple[Willingness, ...]

    def point(self, kind: str, code: str) -> Point | None:
        """A measurement of the plan."""
        return next((one for one in self.plan if (one.kind, one.code) == (kind, code)), None)

    def points(self, kind: str) -> tuple[Point, ...]:
        """The measurements of one kind, in the order of their months."""
        return tuple(sorted((one for one in self.plan if one.kind == kind), key=lambda one: one.month))

    def window(self, point: Point | None, today: date) -> Window | None:
        """When a measurement is in time; None outside the plan and before admission."""
        if point is None or self.admitted_on is None:
            return None
        return programmes.window(self.admitted_on, point, self.suspensions, today)

    def month(self, today: date) -> int | None:
        """In which programme month it is, or was when it ended; never beyond the programme's length."""
        if self.admitted_on is None:
            return None
        on = min(today, self.ended_on or today)
        return min(
            self.months,
            max(1, programmes.programme_month(self.admitted_on, on, self.suspensions, today)),
        )

    def willing(self, on: date) -> Verdict:
        """Whether a statement of willingness covers that day."""
        return willing_on(self.statements, on)

    def ran_on(self, on: date) -> bool:
        """Whether the enrolment ran on that day, so that a measurement of it counts here."""
        return (
            self.admitted_on is not None
            and self.admitted_on <= on
            and (self.ended_on is None or on <= self.ended_on)
        )


_FIELDS = tuple(one.name for one in fields(Subject))
"""The columns below stand in the order of the fields."""

_SUBJECTS = """
SELECT e.id, e.person_id, p.reference, p.name, e.register_number,
       coalesce((SELECT t.block FROM stay t WHERE t.person_id = e.person_id
                 AND t.organisation_id = %(office)s
                 ORDER BY t.started_on DESC LIMIT 1), ''),
       e.programme_id, e.status, e.admitted_on, e.ended_on, c.months, c.plan::text,
       w.id, w.reference, w.name,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(s.from_on, s.until_on) ORDER BY s.from_on), '[]')
        FROM suspension s WHERE s.organisation_id = %(office)s
          AND (s.wave_id = w.id OR s.wave_id IS NULL))::text,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(k.signed_on, k.witness, k.withdrawn_on)), '[]')
        FROM consent k WHERE k.person_id = e.person_id AND k.organisation_id = %(office)s)::text
FROM enrolment e
JOIN cycle c ON c.id = e.cycle_id
JOIN wave w ON w.id = c.wave_id
JOIN person p ON p.id = e.person_id
WHERE e.organisation_id = %(office)s AND e.status <> 'removed' AND {which}
ORDER BY w.starts_on DESC, e.admitted_on NULLS LAST, e.programme_id, e.id
"""


def subject_of(actor: Actor, enrolment_id: UUID) -> Subject:
    """One enrolment of the actor's office; another's and none are the same refusal."""
    found = subjects(actor, "e.id = %(enrolment)s", {"enrolment": enrolment_id})
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    return found[0]


def subjects_of_person(actor: Actor, person_id: UUID) -> tuple[Subject, ...]:
    """Every enrolment of somebody at the actor's office, newest wave first."""
    return subjects(actor, "e.person_id = %(person)s", {"person": person_id})


def subjects(actor: Actor, which: str, values: Mapping[str, Any]) -> tuple[Subject, ...]:
    """The enrolments of the office that a condition picks; one statement whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS.format(which=which), {"office": actor.organisation_id, **values})
        return tuple(_subject(row) for row in cursor.fetchall())


def _subject(row: tuple[Any, ...]) -> Subject:
    facts = dict(zip(_FIELDS, row, strict=True))
    facts["plan"] = plan_of(json.loads(facts["plan"]))
    facts["suspensions"] = tuple(_suspensions(json.loads(facts["suspensions"])))
    facts["statements"] = tuple(statements_from(json.loads(facts["statements"])))
    return Subject(**facts)


def statements_from(rows: Iterable[tuple[str, str, str | None]]) -> Iterable[Willingness]:
    """Statements of willingness as a query gathers them: day, witness, day of withdrawal."""
    for signed, witness, withdrawn in rows:
        yield Willingness(date.fromisoformat(signed), witness, withdrawn_on=_day(withdrawn))


def _suspensions(rows: Iterable[tuple[str, str | None]]) -> Iterable[Suspension]:
    for from_on, until_on in rows:
        yield Suspension(date.fromisoformat(from_on), _day(until_on))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
