"""Whom of the register a programme is for: everybody here, judged by the published rule, with the reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.programmes import CycleFacts, WaveFacts
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.candidates import Fitness, Registered, judge_candidate
from pulih.rules.errors import require
from pulih.rules.lifecycles import OPEN
from pulih.rules.permissions import Permission
from pulih.rules.stays import StayKind


@dataclass(frozen=True)
class RegisteredRow:
    """Somebody here, and what the rule says."""

    id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    kind: str
    expires_on: date | None
    fitness: Fitness


@dataclass(frozen=True)
class FromRegister:
    """Everybody here, those the programme is for apart from those left out."""

    ends_on: date
    fitting: tuple[RegisteredRow, ...]
    left_out: tuple[RegisteredRow, ...]


_REGISTER = """
SELECT p.id, p.reference, p.name, t.register_number, t.block, t.kind, t.started_on, n.expires_on,
       coalesce(n.articles, '{}'),
       EXISTS (SELECT 1 FROM participant_category k WHERE k.person_id = p.id)
       OR EXISTS (SELECT 1 FROM enrolment h WHERE h.person_id = p.id AND h.organisation_id = %(office)s
                  AND h.admitted_on IS NOT NULL AND h.status <> 'removed'),
       coalesce(o.status, ''), coalesce(d.name, '')
FROM stay t JOIN person p ON p.id = t.person_id
LEFT JOIN LATERAL (SELECT s.expires_on, s.articles FROM sentence s WHERE s.person_id = p.id
                   ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true
LEFT JOIN (SELECT e.person_id, e.status FROM enrolment e
           WHERE e.organisation_id = %(office)s AND e.programme_id = %(programme)s
             AND e.status = ANY (%(open)s)) o ON o.person_id = p.id
LEFT JOIN (SELECT DISTINCT ON (e.person_id) e.person_id, w.name FROM enrolment e
           JOIN cycle y ON y.id = e.cycle_id JOIN wave w ON w.id = y.wave_id
           WHERE e.organisation_id = %(office)s AND e.programme_id = %(programme)s
             AND e.status = ANY (%(served)s) AND e.exit_reason = ''
           ORDER BY e.person_id, e.ended_on DESC) d ON d.person_id = p.id
WHERE t.organisation_id = %(office)s AND t.ended_on IS NULL
  AND (%(q)s = '' OR p.name ILIKE %(like)s OR t.register_number ILIKE %(like)s)
ORDER BY n.expires_on NULLS LAST, lower(p.name), p.id
"""
_SERVED = ["completed", "aftercare", "closed"]


def from_register(actor: Actor, wave: WaveFacts, cycle: CycleFacts, *, text: str = "") -> FromRegister:
    """Everybody here in one statement; for whoever may put them on a pathway."""
    require(actor.may(Permission.NOMINATE), attempt=True)
    ends = programmes.ends_on(wave.starts_on, cycle.months, wave.still_days, scope.today())
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "programme": cycle.programme,
        "open": [one.value for one in OPEN],
        "served": _SERVED,
        "q": text,
        "like": "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
    }
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER, values)
        rows = [_row(row, ends) for row in cursor.fetchall()]
    return FromRegister(
        ends,
        tuple(one for one in rows if one.fitness.fits),
        tuple(one for one in rows if not one.fitness.fits),
    )


def _row(row: tuple[Any, ...], ends_on: date) -> RegisteredRow:
    (
        id,
        reference,
        name,
        register_number,
        block,
        kind,
        since,
        expires_on,
        articles,
        history,
        status,
        served,
    ) = row
    who = Registered(
        since,
        StayKind(kind),
        tuple(articles),
        bool(history),
        expires_on,
        open_status=status,
        served_in=served,
    )
    return RegisteredRow(
        id, reference, name, register_number, block, kind, expires_on, judge_candidate(who, ends_on)
    )
