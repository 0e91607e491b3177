"""One organisation: facts, names with their days, its place in the tree, its programmes, what one may do."""

from dataclasses import dataclass
from datetime import date

from pulih.language.provinces import provinces
from pulih.queries.organisations.choices import parent_is_owed, parents_for
from pulih.queries.organisations.designated import Designated, designated_years
from pulih.queries.organisations.places import OFFICES, Twig, by_kind, open_today, place_of, twig
from pulih.queries.organisations.tree import BRANCH
from pulih.records import scope
from pulih.records.models import Designation, Organisation, OrganisationName
from pulih.rules import keeping
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.organisations import HOLDS_PEOPLE, Kind, NamePeriod, name_on
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict, refused


@dataclass(frozen=True)
class Above:
    """An organisation above, for the way back up."""

    id: int
    name: str


@dataclass(frozen=True)
class NameLine:
    """A name with its first day and the first day of the next."""

    name: str
    short_name: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class DesignationLine:
    """A programme the facility runs in a budget year."""

    programme: str
    budget_year: int
    target: int
    decree_number: str
    decree_date: date
    revision: int


@dataclass(frozen=True)
class Below:
    """An organisation directly below, with this year's programmes and their targets."""

    row: Twig
    entrusted: tuple[tuple[str, int], ...]

    @property
    def holds_people(self) -> bool:
        """Whether a capacity and a programme can be told of it."""
        return self.row.kind in HOLDS_PEOPLE

    @property
    def owes_designation(self) -> bool:
        """Whether it runs no programme this year though it could."""
        return self.holds_people and not self.entrusted


@dataclass(frozen=True)
class Abilities:
    """What the actor may do here; None where it cannot be asked of such an organisation."""

    edit: Verdict
    move: Verdict
    close: Verdict
    designate: Verdict | None
    add_below: Verdict | None


@dataclass(frozen=True)
class Facts:
    """The facts as they stand, for the page and as the first values of its form."""

    level: str
    facility_class: str
    sex_served: str
    capacity: int | None
    province_code: str
    province_code_bps: str
    province: str
    place: str
    time_zone: str
    exists_from: date | None
    exists_to: date | None


@dataclass(frozen=True)
class Profile:
    """Everything the page about one organisation shows."""

    id: int
    kind: str
    name: str
    short_name: str
    revision: int
    facts: Facts
    above: tuple[Above, ...]
    names: tuple[NameLine, ...]
    below: tuple[Below, ...]
    below_total: int
    designations: tuple[DesignationLine, ...]
    years: tuple[Designated, ...]
    budget_year: int
    may: Abilities

    @property
    def is_office(self) -> bool:
        """Whether facilities hang on it."""
        return self.kind in OFFICES

    @property
    def holds_people(self) -> bool:
        """Whether it can be entrusted with a programme."""
        return self.kind in HOLDS_PEOPLE

    @property
    def is_closed(self) -> bool:
        """Whether it no longer exists."""
        return self.facts.exists_to is not None

    def name_on(self, day: date) -> str | None:
        """The name it bore on a day; None where none is known for that day."""
        periods = [NamePeriod(one.name, one.since or date.min, one.until) for one in self.names]
        return name_on(periods, day)


def open_profile(actor: Actor, organisation_id: int) -> Profile:
    """Open one organisation; a fixed number of statements, whatever hangs on it."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        raise RuleBroken("not_found")
    near = Organisation.objects.in_bulk({*row.ancestors, actor.organisation_id})
    names = OrganisationName.objects.filter(organisation=row).order_by("-valid_to")
    year = scope.today().year
    below, total = _below(row, year)
    return Profile(
        row.pk,
        row.kind,
        row.name,
        row.short_name,
        row.revision,
        _facts(row),
        tuple(Above(key, near[key].name) for key in row.ancestors if key in near),
        tuple(NameLine(one.name, one.short_name, one.valid_from, one.valid_to) for one in names),
        below,
        total,
        _designations(row),
        designated_years(actor, row.pk),
        year,
        _abilities(actor, near.get(actor.organisation_id), row),
    )


def _facts(row: Organisation) -> Facts:
    province = provinces().get(row.province_code)
    return Facts(
        row.level,
        row.facility_class,
        row.sex_served,
        row.capacity,
        row.province_code,
        row.province_code_bps,
        province.name if province else "",
        row.place,
        row.time_zone,
        row.exists_from,
        row.exists_to,
    )


def _designations(row: Organisation) -> tuple[DesignationLine, ...]:
    rows = Designation.objects.filter(organisation=row).order_by("-budget_year", "programme_id")
    return tuple(
        DesignationLine(
            one.programme_id,
            one.budget_year,
            one.target,
            one.decree_number,
            one.decree_date,
            one.revision,
        )
        for one in rows
    )


def _below(row: Organisation, year: int) -> tuple[tuple[Below, ...], int]:
    """Those directly below and what they run this year: three statements."""
    children = open_today().filter(parent_id=row.pk)
    total = children.count()
    rows = sorted(children.order_by("name")[:BRANCH], key=lambda one: (by_kind(one.kind), one.name))
    entrusted: dict[int, list[tuple[str, int]]] = {}
    found = Designation.objects.filter(organisation__in=[one.pk for one in rows] or [0], budget_year=year)
    for one in found.order_by("programme_id"):
        entrusted.setdefault(one.organisation_id, []).append((one.programme_id, one.target))
    for child in rows:
        child.parent = row
    return tuple(Below(twig(child), tuple(entrusted.get(child.pk, ()))) for child in rows), total


def _abilities(actor: Actor, own: Organisation | None, row: Organisation) -> Abilities:
    """The verdicts of the rules; what has closed is not closed again, and nothing is put under it."""
    place = place_of(row)
    mine = place_of(own) if own else place
    kind = Kind(row.kind)
    close = keeping.check_closing(actor, mine, place)
    below = _may_add_below(actor, place) if kind in OFFICES else None
    if row.exists_to is not None:
        closed = refused("organisation_closed_already", date=row.exists_to)
        close = closed if close else close
        below = closed if below else below
    return Abilities(
        keeping.check_editing(actor, mine, place),
        _may_move(actor, mine, row),
        close,
        keeping.check_designating(actor, place) if kind in HOLDS_PEOPLE else None,
        below,
    )


def _may_move(actor: Actor, mine: keeping.Place, row: Organisation) -> Verdict:
    """Whether it may be taken away and there is another place to put it."""
    verdict = keeping.check_taking_away(actor, mine, place_of(row))
    if not verdict:
        return verdict
    others = {one.id for one in parents_for(actor, Kind(row.kind))} - {row.parent_id, row.pk}
    may_stand_alone = row.parent_id is not None and not parent_is_owed(Kind(row.kind))
    return verdict if others or may_stand_alone else refused("organisation_moves_nowhere")


def _may_add_below(actor: Actor, place: keeping.Place) -> Verdict:
    allowed = actor.may(Permission.ADD_ORGANISATION)
    return keeping.check_adding(actor, Kind.PRISON, place) if allowed else allowed
