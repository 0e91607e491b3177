"""A staged register becomes the record: all of it or nothing, and only as somebody saw it in the dry run."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import IntegrityError, ProgrammingError
from django.db.models import F

from pulih.actions.acting import action, use_once
from pulih.actions.imports.arriving import Arrival, receive
from pulih.actions.imports.changing import amend, confirm_sentences, step_aside
from pulih.actions.imports.judging import Judgement, in_doubt, judge
from pulih.actions.imports.stored import Written, batch_for, rows_as_written
from pulih.actions.imports.written import Tell, differences_to_json
from pulih.queries.imports.kept import many_gone
from pulih.records import audit, passage, scope
from pulih.records.models import DepartureQuestion, ImportBatch, ImportRow, Stay
from pulih.records.sets import CHUNK, insert_rows
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.names import register_key
from pulih.rules.permissions import Permission
from pulih.rules.register import Outcome, RowOutcome
from pulih.rules.verdicts import Reason

T = TypeVar("T")
MOST_NAMED = 10
"""Rows a refusal names; the rest are counted."""


@dataclass(frozen=True)
class Applied:
    """What an import did: people by outcome, questions asked and closed, rows left out."""

    counts: dict[str, int]


@action(Permission.IMPORT_REGISTER)
def apply_import(
    *,
    batch_id: UUID,
    revision: int,
    leave_out: bool = False,
    take: Collection[UUID] = (),
    complete: bool = False,
    token: UUID | None = None,
    tell: Tell | None = None,
    by: Actor,
) -> Applied:
    """Write a staged register: newcomers, changes and questions about those who are gone; never a deletion.

    `take` names rows in doubt that somebody looked at; `leave_out` says that what stands in the way stays
    out; `complete` that so many are really gone. One audit event tells the batch, its counts and a hash of
    the people written: what changed of whom lies field by field in the batch's rows, which are kept, and
    thousands of events a month would hide those that people look for. One register of an office at a time;
    whoever edits a resident meanwhile waits.
    """
    use_once(token, by)
    passage.lock_register(by.organisation_id)
    batch = batch_for(batch_id, revision, by)
    _hold_residents(by)
    written = rows_as_written(batch)
    judgement = judge(written.rows, written.bad, written.cells, batch, by)
    _require_as_seen(judgement, written)
    chosen, declined = _choose(judgement, written, leave_out, frozenset(take))
    _require_free_numbers(chosen, judgement)
    _require_complete(judgement, complete)
    try:
        counts = _write(batch, judgement, written, chosen, by, tell)
        _close_staging(batch, declined)
    except (IntegrityError, ProgrammingError) as overtaken:
        raise RuleBroken("import_overtaken") from overtaken
    ImportBatch.objects.filter(id=batch.id).update(
        state="applied", applied_at=scope.now(), counts=batch.counts | counts, revision=revision + 1
    )
    audit.note_event(
        "imports.apply_import",
        by=by,
        subject="import_batch",
        subject_id=batch.id,
        changes={"state": ["checked", "applied"], "counts": counts, "people": _people_hash(chosen, written)},
    )
    return Applied(counts)


def _hold_residents(by: Actor) -> None:
    """Lock the residents' stays and persons until the end, so that nothing compared is edited meanwhile."""
    held = Stay.objects.filter(organisation_id=by.organisation_id, ended_on=None).order_by("id")
    for _ in held.select_related("person").only("id", "person__id").select_for_update(of=("self", "person")):
        pass


def _require_as_seen(judgement: Judgement, written: Written) -> None:
    """Refuse when the record changed since the dry run, naming the rows that would now be something else."""
    differing = [
        one.row.number
        for one in judgement.outcomes
        if one.row is not None and _seen(one) != _staged(written.staged[one.row.number])
    ]
    differing += [number for number in judgement.bad if number not in written.bad]
    gone_now = {one.person_id for one in judgement.outcomes if one.outcome is Outcome.GONE}
    moved = len(gone_now ^ set(written.gone))
    if differing or moved:
        named = sorted(differing)[:MOST_NAMED]
        raise RuleBroken("import_register_changed", count=len(differing), rows=named, gone=moved)


def _seen(one: RowOutcome) -> tuple[Any, ...]:
    return (
        one.outcome.value,
        one.person_id,
        differences_to_json(one.differences),
        sorted(reason.code for reason in one.reasons),
    )


def _staged(row: ImportRow) -> tuple[Any, ...]:
    return (row.outcome, row.person_id, row.differences, sorted(reason["code"] for reason in row.reasons))


def _choose(
    judgement: Judgement, written: Written, leave_out: bool, take: frozenset[UUID]
) -> tuple[list[RowOutcome], list[UUID]]:
    """What to write and which doubts stay out; refuses while anything stands and nobody left it out."""
    conflicts = [one for one in judgement.outcomes if one.outcome is Outcome.CONFLICT]
    doubtful = [written.ids[one.row.number] for one in judgement.outcomes if one.row and in_doubt(one)]
    declined = [row_id for row_id in doubtful if row_id not in take]
    standing = (
        ("import_conflicts_stand", len(conflicts)),
        ("import_bad_rows_stand", len(judgement.bad)),
        ("import_doubts_stand", len(declined)),
    )
    reasons = tuple(Reason(code, {"count": count}, "leave_out") for code, count in standing if count)
    if reasons and not leave_out:
        broken = RuleBroken("import_rows_stand", "leave_out")
        broken.reasons = reasons
        raise broken
    out = set(declined)
    chosen = [
        one
        for one in judgement.outcomes
        if one.outcome is not Outcome.CONFLICT and (one.row is None or written.ids[one.row.number] not in out)
    ]
    return chosen, declined


def _require_complete(judgement: Judgement, complete: bool) -> None:
    """A file that leaves out very many residents is more often half a file than an emptied prison."""
    gone = sum(one.outcome is Outcome.GONE for one in judgement.outcomes)
    if many_gone(gone, len(judgement.residents)) and not complete:
        raise RuleBroken("import_many_gone", "complete", count=gone, residents=len(judgement.residents))


def _require_free_numbers(chosen: Sequence[RowOutcome], judgement: Judgement) -> None:
    """A register number passes on only when whoever bears it gets another in the same import."""
    written = {one.person_id: one.row for one in chosen if one.row and one.person_id}
    bearers = {
        register_key(one.facts.register_number): person_id
        for person_id, one in judgement.residents.items()
        if person_id not in written
    }
    taken = [one.row.number for one in chosen if one.row and register_key(one.row.register_number) in bearers]
    if taken:
        raise RuleBroken("import_number_still_taken", "leave_out", rows=sorted(taken)[:MOST_NAMED])


def _write(
    batch: ImportBatch,
    judgement: Judgement,
    written: Written,
    chosen: Sequence[RowOutcome],
    by: Actor,
    tell: Tell | None,
) -> dict[str, int]:
    """Everything the register changes, set by set."""
    by_kind = {kind: [one for one in chosen if one.outcome is kind] for kind in Outcome}
    total, done = len(chosen), 0
    # Changes come first: a newcomer may bear the register number that a resident has just given up.
    step_aside(by_kind[Outcome.CHANGED], judgement)
    for chunk in _chunks(by_kind[Outcome.CHANGED]):
        amend(chunk, judgement, batch.file_name, by)
        done = _told(tell, done + len(chunk), total)
    arrivals = [_arrival(one, judgement, written) for one in by_kind[Outcome.NEW]]
    for arriving in _chunks(arrivals):
        receive(arriving, batch.file_name, by)
        done = _told(tell, done + len(arriving), total)
    for chunk in _chunks([one for one in by_kind[Outcome.SAME] if one.confirmed_as_of]):
        confirm_sentences(chunk, judgement, batch.file_name, by)
    asked = _ask_about(by_kind[Outcome.GONE], judgement, batch, by)
    closed = _close_questions(chosen, by)
    _told(tell, total, total)
    counts = {kind.value: len(by_kind[kind]) for kind in Outcome if kind is not Outcome.CONFLICT}
    left_out = batch.counts["rows"] - sum(counts[kind] for kind in ("new", "changed", "same"))
    return counts | {"left_out": left_out, "questions_asked": asked, "questions_closed": closed}


def _close_staging(batch: ImportBatch, declined: Sequence[UUID]) -> None:
    """What was written needs no sealed number in staging any more; what was left out is still handed back."""
    done = ImportRow.objects.filter(batch_id=batch.id).exclude(outcome__in=["bad", "conflict"])
    done = done.exclude(id__in=declined)
    done.update(number_cipher=None)
    done.filter(outcome="new", person_id=None).update(person_id=F("id"))


def _arrival(one: RowOutcome, judgement: Judgement, written: Written) -> Arrival:
    row = one.row
    assert row is not None
    cipher = written.staged[row.number].number_cipher
    return Arrival(
        row=row,
        id=written.ids[row.number],
        person_id=cast("UUID | None", one.person_id),
        free=judgement.is_free(row),
        cipher=bytes(cipher) if cipher else None,
        number_hash=judgement.hashes.get(row.number),
    )


def _ask_about(gone: Sequence[RowOutcome], judgement: Judgement, batch: ImportBatch, by: Actor) -> int:
    """Put one question for each resident whom the register no longer names, unless it waits already."""
    waiting = set(
        DepartureQuestion.objects.filter(organisation_id=by.organisation_id, answered_at=None).values_list(
            "stay_id", flat=True
        )
    )
    people = [judgement.residents[cast(UUID, one.person_id)] for one in gone]
    questions = [
        DepartureQuestion(
            organisation_id=by.organisation_id,
            person_id=one.person_id,
            stay_id=one.stay_id,
            batch_id=batch.id,
            asked_at=scope.now(),
        )
        for one in people
        if one.stay_id not in waiting
    ]
    insert_rows(questions)
    return len(questions)


def _close_questions(chosen: Sequence[RowOutcome], by: Actor) -> int:
    """Whom the register names again is still here: the question about them answers itself."""
    here = {one.person_id for one in chosen if one.outcome is not Outcome.GONE}
    open_ones = DepartureQuestion.objects.filter(organisation_id=by.organisation_id, answered_at=None)
    back = [one for one, person in open_ones.values_list("id", "person_id") if person in here]
    return DepartureQuestion.objects.filter(id__in=back).update(
        answer="back_in_register", answered_at=scope.now(), answered_by=by.account_id
    )


def _people_hash(chosen: Sequence[RowOutcome], written: Written) -> bytes:
    """One hash over everybody written, in order, so that the batch's rows can be proved later."""
    people = sorted(str(one.person_id or (written.ids[one.row.number] if one.row else "")) for one in chosen)
    return hashlib.sha256("\n".join(people).encode()).digest()


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _told(tell: Tell | None, done: int, total: int) -> int:
    if tell:
        tell("applying", done, total)
    return done
