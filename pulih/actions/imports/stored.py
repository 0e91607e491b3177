"""A staged register taken up again: its batch, if it is still as the page showed it, and its rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from pulih.actions.imports.written import NUMBER_FIELD, open_cells, row_of
from pulih.queries.imports.kept import REGISTER_KINDS, reasons_of
from pulih.records.keys import keys
from pulih.records.models import ImportBatch, ImportRow
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.register import RegisterRow
from pulih.rules.verdicts import Reason


@dataclass(frozen=True)
class Written:
    """The rows of a staged register as the file had them, and the staged rows by the file's numbers."""

    rows: tuple[RegisterRow, ...]
    bad: Mapping[int, tuple[Reason, ...]]
    ids: Mapping[int, UUID]
    cells: Mapping[int, Mapping[str, Any]]
    staged: Mapping[int, ImportRow]
    gone: Mapping[UUID, ImportRow]


def batch_for(
    batch_id: UUID, revision: int, by: Actor, kinds: Collection[str] = REGISTER_KINDS
) -> ImportBatch:
    """The batch, locked: of this organisation, as the page showed it, and not yet decided.

    `kinds` keeps apart who may decide: a register is the registrar's, answer sheets are of those who measure.
    """
    batch = (
        ImportBatch.objects.select_for_update()
        .filter(id=batch_id, organisation_id=by.organisation_id, kind__in=kinds)
        .first()
    )
    if batch is None:
        raise RuleBroken("not_found", attempt=True, subject="import_batch", subject_id=str(batch_id))
    if batch.state != "checked":
        raise RuleBroken(f"import_already_{batch.state}")
    if batch.revision != revision:
        raise RuleBroken("page_stale")
    return batch


def rows_as_written(batch: ImportBatch) -> Written:
    """Every row of the file as it was read; the national numbers are opened for this one use."""
    rows, bad, ids, cells, staged, gone = [], {}, {}, {}, {}, {}
    for one in ImportRow.objects.filter(batch_id=batch.id).order_by("row_number", "id"):
        if one.outcome == "gone":
            gone[cast(UUID, one.person_id)] = one
            continue
        cipher = bytes(one.number_cipher) if one.number_cipher else None
        ids[one.row_number], staged[one.row_number] = one.id, one
        cells[one.row_number] = open_cells(keys(), one.id, one.cells, cipher)
        if one.outcome == "bad":
            bad[one.row_number] = reasons_of(one.reasons)
        else:
            number = cells[one.row_number].get(NUMBER_FIELD) or None
            rows.append(row_of(one.row_number, one.facts or {}, number))
    return Written(tuple(rows), bad, ids, cells, staged, gone)
