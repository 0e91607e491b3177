"""Whose people they are: a counsellor's own, and the counsellors of one pathway."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.programmes import RUNNING, Enrolled, Measure, Participant, open_waves, participants
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.assigning import ASSIGNABLE, BESIDE_ROLES
from pulih.rules.errors import require
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission, Role


@dataclass(frozen=True)
class MyPerson:
    """Somebody the actor looks after, with what comes next."""

    enrolment: UUID
    reference: str
    name: str
    register_number: str
    block: str
    programme: str
    wave: str
    wave_reference: str
    status: Status
    main: bool
    from_on: date
    ends_on: date | None
    next: Measure | None
    presses: bool
    """Whether something about them is due now."""


@dataclass(frozen=True)
class AssignmentRow:
    """A counsellor of a pathway, now or earlier."""

    id: UUID
    account_id: UUID
    name: str
    main: bool
    from_on: date
    until_on: date | None
    because: str
    assigned_by: str


@dataclass(frozen=True)
class TeamMember:
    """A worker who may be given somebody, as main counsellor or beside one."""

    id: UUID
    name: str
    roles: tuple[Role, ...]


_MINE = """
SELECT e.id, coalesce(p.reference, ''), coalesce(p.name, e.register_number), e.register_number,
       coalesce(t.block, ''), e.programme_id, w.name, w.reference, e.status, a.main, a.from_on
FROM assignment a JOIN enrolment e ON e.id = a.enrolment_id
JOIN cycle c ON c.id = e.cycle_id JOIN wave w ON w.id = c.wave_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN stay t ON t.person_id = e.person_id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
WHERE a.organisation_id = %(office)s AND a.account_id = %(account)s AND a.until_on IS NULL
  AND e.status = ANY (%(assignable)s)
ORDER BY a.main DESC, lower(coalesce(p.name, e.register_number)), e.id
"""


def my_people(actor: Actor) -> tuple[MyPerson, ...]:
    """Those the actor is a counsellor of, whoever needs something first; four statements for any number."""
    require(actor.may(Permission.READ_CASELOAD), attempt=True)
    today = scope.today()
    with connection.cursor() as cursor:
        cursor.execute(_MINE, _values(actor))
        rows = cursor.fetchall()
    if not rows:
        return ()
    enrolled = _enrolled(participants(actor, open_waves(actor), today, RUNNING))
    people = [_mine(row, enrolled.get(row[0]), today) for row in rows]
    return tuple(sorted(people, key=_pressing))


def _enrolled(people: tuple[Participant, ...]) -> dict[UUID, tuple[Participant, Enrolled]]:
    return {one.id: (who, one) for who in people for one in who.enrolled}


def _mine(row: tuple[Any, ...], known: tuple[Participant, Enrolled] | None, today: date) -> MyPerson:
    who, enrolled = known or (None, None)
    read: tuple[Any, ...] = (
        Status(row[8]),
        *row[9:11],
        enrolled.ends_on if enrolled else None,
        who.next_measure if who else None,
        who.needs(today) if who else False,
    )
    return MyPerson(*row[:8], *read)


def _pressing(one: MyPerson) -> tuple[bool, bool, date, str]:
    """Own before shared, then who needs something, then by the next day that counts."""
    return not one.main, not one.presses, one.next.window.last if one.next else date.max, one.name.lower()


_OWN = """
SELECT a.enrolment_id FROM assignment a
WHERE a.organisation_id = %(office)s AND a.account_id = %(account)s AND a.until_on IS NULL
"""


def own_enrolments(actor: Actor) -> frozenset[UUID]:
    """The pathways the actor is a counsellor of, ended ones too; one statement, for sorting lists."""
    if actor.account_id is None or not actor.may(Permission.READ_CASELOAD):
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_OWN, _values(actor))
        return frozenset(row[0] for row in cursor.fetchall())


_OF_PATHWAY = """
SELECT a.id, a.account_id, coalesce(w.full_name, ''), a.main, a.from_on, a.until_on, a.because,
       coalesce(b.full_name, '')
FROM assignment a LEFT JOIN account w ON w.id = a.account_id LEFT JOIN account b ON b.id = a.assigned_by
WHERE a.organisation_id = %(office)s AND a.enrolment_id = %(enrolment)s
ORDER BY a.until_on IS NOT NULL, a.main DESC, a.from_on DESC, a.id DESC
"""


def assignments_of(actor: Actor, enrolment_id: UUID) -> tuple[AssignmentRow, ...]:
    """The counsellors of a pathway, those of now first. For a record that was opened already."""
    require(actor.may(Permission.READ_CASELOAD), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_OF_PATHWAY, {**_values(actor), "enrolment": enrolment_id})
        return tuple(AssignmentRow(*row) for row in cursor.fetchall())


_TEAM = """
SELECT a.id, a.full_name, array_agg(DISTINCT m.role)
FROM membership m JOIN account a ON a.id = m.account_id AND a.is_active
WHERE m.organisation_id = %(office)s AND m.role = ANY (%(roles)s) AND m.valid_from <= %(today)s
  AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)
GROUP BY a.id, a.full_name ORDER BY lower(a.full_name), a.id
"""


def team(actor: Actor) -> tuple[TeamMember, ...]:
    """Everybody of the office who may stand beside somebody; one statement."""
    require(actor.may(Permission.READ_CASELOAD), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, _values(actor))
        return tuple(
            TeamMember(id, name, tuple(Role(one) for one in roles)) for id, name, roles in cursor.fetchall()
        )


def _values(actor: Actor) -> dict[str, Any]:
    return {
        "office": actor.organisation_id,
        "account": actor.account_id,
        "today": scope.today(),
        "assignable": [one.value for one in ASSIGNABLE],
        "roles": [one.value for one in BESIDE_ROLES],
    }
