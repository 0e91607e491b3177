"""The rows of a register that could not be taken, handed back as they stood so that they can be mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from pulih.actions.acting import action
from pulih.actions.imports.written import open_cells
from pulih.queries.imports.kept import DOUBTS, REGISTER_KINDS, reasons_of
from pulih.records import audit
from pulih.records.keys import keys
from pulih.records.models import ImportBatch, ImportRow
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason


@dataclass(frozen=True)
class HandedBack:
    """Rows as they stood, national numbers among them, each with its reasons."""

    file_name: str
    headings: Mapping[str, str]
    cells: Mapping[int, Mapping[str, Any]]
    reasons: Mapping[int, tuple[Reason, ...]]


@action(Permission.IMPORT_REGISTER)
def hand_back_rows(*, batch_id: UUID, by: Actor) -> HandedBack:
    """Give back the rows that stand in the way; an act of its own, since it opens whole national numbers."""
    batch = ImportBatch.objects.filter(
        id=batch_id, organisation_id=by.organisation_id, kind__in=REGISTER_KINDS
    ).first()
    if batch is None:
        raise RuleBroken("not_found", attempt=True, subject="import_batch", subject_id=str(batch_id))
    standing = Q(outcome__in=["bad", "conflict"])
    for code in sorted(DOUBTS):
        standing |= Q(reasons__contains=[{"code": code}])
    cells, reasons = {}, {}
    for row in ImportRow.objects.filter(standing, batch_id=batch.id).order_by("row_number"):
        cipher = bytes(row.number_cipher) if row.number_cipher else None
        cells[row.row_number] = open_cells(keys(), row.id, row.cells, cipher)
        reasons[row.row_number] = reasons_of(row.reasons)
    audit.note_event(
        "imports.hand_back_rows",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"rows": len(cells)},
    )
    headings = dict(heading.split(":", 1) for heading in batch.headings)
    return HandedBack(batch.file_name, headings, cells, reasons)
