"""Which offices somebody audits: the same ones the walls let through, named here as well."""

from dataclasses import dataclass

from django.db.models import Q

from pulih.records.models import Organisation
from pulih.rules.actors import Actor
from pulih.rules.permissions import AUDIT_BELOW


@dataclass(frozen=True)
class Office:
    """An audited office; `depth` counts the offices above it, for an indented list."""

    id: int
    name: str
    depth: int

    @property
    def steps(self) -> range:
        """As many as there are offices above, for indenting."""
        return range(self.depth)


@dataclass(frozen=True)
class Offices:
    """The offices an actor audits, in the order of the tree."""

    all: tuple[Office, ...]
    _below: dict[int, frozenset[int]]

    @property
    def ids(self) -> list[int]:
        """Every audited office."""
        return [office.id for office in self.all]

    def under(self, organisation_id: int | None) -> list[int]:
        """An office and those below it, as far as they are audited; all of them for None."""
        if organisation_id is None:
            return self.ids
        return [one for one in self.ids if organisation_id in self._below[one]]


def audited_offices(actor: Actor) -> Offices:
    """The actor's office and, for an auditor, those below it."""
    reach = Q(id=actor.organisation_id)
    if actor.role in AUDIT_BELOW:
        reach |= Q(ancestors__contains=[actor.organisation_id])
    rows = list(Organisation.objects.filter(reach).values_list("id", "name", "ancestors"))
    names = {id: name for id, name, _ancestors in rows}
    paths = {id: tuple(names.get(one, "") for one in ancestors) for id, _name, ancestors in rows}
    top = min((len(ancestors) for _id, _name, ancestors in rows), default=0)
    rows.sort(key=lambda row: (*paths[row[0]], row[1]))
    return Offices(
        tuple(Office(id, name, len(ancestors) - top) for id, name, ancestors in rows),
        {id: frozenset((id, *ancestors)) for id, _name, ancestors in rows},
    )
