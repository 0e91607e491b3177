"""The register of institutions as a tree that stays readable at five hundred facilities.

One statement. Offices that have facilities are branches, folded with their counts; partners stand in
branches by kind. A filter answers a flat list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Permission

MOST = 1500

_TREE = """
SELECT o.id, o.kind, o.name, o.short_name, o.place, o.facility_class, o.province_code, o.parent_id,
       o.exists_to, coalesce(d.targets, 0)
FROM organisation o
LEFT JOIN (SELECT organisation_id, sum(target)::int AS targets FROM designation
           WHERE budget_year = %(year)s GROUP BY organisation_id) d ON d.organisation_id = o.id
WHERE (%(kind)s = '' OR o.kind = %(kind)s) AND (%(province)s = '' OR o.province_code = %(province)s)
  AND (%(text)s = '' OR o.name ILIKE '%%' || %(text)s || '%%' OR o.short_name ILIKE '%%' || %(text)s || '%%')
ORDER BY o.name LIMIT %(most)s
"""

_ABOVE = (Kind.MINISTRY, Kind.DIRECTORATE)
_STATE = (
    Kind.PRISON,
    Kind.REMAND_CENTRE,
    Kind.WOMENS_PRISON,
    Kind.JUVENILE_INSTITUTION,
    Kind.PROBATION_OFFICE,
)


@dataclass(frozen=True)
class Leaf:
    """An institution as a line."""

    id: int
    kind: str
    name: str
    short_name: str
    place: str
    facility_class: str
    province_code: str
    parent_id: int | None
    closed: bool
    target: int


@dataclass(frozen=True)
class Branch:
    """A regional office with what stands below it, or partners of one kind."""

    head: Leaf | None
    kind: str
    leaves: tuple[Leaf, ...]
    own: bool = False


@dataclass(frozen=True)
class Tree:
    """What the page shows: the top, branches of offices, branches of partners; or a flat list."""

    top: tuple[Leaf, ...]
    offices: tuple[Branch, ...]
    partners: tuple[Branch, ...]
    flat: tuple[Leaf, ...]
    filtered: bool
    year: int


def tree(actor: Actor, *, kind: str = "", province: str = "", text: str = "") -> Tree:
    """Every institution, or those a filter leaves."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    year = scope.today().year
    values: dict[str, Any] = {
        "kind": kind,
        "province": province,
        "text": text.strip(),
        "year": year,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TREE, values)
        leaves = [_leaf(row) for row in cursor.fetchall()]
    if kind or province or text.strip():
        return Tree((), (), (), tuple(leaves), True, year)
    below: dict[int | None, list[Leaf]] = {}
    for leaf in leaves:
        below.setdefault(leaf.parent_id, []).append(leaf)
    top = tuple(sorted((one for one in leaves if one.kind in _ABOVE), key=lambda one: one.kind != "ministry"))
    offices = tuple(
        Branch(one, one.kind, tuple(below.get(one.id, ())), _is_mine(actor, one, below.get(one.id, ())))
        for one in leaves
        if one.kind == Kind.REGIONAL_OFFICE
    )
    return Tree(top, offices, tuple(_partners(leaves)), (), False, year)


def _leaf(row: tuple[Any, ...]) -> Leaf:
    *facts, exists_to, target = row
    return Leaf(*facts, closed=exists_to is not None, target=target)


def _is_mine(actor: Actor, office: Leaf, leaves: Iterable[Leaf]) -> bool:
    return actor.organisation_id in {office.id, *(leaf.id for leaf in leaves)}


def _partners(leaves: list[Leaf]) -> list[Branch]:
    kinds = [kind for kind in Kind if kind not in (*_ABOVE, *_STATE, Kind.REGIONAL_OFFICE)]
    grouped = {kind: tuple(one for one in leaves if one.kind == kind) for kind in kinds}
    return [Branch(None, kind.value, found) for kind, found in grouped.items() if found]


def possible_parents(actor: Actor) -> list[tuple[int, str]]:
    """Under what this actor may put a new institution: the own office and what stands below it."""
    require(actor.may(Permission.ADD_ORGANISATION), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM organisation WHERE exists_to IS NULL AND (id = %(own)s"
            " OR ancestors @> ARRAY[%(own)s]) ORDER BY id <> %(own)s, name LIMIT 1000",
            {"own": actor.organisation_id},
        )
        return list(cursor.fetchall())
