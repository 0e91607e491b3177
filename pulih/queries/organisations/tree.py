"""The tree as it is read: offices with counts, and only those branches somebody opened.

At 532 facilities and as many partners the page still shows some forty lines; others come when asked for.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from pulih.queries.organisations.places import BELOW_OFFICES, BESIDE, OFFICES, Twig, by_kind, open_today, twig
from pulih.records.models import Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import OF_THE_STATE
from pulih.rules.organisations import Kind, Level
from pulih.rules.permissions import Permission

_LEVELS = [level.value for level in Level] + [""]
BRANCH = 100
"""The most a branch shows; a longer one is read page by page in the list."""


@dataclass(frozen=True)
class KindCount:
    """How many of one kind."""

    kind: str
    count: int


@dataclass(frozen=True)
class Branch:
    """What hangs on an office, or the partners of one kind; `rows` is None while it is closed."""

    key: str
    counts: tuple[KindCount, ...]
    rows: tuple[Twig, ...] | None

    @property
    def is_office(self) -> bool:
        """Whether it hangs on an office; else it is a kind of partner."""
        return self.key.isdigit()

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(one.count for one in self.counts)

    @property
    def unseen(self) -> int:
        """How many an open branch leaves to the list."""
        return self.count - len(self.rows) if self.rows is not None else 0


@dataclass(frozen=True)
class Office:
    """A line of the trunk with the offices under it and its branch."""

    id: int
    kind: str
    name: str
    short_name: str
    is_own: bool
    offices: "tuple[Office, ...]"
    branch: Branch


@dataclass(frozen=True)
class Tree:
    """The whole: the state's trunk, and the partners beside it by kind."""

    offices: tuple[Office, ...]
    partners: tuple[Branch, ...]
    regional_offices: int
    facilities: int
    partner_count: int


def see_tree(actor: Actor, opened: Collection[str] = ()) -> Tree:
    """The tree; `opened` names branches by office id or partner kind, else the own office's is open."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    keys = set(opened) or _own_branch(actor)
    trunk = list(open_today().filter(kind__in=OFFICES).order_by("name"))
    offices = {key for key in keys if key.isdigit()}
    branches = _branches(open_today().filter(BELOW_OFFICES), "parent_id", offices)
    partners = _branches(open_today().filter(BESIDE), "kind", keys - offices)
    groups = tuple(partners[key] for key in sorted(partners, key=by_kind))
    return Tree(
        _grow(trunk, branches, actor),
        groups,
        sum(row.kind == Kind.REGIONAL_OFFICE for row in trunk),
        sum(one.count for branch in branches.values() for one in branch.counts if one.kind in OF_THE_STATE),
        sum(branch.count for branch in groups),
    )


def see_branch(actor: Actor, key: str) -> Branch:
    """One branch, open: what hangs on an office, or the partners of a kind."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    if key.isdigit():
        found = _branches(open_today().filter(BELOW_OFFICES, parent_id=int(key)), "parent_id", {key})
    else:
        found = _branches(open_today().filter(BESIDE, kind=key), "kind", {key})
    if key not in found:
        raise RuleBroken("not_found")
    return found[key]


def _own_branch(actor: Actor) -> set[str]:
    """The branch in which the actor's own office stands or that hangs on it."""
    own = Organisation.objects.filter(pk=actor.organisation_id).first()
    if own is None:
        return set()
    if own.kind in OFFICES:
        return {str(own.pk)}
    return {str(own.parent_id)} if own.kind in OF_THE_STATE else {own.kind}


def _branches(found: QuerySet[Organisation], group: str, opened: Collection[str]) -> dict[str, Branch]:
    """Counts by kind for every branch, rows for the open ones: two statements, however many there are."""
    counts: dict[str, list[KindCount]] = defaultdict(list)
    wanted = ("parent_id", "kind") if group == "parent_id" else ("kind",)
    for one in found.order_by().values(*wanted).annotate(number=Count("id")):
        counts[str(one[group])].append(KindCount(one["kind"], one["number"]))
    rows = _open_rows(found, group, opened)
    return {
        key: Branch(
            key,
            tuple(sorted(kinds, key=lambda one: by_kind(one.kind))),
            tuple(rows[key]) if key in opened else None,
        )
        for key, kinds in counts.items()
    }


def _open_rows(found: QuerySet[Organisation], group: str, opened: Collection[str]) -> dict[str, list[Twig]]:
    """The first rows of each open branch, in the order of kind and name."""
    number = Window(RowNumber(), partition_by=[F(group)], order_by=[F("name").asc()])
    wanted = [int(key) for key in opened if len(key) < 10] if group == "parent_id" else list(opened)
    chosen = found.filter(Q(**{f"{group}__in": wanted})).annotate(number=number).filter(number__lte=BRANCH)
    rows: dict[str, list[Twig]] = defaultdict(list)
    for row in sorted(chosen.select_related("parent"), key=_in_order):
        rows[str(getattr(row, group))].append(twig(row))
    return rows


def _in_order(row: Organisation) -> tuple[int, int, str]:
    """Kinds as the rules name them, the nation before provinces and districts, then names."""
    return by_kind(row.kind), _LEVELS.index(row.level), row.name


def _grow(trunk: list[Organisation], branches: dict[str, Branch], actor: Actor) -> tuple[Office, ...]:
    """The trunk from its roots, each office with those under it."""
    under: dict[int | None, list[Organisation]] = defaultdict(list)
    known = {row.pk for row in trunk}
    for row in trunk:
        under[row.parent_id if row.parent_id in known else None].append(row)

    def office(row: Organisation) -> Office:
        key = str(row.pk)
        return Office(
            row.pk,
            row.kind,
            row.name,
            row.short_name,
            row.pk == actor.organisation_id,
            tuple(office(child) for child in under[row.pk]),
            branches.get(key, Branch(key, (), None)),
        )

    return tuple(office(row) for row in under[None])
