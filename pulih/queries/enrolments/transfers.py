"""Moves to other facilities: what the office proposed, what is offered to it, and to whom it may propose."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import scope
from pulih.records.asking import ask
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.organisations import HOLDS_PEOPLE
from pulih.rules.permissions import Permission

DECIDED_SHOWN = 30
"""How many answered transfers are shown beside those that wait."""


@dataclass(frozen=True)
class TransferRow:
    """A proposed or answered move; the few facts by which the receiver recognises somebody."""

    id: UUID
    incoming: bool
    other: str
    """The other office."""
    reference: str
    name: str
    sex: str
    register_number: str
    stay_kind: str
    reason: str
    programmes: tuple[str, ...]
    state: str
    proposed_at: datetime
    proposed_by: str
    moved_on: date | None
    decided_at: datetime | None
    note: str

    @property
    def waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == "proposed"


_TRANSFERS = """
SELECT t.id, t.receiver_id = %(office)s, CASE WHEN t.receiver_id = %(office)s THEN f.name ELSE r.name END,
       t.reference, t.name, t.sex, t.register_number, t.stay_kind, t.reason, t.programmes::text, t.state,
       t.proposed_at, coalesce(a.full_name, ''), t.moved_on, t.decided_at, t.note
FROM transfer t JOIN organisation f ON f.id = t.organisation_id JOIN organisation r ON r.id = t.receiver_id
LEFT JOIN account a ON a.id = t.proposed_by
WHERE (t.organisation_id = %(office)s OR t.receiver_id = %(office)s) AND {which}
ORDER BY t.state <> 'proposed', coalesce(t.decided_at, t.proposed_at) DESC, t.id LIMIT %(most)s
"""


def transfers(actor: Actor) -> tuple[TransferRow, ...]:
    """Every move that waits, and the newest answered ones, in and out."""
    require(actor.may(Permission.TRANSFER), attempt=True)
    waiting = _rows(actor, "t.state = 'proposed'", most=1000)
    return waiting + _rows(actor, "t.state <> 'proposed'", most=DECIDED_SHOWN)


def transfer_of(actor: Actor, transfer_id: UUID) -> TransferRow:
    """One move the office takes part in."""
    require(actor.may(Permission.TRANSFER), attempt=True)
    found = _rows(actor, "t.id = %(id)s", most=1, id=transfer_id)
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="transfer", subject_id=str(transfer_id))
    return found[0]


def transfer_waiting(actor: Actor, person_id: UUID) -> TransferRow | None:
    """The move of somebody that waits for an answer, if there is one."""
    found = _rows(actor, "t.state = 'proposed' AND t.person_id = %(person)s", most=1, person=person_id)
    return found[0] if found else None


def _rows(actor: Actor, which: str, *, most: int, **values: Any) -> tuple[TransferRow, ...]:
    chosen = {"office": actor.organisation_id, "most": most, **values}
    found = ask(_TRANSFERS.format(which=which), chosen)
    return tuple(TransferRow(*[*row[:9], tuple(json.loads(row[9])), *row[10:]]) for row in found)


_RECEIVERS = """
SELECT o.id, o.name, coalesce(p.name, '') FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id
WHERE o.kind = ANY (%(kinds)s) AND o.id <> %(office)s
  AND (o.exists_from IS NULL OR o.exists_from <= %(today)s) AND (o.exists_to IS NULL OR o.exists_to > %(today)s)
ORDER BY o.parent_id IS DISTINCT FROM (SELECT m.parent_id FROM organisation m WHERE m.id = %(office)s),
         p.name, o.name
"""


def receivers(actor: Actor) -> tuple[tuple[int, str, str], ...]:
    """Facilities somebody can be moved to, with the office above each; those of the own region first."""
    require(actor.may(Permission.TRANSFER), attempt=True)
    values: dict[str, Any] = {
        "kinds": [kind.value for kind in HOLDS_PEOPLE],
        "office": actor.organisation_id,
        "today": scope.today(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVERS, values)
        return tuple((id, name, parent) for id, name, parent in cursor.fetchall())
