"""Incidents: those of an office in a list without the telling, and somebody's with everything told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.people import PersonRecord, open_person
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

PAGE = 50


@dataclass(frozen=True)
class IncidentLine:
    """An incident in the list: that it was, of whom; what happened is told on the person's page."""

    id: UUID
    on: date
    kind: str
    reference: str
    name: str
    register_number: str
    block: str
    followed: bool
    """Whether what was done about it is written down."""
    recorded_by: str


@dataclass(frozen=True)
class IncidentsPage:
    """A page of the office's incidents, newest first."""

    lines: tuple[IncidentLine, ...]
    total: int
    page: int
    who: str
    kind: str


@dataclass(frozen=True)
class IncidentText:
    """An incident as it was told once."""

    id: UUID
    kind: str
    on: date
    text: str
    followed_by: str
    why: str
    """Why it corrects an earlier row; nothing for the first."""
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class IncidentThread:
    """An incident in force with what was told before, newest first."""

    office: str
    """Where it happened, if not here; only that office mends it."""
    texts: tuple[IncidentText, ...]

    @property
    def newest(self) -> IncidentText:
        """What counts."""
        return self.texts[0]

    @property
    def earlier(self) -> tuple[IncidentText, ...]:
        """What stood there before."""
        return self.texts[1:]


@dataclass(frozen=True)
class PersonIncidents:
    """Everything that was recorded of somebody, newest first."""

    record: PersonRecord
    threads: tuple[IncidentThread, ...]
    may_record: Verdict


_LIST = """
WITH found AS (
SELECT i.id, i."on", i.kind, p.reference, p.name, coalesce(t.register_number, '') AS register_number,
       coalesce(t.block, '') AS block, i.followed_by <> '' AS followed, coalesce(a.full_name, '') AS recorded_by,
       i.recorded_at
FROM incident i
JOIN person p ON p.id = i.person_id
LEFT JOIN account a ON a.id = i.recorded_by
LEFT JOIN LATERAL (SELECT s.register_number, s.block FROM stay s
                   WHERE s.person_id = i.person_id AND s.organisation_id = %(office)s
                   ORDER BY s.ended_on IS NOT NULL, s.started_on DESC LIMIT 1) t ON true
WHERE i.organisation_id = %(office)s AND NOT EXISTS (SELECT 1 FROM incident n WHERE n.corrects_id = i.id)
  AND (%(kind)s = '' OR i.kind = %(kind)s)
  AND (%(who)s = '' OR position(lower(%(who)s) IN lower(p.name)) > 0
       OR position(lower(%(who)s) IN lower(coalesce(t.register_number, ''))) > 0
       OR lower(p.reference) = lower(%(who)s))
), totals AS (
SELECT count(*) AS total, least(%(page)s, greatest(1, ceil(count(*) / %(size)s::numeric)))::int AS page
FROM found)
SELECT totals.*, shown.* FROM totals LEFT JOIN LATERAL (
    SELECT * FROM found ORDER BY "on" DESC, recorded_at DESC, id DESC
    LIMIT %(size)s OFFSET (totals.page - 1) * %(size)s) shown ON true
"""


def incidents_of_office(actor: Actor, *, who: str = "", kind: str = "", page: int = 1) -> IncidentsPage:
    """The office's incidents of people it holds; one statement for rows and total. It names people as lists do."""
    require(actor.may(Permission.READ_CUSTODY), attempt=True)
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "who": who,
        "kind": kind,
        "size": PAGE,
        "page": min(max(page, 1), 10**6),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LIST, values)
        rows = cursor.fetchall()
    total, page = rows[0][:2]
    lines = tuple(IncidentLine(*row[2:11]) for row in rows if row[2] is not None)
    return IncidentsPage(lines, total, page, who, kind)


_OF_PERSON = """
SELECT i.id, i.corrects_id, CASE WHEN i.organisation_id = %(office)s THEN '' ELSE o.name END,
       i.kind, i."on", i.text, i.followed_by, i.why, i.recorded_at, coalesce(a.full_name, '')
FROM incident i
JOIN organisation o ON o.id = i.organisation_id
LEFT JOIN account a ON a.id = i.recorded_by
WHERE i.person_id = %(person)s
ORDER BY i."on" DESC, i.recorded_at DESC, i.id DESC
"""


def incidents_of(actor: Actor, reference: str) -> PersonIncidents:
    """What somebody was part of, also elsewhere; leaves a read event."""
    require(actor.may(Permission.READ_CUSTODY), attempt=True)
    record = open_person(actor, reference, "incidents")
    here = ALLOWED if record.works_here and record.open_stay else refused("not_held_here")
    may_record = all_of((actor.may(Permission.RECORD_INCIDENTS), here))
    return PersonIncidents(record, _threads(_rows(actor, record.id)), may_record)


def incident_to_correct(
    actor: Actor, reference: str, incident_id: UUID
) -> tuple[PersonRecord, IncidentThread]:
    """An incident of this office with what was told before; leaves a read event."""
    require(actor.may(Permission.RECORD_INCIDENTS), attempt=True)
    page = incidents_of(actor, reference)
    for one in page.threads:
        if incident_id in {text.id for text in one.texts} and not one.office:
            if one.newest.id != incident_id:
                raise RuleBroken("incident_corrected_already")
            return page.record, one
    raise RuleBroken("not_found", attempt=True, subject="incident", subject_id=str(incident_id))


def _rows(actor: Actor, person_id: UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_OF_PERSON, {"office": actor.organisation_id, "person": person_id})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _threads(rows: Sequence[tuple[Any, ...]]) -> tuple[IncidentThread, ...]:
    by_id = {row[0]: row for row in rows}
    corrected = {row[1] for row in rows}
    return tuple(IncidentThread(row[2], tuple(_texts(row, by_id))) for row in rows if row[0] not in corrected)


def _texts(row: tuple[Any, ...], by_id: dict[UUID, tuple[Any, ...]]) -> Iterable[IncidentText]:
    at: tuple[Any, ...] | None = row
    while at is not None:
        yield IncidentText(at[0], *at[3:10])
        at = by_id.get(at[1])
