"""Counsellors of an office and everybody who may have one, as facts; three statements for any number."""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.language.instruments import instrument
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.assigning import ASSIGNABLE, MAIN_ROLES, Absence, check_pathway
from pulih.rules.competencies import Held, check_held
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments.administering import SELF
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Role
from pulih.rules.programmes import URINE

KEPT_IN_MIND_DAYS = 60
"""So long after an absence it is still said whom somebody had handed over."""
RATIO = ["ratios", "addiction_counsellor"]
"""Where the curriculum of a programme says how many people one counsellor should have at most."""
BEFORE_LEAVING_DAYS = 7
"""So long before an absence a hand-over still belongs to it."""


@dataclass(frozen=True)
class AbsenceRow:
    """An absence that runs or comes."""

    id: UUID
    days: Absence
    reason: str


@dataclass(frozen=True)
class CounsellorFacts:
    """A counsellor of the office; or somebody who is none any longer and still has people."""

    id: UUID
    name: str
    here: bool
    """Whether they hold the role today."""
    last_on: date | None
    absences: tuple[AbsenceRow, ...]
    held: tuple[Held, ...]

    def away(self, day: date) -> AbsenceRow | None:
        """The absence that covers a day."""
        return next((one for one in self.absences if one.days.covers(day)), None)

    def takes(self, needs: tuple[str, ...], day: date) -> bool:
        """Whether they hold what a programme's measurements ask for."""
        return all(check_held(code, self.held, day) for code in needs)


@dataclass(frozen=True)
class PersonFacts:
    """An enrolment that may have a counsellor."""

    enrolment: UUID
    person_id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    programme: str
    wave: str
    wave_reference: str
    status: Status
    in_place: bool
    since: date
    needs: tuple[str, ...]
    assignment: UUID | None
    counsellor: UUID | None
    from_on: date | None
    before: tuple[UUID, ...]
    """Earlier main counsellors of the person here, the latest first."""
    most: int | None
    """People to one counsellor as the programme's curriculum wants it; None where it says nothing."""


@dataclass(frozen=True)
class Snapshot:
    """The office as it stands today."""

    day: date
    counsellors: dict[UUID, CounsellorFacts]
    people: tuple[PersonFacts, ...]
    handed_over: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    """Enrolments that left a counsellor around an absence and are with others now."""

    def of(self, counsellor: UUID) -> tuple[PersonFacts, ...]:
        """Whose main counsellor somebody is."""
        return tuple(one for one in self.people if one.counsellor == counsellor)

    def person(self, enrolment: UUID) -> PersonFacts | None:
        """One of them."""
        return next((one for one in self.people if one.enrolment == enrolment), None)


_PEOPLE = """
SELECT e.id, e.person_id, coalesce(p.reference, ''), coalesce(p.name, e.register_number), e.register_number,
       coalesce(t.block, ''), e.programme_id, w.name, w.reference, e.status, e.held_from, e.in_place,
       coalesce(e.admitted_on, e.since), jsonb_path_query_array(c.plan, '$[*].kind')::text,
       a.id, a.account_id, a.from_on, coalesce(b.known, '{}'), v.curriculum #>> %(ratio)s::text[]
FROM enrolment e JOIN cycle c ON c.id = e.cycle_id JOIN wave w ON w.id = c.wave_id
JOIN programme_version v ON v.id = c.version_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN stay t ON t.person_id = e.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
LEFT JOIN assignment a ON a.enrolment_id = e.id AND a.organisation_id = %(office)s AND a.main
     AND a.until_on IS NULL
LEFT JOIN LATERAL (SELECT array_agg(x.account_id ORDER BY x.from_on DESC, x.id DESC) AS known
                   FROM assignment x WHERE x.person_id = e.person_id AND x.organisation_id = %(office)s
                     AND x.main AND x.id IS DISTINCT FROM a.id) b ON true
WHERE e.organisation_id = %(office)s AND e.status = ANY (%(assignable)s)
ORDER BY coalesce(e.admitted_on, e.since), e.id
"""
_COUNSELLORS = """
SELECT a.id, a.full_name,
       a.is_active AND EXISTS (SELECT 1 FROM membership m WHERE m.account_id = a.id
         AND m.organisation_id = %(office)s AND m.role = ANY (%(roles)s) AND m.valid_from <= %(today)s
         AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)) AS here,
       (SELECT max(x.from_on) FROM assignment x WHERE x.organisation_id = %(office)s
         AND x.account_id = a.id AND x.main),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(s.id, s.from_on, s.until_on, s.reason)
                                  ORDER BY s.from_on), '[]')
        FROM staff_absence s WHERE s.organisation_id = %(office)s AND s.account_id = a.id
          AND s.withdrawn_at IS NULL AND s.until_on >= %(today)s)::text,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(k.code, k.granted_on, k.expires_on, k.withdrawn_on)),
                        '[]')
        FROM competency k WHERE k.account_id = a.id)::text
FROM account a
WHERE a.id IN (SELECT m.account_id FROM membership m
               WHERE m.organisation_id = %(office)s AND m.role = ANY (%(roles)s)
                 AND m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s))
   OR a.id IN (SELECT x.account_id FROM assignment x
               WHERE x.organisation_id = %(office)s AND x.main AND x.until_on IS NULL)
ORDER BY lower(a.full_name), a.id
"""
_HANDED_OVER = """
SELECT DISTINCT b.account_id, b.enrolment_id
FROM assignment b JOIN staff_absence s ON s.organisation_id = b.organisation_id
     AND s.account_id = b.account_id AND s.withdrawn_at IS NULL
     AND b.until_on BETWEEN s.from_on - %(before)s AND s.until_on AND s.until_on >= %(today)s - %(kept)s
JOIN enrolment e ON e.id = b.enrolment_id AND e.status = ANY (%(assignable)s)
WHERE b.organisation_id = %(office)s AND b.main
  AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.enrolment_id = b.enrolment_id AND n.main
                  AND n.account_id = b.account_id AND n.id > b.id)
ORDER BY 1, 2
"""


def snapshot(actor: Actor) -> Snapshot:
    """The office today. Who may see it is asked before."""
    today = scope.today()
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "today": today,
        "assignable": [one.value for one in ASSIGNABLE],
        "roles": [one.value for one in MAIN_ROLES],
        "before": BEFORE_LEAVING_DAYS,
        "kept": KEPT_IN_MIND_DAYS,
        "ratio": RATIO,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, values)
        people = tuple(_person(row) for row in cursor.fetchall() if _may_have(row))
        cursor.execute(_COUNSELLORS, values)
        counsellors = {row[0]: _counsellor(row) for row in cursor.fetchall()}
        cursor.execute(_HANDED_OVER, values)
        handed: dict[UUID, list[UUID]] = {}
        for account, enrolment in cursor.fetchall():
            handed.setdefault(account, []).append(enrolment)
    return Snapshot(today, counsellors, people, {one: tuple(ids) for one, ids in handed.items()})


def _may_have(row: tuple[Any, ...]) -> bool:
    return bool(check_pathway(Status(row[9]), Status(row[10]) if row[10] else None))


def as_ratio(kept: str | None) -> int | None:
    """What a curriculum says of people to one counsellor; None where it says nothing."""
    return int(kept) if kept and kept.isdigit() else None


def _person(row: tuple[Any, ...]) -> PersonFacts:
    needs = needs_of(tuple(json.loads(row[13])))
    most = as_ratio(row[18])
    read: tuple[Any, ...] = (
        Status(row[9]),
        *row[11:13],
        needs,
        *row[14:17],
        tuple(dict.fromkeys(row[17])),
        most,
    )
    return PersonFacts(*row[:9], *read)


@lru_cache(maxsize=64)
def needs_of(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The competencies a main counsellor needs for what a plan measures; none for what people fill themselves.

    An instrument that is not in this library asks for nothing here: filling it will say so.
    """
    return tuple(sorted({code for kind in kinds if (code := _asked(kind))}))


def _asked(kind: str) -> str:
    if kind == URINE:
        return ""
    try:
        one = instrument(kind)
    except RuleBroken:
        return ""
    return one.competency if Role.COUNSELLOR in one.roles and SELF not in one.modes else ""


def _counsellor(row: tuple[Any, ...]) -> CounsellorFacts:
    id, name, here, last_on, absences, held = row
    return CounsellorFacts(
        id,
        name,
        here,
        last_on,
        tuple(
            AbsenceRow(UUID(one[0]), Absence(_day(one[1]), _day(one[2])), one[3])
            for one in json.loads(absences)
        ),
        tuple(
            Held(one[0], _day(one[1]), *(_day(day) if day else None for day in one[2:]))
            for one in json.loads(held)
        ),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
