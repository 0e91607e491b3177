"""The licensed wording of an office: the text a form is asked with, and the list of what was loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pulih.records import scope
from pulih.records.models import Account, WordingPack
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class Pack:
    """The text of an instrument in one language, as a form shows it; our captions stand in for what lacks."""

    id: UUID
    version: str
    """Version of the definition it was loaded for; codes of items keep their meaning in later ones."""
    holder: str
    licence: str
    licensed_until: date | None
    items: Mapping[str, str]
    intro: str = ""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class PackLine:
    """One that was loaded, without its text."""

    id: UUID
    instrument: str
    version: str
    language: str
    holder: str
    licence: str
    licensed_until: date | None
    loaded_at: datetime
    loaded_by: str
    sha256: str
    state: str
    """`in_use`, `ended` (its licence), or `replaced` by a newer one."""


def wording_of(actor: Actor, code: str, language: str, on: date | None = None) -> Pack | None:
    """The newest text of the own office whose licence has not ended on that day; None where there is none."""
    require(actor.may(Permission.READ_INSTRUMENTS), attempt=True)
    day = on or scope.today()
    row = _licensed(actor, code, day).filter(language=language).order_by("-loaded_at", "-pk").first()
    return _pack(row) if row else None


def is_worded(actor: Actor, code: str, on: date) -> bool:
    """Whether the own office may use licensed text of an instrument on that day, in any language."""
    return _licensed(actor, code, on).exists()


def _licensed(actor: Actor, code: str, on: date) -> QuerySet[WordingPack]:
    return WordingPack.objects.filter(
        Q(licensed_until=None) | Q(licensed_until__gte=on),
        organisation_id=actor.organisation_id,
        instrument=code,
    )


def _pack(row: WordingPack) -> Pack:
    texts: dict[str, Any] = row.texts
    return Pack(
        row.pk,
        row.version,
        row.holder,
        row.licence,
        row.licensed_until,
        dict(texts.get("items", {})),
        texts.get("intro", ""),
        {code: tuple(listed) for code, listed in texts.get("answers", {}).items()},
    )


def packs(actor: Actor) -> tuple[PackLine, ...]:
    """Everything the own office loaded, by instrument and language, the newest first; two statements."""
    require(actor.may(Permission.READ_INSTRUMENTS), attempt=True)
    rows = list(
        WordingPack.objects.filter(organisation_id=actor.organisation_id)
        .defer("texts")
        .order_by("instrument", "language", "-loaded_at", "-pk")
    )
    loaders = {row.loaded_by for row in rows if row.loaded_by}
    names = dict(Account.objects.filter(pk__in=loaders).values_list("pk", "full_name"))
    lines: list[PackLine] = []
    taken: set[tuple[str, str]] = set()
    for row in rows:
        state = _state(row, taken)
        if state == "in_use":
            taken.add((row.instrument, row.language))
        lines.append(
            PackLine(
                row.pk,
                row.instrument,
                row.version,
                row.language,
                row.holder,
                row.licence,
                row.licensed_until,
                row.loaded_at,
                names.get(row.loaded_by, "Pulih") if row.loaded_by else "Pulih",
                row.sha256,
                state,
            )
        )
    return tuple(lines)


def _state(row: WordingPack, taken: set[tuple[str, str]]) -> str:
    if (row.instrument, row.language) in taken:
        return "replaced"
    over = row.licensed_until is not None and row.licensed_until < scope.today()
    return "ended" if over else "in_use"
