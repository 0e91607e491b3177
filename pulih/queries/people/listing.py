"""The people who are in the office now, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records.models import Stay
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.permissions import Permission

PAGE = 50
SHOW = ("", "remand", "sentenced", "expired", "no_number", "no_sentence")
"""What the list can be narrowed to; the last three are gaps in the register that wait to be mended."""


@dataclass(frozen=True)
class ResidentRow:
    """One line of the list."""

    id: UUID
    reference: str
    name: str
    sex: str
    register_number: str
    block: str
    kind: str
    started_on: date
    two_thirds_on: date | None
    expires_on: date | None
    category: str | None


@dataclass(frozen=True)
class PeoplePage:
    """A page of the list with the totals of the whole."""

    rows: tuple[ResidentRow, ...]
    total: int
    remand: int
    sentenced: int
    page: int
    block: str
    show: str


_FILTERS: Mapping[str, str] = {
    "": "true",
    "remand": "t.kind = 'remand'",
    "sentenced": "t.kind = 'sentenced'",
    "expired": "n.expires_on < %(today)s",
    "no_number": "p.national_number_hash IS NULL",
    "no_sentence": "t.kind = 'sentenced' AND n.expires_on IS NULL",
}

_LIST = """
SELECT p.id, p.reference, p.name, p.sex, t.register_number, t.block, t.kind, t.started_on,
       n.two_thirds_on, n.expires_on, c.category,
       count(*) OVER (), count(*) FILTER (WHERE t.kind = 'remand') OVER (),
       count(*) FILTER (WHERE t.kind = 'sentenced') OVER ()
FROM stay t JOIN person p ON p.id = t.person_id
LEFT JOIN LATERAL (SELECT s.two_thirds_on, s.expires_on FROM sentence s WHERE s.person_id = p.id
                   ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT k.category FROM participant_category k WHERE k.person_id = p.id
                   ORDER BY k.recorded_at DESC, k.id DESC LIMIT 1) c ON true
WHERE t.organisation_id = %(office)s AND t.ended_on IS NULL
  AND (%(block)s = '' OR t.block = %(block)s) AND {only}
ORDER BY {order} LIMIT %(size)s OFFSET %(skip)s
"""
_ORDERS = {"name": "p.name, t.id", "expiry": "n.expires_on NULLS LAST, p.name, t.id"}


def list_people(
    actor: Actor, *, today: date, page: int = 1, block: str = "", show: str = "", order: str = "name"
) -> PeoplePage:
    """Everybody with an open stay here, narrowed and ordered; one statement for rows and totals."""
    require(actor.may(Permission.FIND_PEOPLE), attempt=True)
    show = show if show in SHOW else ""
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "block": block,
        "today": today,
        "size": PAGE,
        "skip": (max(page, 1) - 1) * PAGE,
    }
    sql = _LIST.format(only=_FILTERS[show], order=_ORDERS.get(order, _ORDERS["name"]))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    total, remand, sentenced = rows[0][11:] if rows else (0, 0, 0)
    people = tuple(ResidentRow(*row[:11]) for row in rows)
    return PeoplePage(people, total, remand, sentenced, page, block, show)


def blocks(actor: Actor) -> list[str]:
    """The blocks people live in now, for the filter."""
    found = Stay.objects.filter(organisation_id=actor.organisation_id, ended_on=None).exclude(block="")
    return list(found.order_by("block").values_list("block", flat=True).distinct())
