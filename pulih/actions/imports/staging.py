"""The dry run: a register is read, judged and kept, and nothing of the record changes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from uuid_utils.compat import uuid7

from pulih.actions.acting import action, use_once
from pulih.actions.imports.judging import PART, WHOLE, Judgement, in_doubt, judge
from pulih.actions.imports.stored import batch_for, rows_as_written
from pulih.actions.imports.written import (
    RegisterFile,
    Tell,
    differences_to_json,
    facts_of,
    reasons_to_json,
    seal_cells,
    stray_numbers,
    to_json,
)
from pulih.records import audit, scope
from pulih.records.keys import keys
from pulih.records.models import ImportBatch, ImportRow
from pulih.records.sets import CHUNK, insert_rows
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission
from pulih.rules.register import Outcome, RowOutcome

BAD = "bad"


@action(Permission.IMPORT_REGISTER)
def stage_import(
    *, file: RegisterFile, token: UUID | None = None, tell: Tell | None = None, by: Actor
) -> UUID:
    """Check a register, compare it with the residents, and keep the result for somebody to look at."""
    use_once(token, by)
    batch = ImportBatch(
        id=uuid7(),
        organisation_id=by.organisation_id,
        account_id=by.account_id,
        kind=PART if file.part else WHOLE,
        file_name=file.name,
        sha256=file.sha256,
        headings=[f"{field}:{heading}" for field, heading in file.headings.items()],
        created_at=scope.now(),
    )
    strays = stray_numbers(file)
    refused = {number: tuple(reasons) for number, reasons in {**file.refused, **strays}.items()}
    sound = [row for row in file.rows if row.number not in refused]
    judgement = judge(sound, refused, file.cells, batch, by)
    batch.counts = count(judgement)
    batch.save(force_insert=True)
    ids = {number: uuid7() for number in file.cells}
    _keep(staged_rows(batch, judgement, ids, file.cells), len(file.cells), tell)
    audit.note_event(
        "imports.stage_import",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"counts": batch.counts, "file": file.sha256},
    )
    return batch.id


@action(Permission.IMPORT_REGISTER)
def recheck_import(*, batch_id: UUID, revision: int, token: UUID | None = None, by: Actor) -> None:
    """Judge a staged register anew, because the record changed since; the file need not be sent again."""
    use_once(token, by)
    batch = batch_for(batch_id, revision, by)
    before = batch.counts
    written = rows_as_written(batch)
    judgement = judge(written.rows, written.bad, written.cells, batch, by)
    batch.counts = count(judgement)
    ImportBatch.objects.filter(id=batch.id).update(counts=batch.counts, revision=revision + 1)
    ImportRow.objects.filter(batch_id=batch.id).delete()
    _keep(staged_rows(batch, judgement, written.ids, written.cells), len(written.cells), None)
    audit.note_event(
        "imports.recheck_import",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"counts": [before, batch.counts]},
    )


@action(Permission.IMPORT_REGISTER)
def discard_import(*, batch_id: UUID, revision: int, token: UUID | None = None, by: Actor) -> None:
    """Lay a staged register aside; its rows are removed, since nothing of them became part of the record."""
    use_once(token, by)
    batch = batch_for(batch_id, revision, by)
    ImportRow.objects.filter(batch_id=batch.id).delete()
    ImportBatch.objects.filter(id=batch.id).update(state="discarded", revision=revision + 1)
    audit.note_event(
        "imports.discard_import",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"state": ["checked", "discarded"]},
    )


def count(judgement: Judgement) -> dict[str, int]:
    """Rows by outcome, those in doubt counted once more, and the rows of the file altogether."""
    found = Counter(one.outcome.value for one in judgement.outcomes)
    counts = {outcome.value: found[outcome.value] for outcome in Outcome}
    counts[BAD] = len(judgement.bad)
    counts["doubt"] = sum(in_doubt(one) for one in judgement.outcomes)
    counts["residents"] = len(judgement.residents)
    counts["rows"] = sum(counts[name] for name in ("new", "changed", "same", "conflict", BAD))
    return counts


def staged_rows(
    batch: ImportBatch, judgement: Judgement, ids: Mapping[int, UUID], cells: Mapping[int, Mapping[str, Any]]
) -> Iterator[ImportRow]:
    """Every row as staging keeps it: refused ones by their cells, sound ones by what they state."""
    for number, reasons in judgement.bad.items():
        plain, cipher = seal_cells(keys(), ids[number], cells[number])
        yield ImportRow(
            id=ids[number],
            organisation_id=batch.organisation_id,
            batch_id=batch.id,
            row_number=number,
            cells=plain,
            number_cipher=cipher,
            outcome=BAD,
            reasons=reasons_to_json(reasons),
        )
    for one in judgement.outcomes:
        yield _gone(batch, judgement, one) if one.row is None else _sound(batch, judgement, one, ids, cells)


def _sound(
    batch: ImportBatch,
    judgement: Judgement,
    one: RowOutcome,
    ids: Mapping[int, UUID],
    cells: Mapping[int, Mapping[str, Any]],
) -> ImportRow:
    """A row that can be read: its national number sealed to the row, which a new person's id repeats."""
    row = one.row
    assert row is not None
    row_id = ids[row.number]
    number = row.national_number
    plain = {field: to_json(cell) for field, cell in cells[row.number].items() if field != "national_number"}
    return ImportRow(
        id=row_id,
        organisation_id=batch.organisation_id,
        batch_id=batch.id,
        row_number=row.number,
        cells=plain,
        facts=facts_of(row),
        number_cipher=keys().seal_number(number, row_id) if number else None,
        number_hash=judgement.hashes.get(row.number),
        outcome=one.outcome.value,
        differences=differences_to_json(one.differences),
        reasons=reasons_to_json(one.reasons),
        person_id=one.person_id,
    )


def _gone(batch: ImportBatch, judgement: Judgement, one: RowOutcome) -> ImportRow:
    """A resident whom the file leaves out: no row of it, but a line to show."""
    known = judgement.residents[cast(UUID, one.person_id)].facts
    facts = {"name": known.name, "register_number": known.register_number, "block": known.block}
    return ImportRow(
        organisation_id=batch.organisation_id,
        batch_id=batch.id,
        row_number=0,
        cells={},
        facts=facts,
        outcome=Outcome.GONE.value,
        person_id=one.person_id,
    )


def _keep(rows: Iterable[ImportRow], total: int, tell: Tell | None) -> None:
    """Write staged rows, a thousand at a time."""
    waiting: list[ImportRow] = []
    done = 0
    for row in rows:
        waiting.append(row)
        if len(waiting) == CHUNK:
            insert_rows(waiting)
            done += len(waiting)
            waiting = []
            if tell:
                tell("staging", min(done, total), total)
    insert_rows(waiting)
    if tell:
        tell("staging", total, total)
