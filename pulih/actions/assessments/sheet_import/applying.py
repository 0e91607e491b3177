"""A staged file of answer sheets becomes forms: all of them, or none unless what stands in the way is left out."""

from dataclasses import dataclass
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.assessments.checked import record_checked
from pulih.actions.assessments.sheet_import.files import sheet_of
from pulih.actions.assessments.sheet_import.judging import BAD, NEW
from pulih.actions.assessments.storing import Recorded
from pulih.actions.imports.stored import batch_for
from pulih.actions.imports.written import reasons_to_json
from pulih.queries.assessments.sheets import RESPONSES
from pulih.records import audit
from pulih.records.models import ImportBatch, ImportRow
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason

MOST_NAMED = 10
"""Rows a refusal names; the page and the workbook of rows to mend have all."""


@dataclass(frozen=True)
class AppliedSheets:
    """What became of a file."""

    counts: dict[str, int]
    """Forms recorded, those without a score, worrying answers, rows recorded before, rows left out."""


@action(Permission.MEASURE)
def apply_sheets(
    *, batch_id: UUID, revision: int, leave_out: bool = False, token: UUID | None = None, by: Actor
) -> AppliedSheets:
    """Record every sound sheet as a form. With rows in the way nothing is written unless they are left out.

    Each form is judged again as it is recorded: somebody may have keyed the same sheet meanwhile.
    """
    use_once(token, by)
    batch = batch_for(batch_id, revision, by, (RESPONSES,))
    if batch.counts[BAD] and not leave_out:
        raise RuleBroken("sheets_stand", "leave_out", count=batch.counts[BAD])
    rows = list(ImportRow.objects.filter(batch_id=batch.id, outcome=NEW).order_by("row_number"))
    without_score = alerts = 0
    overtaken: list[ImportRow] = []
    for row in rows:
        try:
            recorded = _record(row, batch, by)
        except RuleBroken as broken:
            _mark(row, broken.reasons)
            overtaken.append(row)
        else:
            without_score += not recorded.scorable
            alerts += len(recorded.alerts)
    if overtaken and not leave_out:
        raise RuleBroken(
            "sheets_overtaken", "leave_out", rows=[one.row_number for one in overtaken[:MOST_NAMED]]
        )
    counts = {
        "recorded": len(rows) - len(overtaken),
        "without_score": without_score,
        "alerts": alerts,
        "same": batch.counts["same"],
        "left_out": batch.counts[BAD] + len(overtaken),
    }
    _close(batch, rows, counts, revision)
    audit.note_event(
        "assessments.apply_sheets",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"state": ["checked", "applied"], "counts": counts},
    )
    return AppliedSheets(counts)


def _record(row: ImportRow, batch: ImportBatch, by: Actor) -> Recorded:
    facts = row.facts or {}
    assert row.person_id is not None
    sheet = sheet_of(facts, row.person_id, batch.counts["about"]["instrument"])
    return record_checked(sheet=sheet, stated=facts["stated"], owes_sum=False, by=by)


def _mark(row: ImportRow, reasons: tuple[Reason, ...]) -> None:
    row.outcome = BAD
    row.reasons = reasons_to_json(reasons)


def _close(batch: ImportBatch, rows: list[ImportRow], counts: dict[str, int], revision: int) -> None:
    """Answers now stand in the forms; staging keeps of them only whom and when, and what was left out."""
    for row in rows:
        kept = ("register_number", "point", "taken_on", "scorable", "alerts")
        row.facts = {name: value for name, value in (row.facts or {}).items() if name in kept}
        if row.outcome == NEW:
            row.cells = {}
    ImportRow.objects.bulk_update(rows, ["facts", "cells", "outcome", "reasons"])
    after = {"new": counts["recorded"], "bad": counts["left_out"]}
    # `applied_at` stays empty: it tells how fresh an office's register is, and this is none.
    ImportBatch.objects.filter(id=batch.id).update(
        state="applied", counts=batch.counts | counts | after, revision=revision + 1
    )
