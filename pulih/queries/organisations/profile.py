"""One institution: facts, dated names, parents, children and designations."""

from dataclasses import dataclass
from datetime import date

from pulih.records import scope
from pulih.records.models import Designation, Organisation, OrganisationName
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.keeping import Place, check_closing, check_designating, check_editing
from pulih.rules.organisations import Kind, NamePeriod, name_on
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict


@dataclass(frozen=True)
class Near:
    """A parent or a child."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True)
class NameRow:
    """A name and its period."""

    name: str
    short_name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class DesignationRow:
    """What a facility is entrusted with in a budget year."""

    id: int
    programme: str
    budget_year: int
    target: int
    decree_number: str
    decree_date: date
    revision: int


@dataclass(frozen=True)
class Profile:
    """An institution as its page shows it, with what this actor may do to it."""

    organisation: Organisation
    parents: tuple[Near, ...]
    children: tuple[Near, ...]
    names: tuple[NameRow, ...]
    designations: tuple[DesignationRow, ...]
    on: date
    name_then: str
    may_edit: Verdict
    may_close: Verdict
    may_designate: Verdict
    may_add_below: Verdict


def profile(actor: Actor, organisation_id: int, on: date | None = None) -> Profile:
    """Open an institution's profile; `on` asks for the name it bore on a day. Five statements."""
    require(actor.may(Permission.READ_ORGANISATIONS), attempt=True)
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", subject="organisation", subject_id=organisation_id)
    near = Organisation.objects.filter(pk__in=[*row.ancestors, actor.organisation_id])
    known = {one.pk: one for one in near}
    names = tuple(
        NameRow(one.name, one.short_name, one.valid_from, one.valid_to)
        for one in OrganisationName.objects.filter(organisation=row).order_by("-valid_from")
    )
    day = on or scope.today()
    periods = [NamePeriod(one.name, one.valid_from or date.min, one.valid_to) for one in names]
    place = _place(row)
    own = _place(known[actor.organisation_id]) if actor.organisation_id in known else place
    return Profile(
        organisation=row,
        parents=tuple(
            Near(known[key].pk, known[key].name, known[key].kind) for key in row.ancestors if key in known
        ),
        children=tuple(
            Near(one.pk, one.name, one.kind)
            for one in Organisation.objects.filter(parent=row).order_by("name")[:600]
        ),
        names=names,
        designations=tuple(
            DesignationRow(
                one.pk,
                one.programme_id,
                one.budget_year,
                one.target,
                one.decree_number,
                one.decree_date,
                one.revision,
            )
            for one in Designation.objects.filter(organisation=row).order_by("-budget_year", "programme_id")
        ),
        on=day,
        name_then=name_on(periods, day) or row.name,
        may_edit=check_editing(actor, own, place),
        may_close=check_closing(actor, own, place),
        may_designate=check_designating(actor, place),
        may_add_below=actor.may(Permission.ADD_ORGANISATION),
    )


def _place(row: Organisation) -> Place:
    return Place(row.pk, Kind(row.kind), tuple(row.ancestors), row.province_code)
