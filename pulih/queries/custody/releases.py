"""Who goes soon and what is left to do, and who cannot finish any more because the dates moved."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pulih.records import scope
from pulih.records.asking import ask
from pulih.rules import programmes, releases
from pulih.rules.actors import Actor
from pulih.rules.admission import check_time_left
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission, Role
from pulih.rules.releases import AHEAD_DAYS, Item, Settled, State


@dataclass(frozen=True)
class Step:
    """What was said of an item, by whom."""

    item: str
    state: str
    on: date
    note: str
    by: str


@dataclass(frozen=True)
class Release:
    """Somebody of the programme who is to go, with the list as it stands."""

    person_id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    enrolment_id: UUID
    two_thirds_on: date | None
    expires_on: date | None
    as_of: date | None
    expected_on: date
    steps: tuple[Step, ...]

    @property
    def items(self) -> dict[Item, State]:
        """How each item stands for this release."""
        return releases.standing(
            [Settled(one.item, one.state, one.on) for one in self.steps], self.expected_on
        )

    @property
    def open_items(self) -> int:
        """How many are left."""
        return sum(state is State.OPEN for state in self.items.values())

    def due(self, on: date) -> bool:
        """Whether the list stands there on a day."""
        return releases.due(self.expected_on, on)

    def left_for(self, role: Role) -> tuple[Item, ...]:
        """What is left for a role; a manager sees all of it."""
        return tuple(
            item
            for item, state in self.items.items()
            if state is State.OPEN and releases.may_settle(role, item)
        )

    def said(self, item: str) -> Step | None:
        """The newest word on an item."""
        return next((one for one in reversed(self.steps) if one.item == item), None)


_RELEASES = """
WITH going AS MATERIALIZED (
    SELECT e.person_id, t.register_number, t.block, e.id, s.two_thirds_on, s.expires_on, s.as_of
    FROM (SELECT DISTINCT ON (e.person_id) e.id, e.person_id FROM enrolment e
          WHERE e.organisation_id = %(office)s::bigint AND e.admitted_on IS NOT NULL AND e.status <> 'removed' {of}
          ORDER BY e.person_id, e.admitted_on DESC) e
    JOIN stay t ON t.person_id = e.person_id AND t.organisation_id = %(office)s::bigint AND t.ended_on IS NULL
               AND t.kind = 'sentenced'
    JOIN LATERAL (SELECT s.two_thirds_on, s.expires_on, s.as_of FROM sentence s WHERE s.person_id = e.person_id
                  ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) s ON true
    WHERE {which}
)
SELECT p.id, p.reference, p.name, g.register_number, g.block, g.id, g.two_thirds_on, g.expires_on, g.as_of,
       (SELECT coalesce(json_agg(json_build_array(r.item, r.state, r."on", r.note, coalesce(a.full_name, ''))
                                 ORDER BY r.id), '[]')
        FROM release_step r LEFT JOIN account a ON a.id = r.recorded_by
        WHERE r.person_id = p.id AND r.organisation_id = %(office)s)::text
FROM going g JOIN person p ON p.id = g.person_id
ORDER BY lower(p.name)
"""
"""Names are looked up for those few who go, not for everybody who ever took part."""


def due_releases(actor: Actor) -> tuple[Release, ...]:
    """Everybody of the programme who goes within a week or was to go already, the next one first."""
    require(actor.may(Permission.PREPARE_RELEASE), attempt=True)
    today = scope.today()
    near = "least(s.two_thirds_on, s.expires_on) <= %(until)s::date"
    rows = _rows("", near, actor.organisation_id, until=today + timedelta(days=AHEAD_DAYS))
    return tuple(sorted((one for one in rows if one.due(today)), key=lambda one: one.expected_on))


def release_of(person_id: UUID, office: int) -> Release | None:
    """The release of one person as it is expected now; nothing for whoever was in no programme here."""
    return next(iter(_rows("AND e.person_id = %(person)s::uuid", "true", office, person=person_id)), None)


def release_list(actor: Actor, person_id: UUID) -> Release:
    """The list of one person, for whoever works on it."""
    require(actor.may(Permission.PREPARE_RELEASE), attempt=True)
    found = release_of(person_id, actor.organisation_id)
    if found is None:
        raise RuleBroken("release_not_expected")
    return found


def _rows(of: str, which: str, office: int, **values: Any) -> list[Release]:
    """Of everybody who was in a programme here, or of one of them, those a condition picks."""
    today = scope.today()
    rows = ask(_RELEASES.format(of=of, which=which), {"office": office, **values})
    return [one for row in rows if (one := _release(row, today))]


def _release(row: tuple[Any, ...], today: date) -> Release | None:
    expected = releases.expected_release(row[6], row[7], today)
    if expected is None:
        return None
    said = json.loads(row[9])
    steps = tuple(Step(item, state, date.fromisoformat(on), note, by) for item, state, on, note, by in said)
    return Release(*[*row[:9], expected, steps])


@dataclass(frozen=True)
class Short:
    """Somebody in a programme whose sentence now ends before it does."""

    enrolment_id: UUID
    reference: str
    name: str
    register_number: str
    programme: str
    wave: str
    expires_on: date
    as_of: date | None
    ends_on: date
    asked: bool
    """Whether an exception waits for the head."""


_SHORT = """
SELECT e.id, p.reference, p.name, e.register_number, e.programme_id, w.name, s.expires_on, s.as_of,
       w.starts_on, c.months, w.id,
       EXISTS (SELECT 1 FROM admission_exception x WHERE x.enrolment_id = e.id AND x.decided_at IS NULL),
       (SELECT coalesce(json_agg(json_build_array(u.from_on, u.until_on)), '[]') FROM suspension u
        WHERE u.organisation_id = %(office)s::bigint AND (u.wave_id = w.id OR u.wave_id IS NULL))::text
FROM enrolment e JOIN person p ON p.id = e.person_id JOIN cycle c ON c.id = e.cycle_id
JOIN wave w ON w.id = c.wave_id
JOIN LATERAL (SELECT s.expires_on, s.as_of FROM sentence s WHERE s.person_id = p.id
              ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) s ON s.expires_on IS NOT NULL
WHERE e.organisation_id = %(office)s::bigint AND e.in_place AND w.closed_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM admission_exception x WHERE x.enrolment_id = e.id AND x.granted
                  AND x.expires_on <= s.expires_on)
ORDER BY s.expires_on, lower(p.name)
"""


def cannot_finish(actor: Actor) -> tuple[Short, ...]:
    """Whoever runs and will be free before the end, by the rule that admission itself judges by.

    An exception granted for that day, or an earlier one, settles it; nothing is changed silently.
    """
    require(actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    today = scope.today()
    rows = ask(_SHORT, {"office": actor.organisation_id})
    return tuple(one for row in rows if (one := _short(row, today)))


def _short(row: tuple[Any, ...], today: date) -> Short | None:
    still = [
        programmes.Suspension(date.fromisoformat(one), _day(until)) for one, until in json.loads(row[12])
    ]
    ends = programmes.ends_on(row[8], row[9], still, today)
    return None if check_time_left(row[6], ends) else Short(*[*row[:8], ends, row[11]])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
