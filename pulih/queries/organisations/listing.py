"""Organisations found by part of a name (also a former one), kind, province or the office above."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from pulih.language.provinces import provinces
from pulih.queries.organisations.places import Twig, open_today, twig
from pulih.records.models import Organisation, OrganisationName
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.keeping import OF_THE_STATE
from pulih.rules.organisations import HOLDS_PEOPLE, Kind
from pulih.rules.permissions import Permission

PAGE = 50
FACILITIES = "facilities"
PARTNERS = "partners"
"""Two words that stand for many kinds at once."""


@dataclass(frozen=True)
class Filter:
    """What to look for; empty means everything."""

    fragment: str = ""
    kind: str = ""
    province: str = ""
    under: int | None = None
    closed: bool = False

    def __bool__(self) -> bool:
        return bool(self.fragment or self.kind or self.province or self.under or self.closed)


@dataclass(frozen=True)
class Hit:
    """A found organisation, and the former name it was found by."""

    row: Twig
    province: str
    former_name: str


@dataclass(frozen=True)
class Found:
    """A page of what was found."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    under_name: str = ""


def find_organisations(actor: Actor, wanted: Filter, page: int = 1) -> Found:
    """One page in the order of names; two statements, three with an office above."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    found = _matching(wanted)
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE)))
    rows = found.select_related("parent").order_by("name", "pk")[(page - 1) * PAGE : page * PAGE]
    above = Organisation.objects.filter(pk=wanted.under).first() if wanted.under else None
    return Found(tuple(_hit(row) for row in rows), total, page, above.name if above else "")


def _matching(wanted: Filter) -> QuerySet[Organisation]:
    found = Organisation.objects.all() if wanted.closed else open_today()
    if wanted.kind:
        found = found.filter(kind__in=_kinds(wanted.kind))
    if wanted.province:
        found = found.filter(province_code=wanted.province)
    if wanted.under:
        found = found.filter(ancestors__contains=[wanted.under])
    if not wanted.fragment:
        return found
    text = wanted.fragment
    names = OrganisationName.objects.filter(organisation=OuterRef("pk")).filter(
        Q(name__icontains=text) | Q(short_name__icontains=text)
    )
    # The name in force is asked for apart, because a row without dated names is found by it too.
    now = Q(name__icontains=text) | Q(short_name__icontains=text)
    former = Subquery(names.exclude(valid_to=None).order_by("-valid_to").values("name")[:1])
    return found.filter(now | Exists(names)).annotate(former=former)


def _kinds(word: str) -> list[str]:
    if word == FACILITIES:
        return [*HOLDS_PEOPLE, Kind.PROBATION_OFFICE]
    if word == PARTNERS:
        return [kind for kind in Kind if kind not in OF_THE_STATE]
    return [word]


def _hit(row: Organisation) -> Hit:
    province = provinces().get(row.province_code)
    return Hit(twig(row), province.name if province else "", getattr(row, "former", None) or "")
