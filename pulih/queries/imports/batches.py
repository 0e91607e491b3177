"""What a staged or applied register holds, as pages and commands show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from pulih.queries.imports.kept import DOUBTS, REGISTER_KINDS, from_json, reasons_of
from pulih.records.models import Account, ImportBatch, ImportRow, Person
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.register import Difference
from pulih.rules.verdicts import Reason

PAGE = 100
MOST_DOUBTS = 200
HISTORY = 25


@dataclass(frozen=True)
class BatchLine:
    """One import in the history."""

    id: UUID
    file_name: str
    state: str
    counts: Mapping[str, int]
    created_at: datetime
    applied_at: datetime | None
    by: str


@dataclass(frozen=True)
class Batch(BatchLine):
    """One import, opened."""

    revision: int


@dataclass(frozen=True)
class RowLine:
    """One row of an import: who it names, what would change, and why it is what it is."""

    id: UUID
    row_number: int
    outcome: str
    name: str
    register_number: str
    block: str
    reference: str
    """Of the person it concerns, as far as the actor may see them."""
    differences: tuple[Difference, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class RowPage:
    """A page of rows of one outcome."""

    rows: tuple[RowLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True)
class StandingRow:
    """A row that stands in the way, for a program to read: where, what and why."""

    row: int
    outcome: str
    reasons: tuple[Reason, ...]


def batches(actor: Actor) -> tuple[BatchLine, ...]:
    """The newest imports of the actor's organisation."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    rows = _named(_registers(actor))
    return tuple(BatchLine(**_line(one)) for one in rows.order_by("-created_at")[:HISTORY])


def batch(actor: Actor, batch_id: UUID) -> Batch:
    """One import of the actor's organisation."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    found = _named(_registers(actor).filter(id=batch_id)).first()
    if found is None:
        raise RuleBroken("not_found", attempt=True, subject="import_batch", subject_id=str(batch_id))
    return Batch(**_line(found), revision=found.revision)


def rows_of(actor: Actor, batch_id: UUID, outcome: str, page: int = 1) -> RowPage:
    """Rows of one outcome in the file's order, a page at a time."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    found = (
        _in_doubt(actor, batch_id) if outcome == "doubt" else _rows(actor, batch_id).filter(outcome=outcome)
    )
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    chosen = found[(number - 1) * PAGE : number * PAGE]
    return RowPage(tuple(_row(one) for one in chosen), number, pages, total)


def rows_in_doubt(actor: Actor, batch_id: UUID) -> tuple[RowLine, ...]:
    """Rows that somebody must look at before they are taken."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    return tuple(_row(one) for one in _in_doubt(actor, batch_id)[:MOST_DOUBTS])


def rows_standing(actor: Actor, batch_id: UUID) -> tuple[StandingRow, ...]:
    """Every row that stands in the way, for the command line's report."""
    require(actor.may(Permission.IMPORT_REGISTER), attempt=True)
    found = _rows(actor, batch_id).filter(outcome__in=["bad", "conflict"])
    return tuple(StandingRow(one.row_number, one.outcome, reasons_of(one.reasons)) for one in found)


def _registers(actor: Actor) -> QuerySet[ImportBatch]:
    """The office's imports of registers; answer sheets are clinical and stand on other pages."""
    return ImportBatch.objects.filter(organisation_id=actor.organisation_id, kind__in=REGISTER_KINDS)


def _named(found: QuerySet[ImportBatch]) -> Any:
    name = Account.objects.filter(id=OuterRef("account_id")).values("full_name")[:1]
    return found.annotate(by=Subquery(name))


def _line(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "file_name": one.file_name,
        "state": one.state,
        "counts": one.counts,
        "created_at": one.created_at,
        "applied_at": one.applied_at,
        "by": one.by or "",
    }


def _rows(actor: Actor, batch_id: UUID) -> Any:
    own = ImportRow.objects.filter(
        organisation_id=actor.organisation_id, batch_id=batch_id, batch__kind__in=REGISTER_KINDS
    )
    person = Person.objects.filter(id=OuterRef("person_id")).values("reference")[:1]
    return (
        own.defer("number_cipher", "number_hash")
        .annotate(reference=Subquery(person))
        .order_by("row_number", "id")
    )


def _in_doubt(actor: Actor, batch_id: UUID) -> Any:
    doubtful = Q()
    for code in sorted(DOUBTS):
        doubtful |= Q(reasons__contains=[{"code": code}])
    return _rows(actor, batch_id).filter(doubtful, outcome__in=["new", "changed", "same"])


def _row(one: Any) -> RowLine:
    said = one.facts if one.facts is not None else one.cells
    return RowLine(
        id=one.id,
        row_number=one.row_number,
        outcome=one.outcome,
        name=str(said.get("name", "")),
        register_number=str(said.get("register_number", "")),
        block=str(said.get("block", "")),
        reference=one.reference or "",
        differences=tuple(
            Difference(kept["field"], from_json(kept["before"]), from_json(kept["after"]))
            for kept in one.differences
        ),
        reasons=reasons_of(one.reasons),
    )
