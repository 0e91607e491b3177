"""Whom the register offers for a cycle: the people held here with what an admission will be judged by."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.programmes.waves import CycleFacts, WaveFacts
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.lifecycles import OPEN
from pulih.rules.permissions import Permission

PAGE = 50


@dataclass(frozen=True)
class CandidateRow:
    """Somebody held here, and how they stand to a programme."""

    id: UUID
    reference: str
    name: str
    register_number: str
    block: str
    kind: str
    started_on: date
    expires_on: date | None
    category: str | None
    willing: bool
    open_status: str
    """Where an open pathway of this programme stands; empty where there is none."""
    open_wave: str
    open_enrolment: UUID | None
    ended_status: str
    """How an earlier pathway of this programme ended."""
    ended_wave: str

    @property
    def end_unknown(self) -> bool:
        """Whether nobody knows how long the person stays: remand, or no expiry in the register."""
        return self.kind == "remand" or self.expires_on is None


@dataclass(frozen=True)
class CandidatesPage:
    """A page of the people here, with totals of what the filter found."""

    rows: tuple[CandidateRow, ...]
    total: int
    page: int
    ends_on: date
    """Last day of the cycle: who leaves before it needs an exception."""
    show: str


_SHOWS = {
    "": "true",
    "fit": "o.status IS NULL AND (t.kind = 'remand' OR n.expires_on IS NULL OR n.expires_on >= %(ends)s)",
    "short": "t.kind <> 'remand' AND n.expires_on < %(ends)s",
    "unknown": "(t.kind = 'remand' OR n.expires_on IS NULL)",
    "category": "c.category IS NOT NULL",
    "open": "o.status IS NOT NULL",
}
SHOWS = tuple(_SHOWS)
_ORDERS = {
    "": "open_status <> '', lower(name), id",
    "expiry": "open_status <> '', expires_on NULLS LAST, lower(name), id",
}
"""Whoever can be ticked stands first."""

_LIST = """
WITH found AS (
SELECT p.id, p.reference, p.name, t.register_number, t.block, t.kind, t.started_on, n.expires_on, c.category,
       EXISTS (SELECT 1 FROM consent k WHERE k.person_id = p.id AND k.organisation_id = %(office)s
               AND k.withdrawn_on IS NULL) AS willing,
       coalesce(o.status, '') AS open_status, coalesce(o.name, '') AS open_wave, o.id AS open_enrolment,
       coalesce(b.status, '') AS ended_status, coalesce(b.name, '') AS ended_wave
FROM stay t JOIN person p ON p.id = t.person_id
LEFT JOIN LATERAL (SELECT s.expires_on FROM sentence s WHERE s.person_id = p.id
                   ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT k.category FROM participant_category k WHERE k.person_id = p.id
                   ORDER BY k.recorded_at DESC, k.id DESC LIMIT 1) c ON true
LEFT JOIN (SELECT e.person_id, e.status, e.id, w.name FROM enrolment e JOIN cycle y ON y.id = e.cycle_id
           JOIN wave w ON w.id = y.wave_id
           WHERE e.organisation_id = %(office)s AND e.programme_id = %(programme)s
             AND e.status = ANY (%(open)s)) o ON o.person_id = p.id
LEFT JOIN (SELECT DISTINCT ON (e.person_id) e.person_id, e.status, w.name FROM enrolment e
           JOIN cycle y ON y.id = e.cycle_id JOIN wave w ON w.id = y.wave_id
           WHERE e.organisation_id = %(office)s AND e.programme_id = %(programme)s
             AND e.status <> ALL (%(open)s) AND e.status <> 'removed'
           ORDER BY e.person_id, e.since DESC) b ON b.person_id = p.id
WHERE t.organisation_id = %(office)s AND t.ended_on IS NULL
  AND (%(block)s = '' OR t.block = %(block)s) AND (%(q)s = '' OR p.name ILIKE %(like)s
       OR t.register_number ILIKE %(like)s) AND {only}
), totals AS (
SELECT count(*) AS total, least(%(page)s, greatest(1, ceil(count(*) / %(size)s::numeric)))::int AS page
FROM found)
SELECT totals.*, shown.* FROM totals LEFT JOIN LATERAL (
    SELECT * FROM found ORDER BY {order} LIMIT %(size)s OFFSET (totals.page - 1) * %(size)s) shown ON true
"""


def candidates(
    actor: Actor,
    wave: WaveFacts,
    cycle: CycleFacts,
    *,
    page: int = 1,
    block: str = "",
    show: str = "",
    order: str = "",
    text: str = "",
) -> CandidatesPage:
    """The people held here, a page at a time, in one statement; for whoever may put them on a pathway."""
    require(actor.may(Permission.NOMINATE), attempt=True)
    today = scope.today()
    ends = programmes.ends_on(wave.starts_on, cycle.months, wave.still_days, today)
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "programme": cycle.programme,
        "open": [one.value for one in OPEN],
        "ends": ends,
        "block": block,
        "q": text,
        "like": "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
        "size": PAGE,
        "page": min(max(page, 1), 10**6),
    }
    show = show if show in _SHOWS else ""
    sql = _LIST.format(only=_SHOWS[show], order=_ORDERS.get(order, _ORDERS[""]))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    people = tuple(CandidateRow(*row[2:]) for row in rows if row[2] is not None)
    return CandidatesPage(people, rows[0][0], rows[0][1], ends, show)
