"""The people who are in the office now, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pulih.records.asking import ask
from pulih.records.models import Organisation, Stay
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.organisations import Kind, check_holding
from pulih.rules.permissions import Permission
from pulih.rules.stays import StayKind

PAGE = 50
LONG_REMAND_DAYS = 400
"""The longest ordinary remand, all stages together: a remand older than that is rather a forgotten entry."""


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
    clients: int
    page: int
    block: str
    show: str


_FILTERS: Mapping[str, str] = {
    "": "true",
    "remand": "t.kind = 'remand'",
    "long_remand": f"t.kind = 'remand' AND t.started_on < %(today)s::date - {LONG_REMAND_DAYS}",
    "sentenced": "t.kind = 'sentenced'",
    "expired": "n.expires_on < %(today)s::date",
    "no_number": "p.national_number_hash IS NULL",
    "no_sentence": "t.kind = 'sentenced' AND n.expires_on IS NULL",
    "no_category": "c.category IS NULL",
}
"""What the list can be narrowed to; most are gaps in the register that wait to be mended."""

_SENTENCE = """LEFT JOIN LATERAL (SELECT s.two_thirds_on, s.expires_on FROM sentence s WHERE s.person_id = p.id
                   ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true"""
_CATEGORY = """LEFT JOIN LATERAL (SELECT k.category FROM participant_category k WHERE k.person_id = p.id
                   ORDER BY k.recorded_at DESC, k.id DESC LIMIT 1) c ON true"""
_LIST = """
WITH found AS MATERIALIZED (
SELECT p.id, p.reference, p.name, p.sex, t.register_number, t.block, t.kind, t.started_on, {rank} AS rank
FROM stay t JOIN person p ON p.id = t.person_id
{joined}
WHERE t.organisation_id = %(office)s::bigint AND t.ended_on IS NULL
  AND (%(block)s::text = '' OR t.block = %(block)s::text) AND {only}
), totals AS (
SELECT count(*) AS total, count(*) FILTER (WHERE kind = 'remand') AS remand,
       count(*) FILTER (WHERE kind = 'sentenced') AS sentenced,
       least(%(page)s::int, greatest(1, ceil(count(*) / %(size)s::numeric)))::int AS page FROM found)
SELECT totals.*, p.id, p.reference, p.name, p.sex, p.register_number, p.block, p.kind, p.started_on,
       n.two_thirds_on, n.expires_on, c.category
FROM totals LEFT JOIN LATERAL (
    SELECT * FROM found ORDER BY rank NULLS LAST, lower(name), id
    LIMIT %(size)s::int OFFSET (totals.page - 1) * %(size)s::int) p ON true
{sentence} {category}
ORDER BY p.rank NULLS LAST, lower(p.name), p.id
"""
"""Sentence and category of everybody only where one narrows or orders by them; else of those on the page."""
_ORDERS = {"name": "NULL::date", "expiry": "n.expires_on"}


def list_people(
    actor: Actor, *, today: date, page: int = 1, block: str = "", show: str = "", order: str = "name"
) -> PeoplePage:
    """Everybody with an open stay here, narrowed and ordered; one statement for rows and totals.

    A page beyond the last is the last. Numbered pages read the whole office, which is some 2,000 people:
    the totals need that anyway.
    """
    require(actor.may(Permission.FIND_PEOPLE), attempt=True)
    show = show if show in _FILTERS else ""
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "block": block,
        "today": today,
        "size": PAGE,
        "page": min(max(page, 1), 10**6),
    }
    only, rank = _FILTERS[show], _ORDERS.get(order, _ORDERS["name"])
    joined = [_SENTENCE] if "n." in only + rank else []
    joined += [_CATEGORY] if "c." in only else []
    sql = _LIST.format(only=only, rank=rank, joined="\n".join(joined), sentence=_SENTENCE, category=_CATEGORY)
    rows = ask(sql, values)
    total, remand, sentenced, page = rows[0][:4]
    people = tuple(ResidentRow(*row[4:]) for row in rows if row[4] is not None)
    return PeoplePage(people, total, remand, sentenced, total - remand - sentenced, page, block, show)


def grounds_here(actor: Actor) -> tuple[StayKind, ...]:
    """On which grounds the actor's office can have people: what its forms offer."""
    kind = actor.organisation_kind or Organisation.objects.values_list("kind", flat=True).get(
        pk=actor.organisation_id
    )
    return tuple(ground for ground in StayKind if check_holding(Kind(kind), ground))


def blocks(actor: Actor) -> list[str]:
    """The blocks people live in now, for the filter."""
    found = Stay.objects.filter(organisation_id=actor.organisation_id, ended_on=None).exclude(block="")
    return list(found.order_by("block").values_list("block", flat=True).distinct())
