"""Whom the forms of events and agreements offer: every organisation by a name of its own, and the office's waves."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from pulih.records.models import Organisation, Wave
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.organisations import Level
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict


@dataclass(frozen=True)
class Office:
    """An organisation one can name as host or guest."""

    id: int
    label: str
    """Its name; where several bear it, with what stands above or where it is."""
    near: bool
    """Whether it is offered before anything is typed: open, and of the province, the nation or above."""


def offices_to_choose(actor: Actor) -> tuple[Office, ...]:
    """Every organisation, closed ones too, for an opening may be old; two statements."""
    require(_may_choose(actor), attempt=True)
    own = Organisation.objects.get(pk=actor.organisation_id)
    rows = list(Organisation.objects.select_related("parent").order_by("name", "pk"))
    names = Counter(row.name.casefold() for row in rows)
    labels = [row.name if names[row.name.casefold()] == 1 else _told_apart(row) for row in rows]
    twins = Counter(label.casefold() for label in labels)
    return tuple(
        Office(row.pk, label if twins[label.casefold()] == 1 else f"{label} ({row.pk})", _is_near(row, own))
        for row, label in zip(rows, labels, strict=True)
    )


def _may_choose(actor: Actor) -> Verdict:
    """Whoever records events or agreements; the refusal names the second."""
    return actor.may(Permission.RECORD_EVENTS) or actor.may(Permission.RECORD_AGREEMENTS)


def _told_apart(row: Organisation) -> str:
    other = row.parent.name if row.parent else row.place
    return f"{row.name}, {other}" if other else row.name


def _is_near(row: Organisation, own: Organisation) -> bool:
    if row.exists_to is not None or row.pk == own.pk:
        return False
    near = row.province_code in ("", own.province_code) or row.level == Level.NATION
    return near or row.pk in own.ancestors


def waves_to_open(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """The office's waves, newest first."""
    require(_may_choose(actor), attempt=True)
    found = Wave.objects.filter(organisation_id=actor.organisation_id).order_by("-starts_on", "name")
    return tuple(found.values_list("pk", "name"))
