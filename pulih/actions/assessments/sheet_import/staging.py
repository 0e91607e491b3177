"""The dry run of a file of answer sheets: read, judged and kept, and nothing of the record changes."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from pulih.actions.acting import action, use_once
from pulih.actions.assessments.sheet_import.files import MOST_SHEETS, About, SheetFile, facts_of
from pulih.actions.assessments.sheet_import.judging import BAD, NEW, SAME, Judged, Judgement, judge
from pulih.actions.imports.handing_back import HandedBack
from pulih.actions.imports.stored import batch_for
from pulih.actions.imports.written import reasons_to_json, to_json, without_numbers
from pulih.queries.assessments.sheets import RESPONSES
from pulih.queries.imports.kept import from_json, reasons_of
from pulih.records import audit, scope
from pulih.records.models import ImportBatch, ImportRow
from pulih.records.sets import insert_rows
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission


@action(Permission.MEASURE)
def stage_sheets(*, file: SheetFile, about: About, token: UUID | None = None, by: Actor) -> UUID:
    """Judge a file of answer sheets of one instrument and wave, and keep the result for somebody to look at."""
    use_once(token, by)
    if len(file.rows) > MOST_SHEETS:
        raise RuleBroken("sheets_too_many", "file", most=MOST_SHEETS, rows=len(file.rows))
    if not file.rows:
        raise RuleBroken("sheets_all_blank", "file")
    judgement = judge(file, about, by)
    batch = ImportBatch(
        id=uuid7(),
        organisation_id=by.organisation_id,
        account_id=by.account_id,
        kind=RESPONSES,
        file_name=file.name,
        sha256=file.sha256,
        headings=[f"{field}:{heading}" for field, heading in file.headings.items()],
        counts=_counts(judgement) | {"about": _about(judgement, about)},
        created_at=scope.now(),
    )
    batch.save(force_insert=True)
    insert_rows([_kept(batch, one, file.cells[one.row.number]) for one in judgement.rows])
    audit.note_event(
        "assessments.stage_sheets",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"counts": batch.counts, "file": file.sha256},
    )
    return batch.id


@action(Permission.MEASURE)
def discard_sheets(*, batch_id: UUID, revision: int, token: UUID | None = None, by: Actor) -> None:
    """Lay a staged file aside; its rows are removed, since nothing of them became part of the record."""
    use_once(token, by)
    batch = batch_for(batch_id, revision, by, (RESPONSES,))
    ImportRow.objects.filter(batch_id=batch.id).delete()
    ImportBatch.objects.filter(id=batch.id).update(state="discarded", revision=revision + 1)
    audit.note_event(
        "assessments.discard_sheets",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"state": ["checked", "discarded"]},
    )


@action(Permission.MEASURE)
def hand_back_sheets(*, batch_id: UUID, by: Actor) -> HandedBack:
    """Give back the rows that could not be taken, answers among them, so that they can be mended."""
    own = ImportBatch.objects.filter(id=batch_id, organisation_id=by.organisation_id, kind=RESPONSES)
    batch = own.first()
    if batch is None:
        raise RuleBroken("not_found", attempt=True, subject="import_batch", subject_id=str(batch_id))
    rows = list(ImportRow.objects.filter(batch_id=batch.id, outcome=BAD).order_by("row_number"))
    audit.note_event(
        "assessments.hand_back_sheets",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"rows": len(rows)},
    )
    return HandedBack(
        batch.file_name,
        dict(heading.split(":", 1) for heading in batch.headings),
        {row.row_number: {name: from_json(cell) for name, cell in row.cells.items()} for row in rows},
        {row.row_number: reasons_of(row.reasons) for row in rows},
    )


def _counts(judgement: Judgement) -> dict[str, Any]:
    found = Counter(one.outcome for one in judgement.rows)
    taken = [one for one in judgement.rows if one.outcome == NEW]
    return {
        **{outcome: found[outcome] for outcome in (NEW, SAME, BAD)},
        "rows": len(judgement.rows),
        "without_score": sum(not one.scorable for one in taken),
        "alerts": sum(len(one.alerts) for one in taken),
    }


def _about(judgement: Judgement, about: About) -> dict[str, str]:
    return {
        "instrument": about.instrument,
        "wave": judgement.people.reference,
        "wave_name": judgement.people.name,
        "point": about.point,
    }


def _kept(batch: ImportBatch, one: Judged, cells: Mapping[str, Any]) -> ImportRow:
    """A row as staging keeps it: a sound one as its sheet, and the cells of what may have to be mended."""
    facts: dict[str, Any] = facts_of(one.sheet, one.row.stated) if one.outcome == NEW and one.sheet else {}
    facts |= {
        "register_number": without_numbers(one.row.register_number),
        "point": one.point,
        "taken_on": to_json(one.row.taken_on),
        "scorable": one.scorable,
        "alerts": list(one.alerts),
    }
    plain = {name: without_numbers(to_json(cell)) for name, cell in cells.items() if cell != ""}
    return ImportRow(
        id=uuid7(),
        organisation_id=batch.organisation_id,
        batch_id=batch.id,
        row_number=one.row.number,
        cells={} if one.outcome == SAME else plain,
        facts=facts,
        outcome=one.outcome,
        reasons=reasons_to_json(one.reasons),
        person_id=one.person_id,
    )
