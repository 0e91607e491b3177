"""What becomes of every row: the import rule, fed with residents, holders and other stays, set by set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from pulih.actions.imports.written import numbers_mentioned, registers_mentioned
from pulih.queries.imports import Resident, residents
from pulih.queries.imports.kept import DOUBTS, REGISTER_KINDS
from pulih.records import audit, passage, scope
from pulih.records.keys import keys
from pulih.records.models import ImportBatch, Organisation, Person
from pulih.records.models import Stay as StayRow
from pulih.records.passage import Answer
from pulih.rules.actors import Actor
from pulih.rules.names import search_key
from pulih.rules.register import Holder, Outcome, RegisterRow, RowOutcome, check_rows, compare
from pulih.rules.stays import Ending, Stay, StayKind, check_stay
from pulih.rules.verdicts import Reason

WHOLE, PART = REGISTER_KINDS
"""Kinds of a batch: a whole register, or some rows of one, from which nobody can be missing."""

_BESIDE = frozenset({"stay_already_open", "stay_overlaps"})


@dataclass(frozen=True)
class Judgement:
    """The verdict over a register at one moment, with the facts it rests on."""

    outcomes: tuple[RowOutcome, ...]
    bad: Mapping[int, tuple[Reason, ...]]
    residents: Mapping[UUID, Resident]
    hashes: Mapping[int, bytes]
    """The blind index of each sound row's national number, by row."""
    answers: Mapping[bytes, Answer] = field(default_factory=dict)

    def is_free(self, row: RegisterRow | None) -> bool:
        """Whether the row's person is recorded but nobody holds them now."""
        return row is not None and self.answer(row) == "free"

    def answer(self, row: RegisterRow) -> str:
        """What the gate said of the row's national number."""
        number_hash = self.hashes.get(row.number)
        found = self.answers.get(number_hash) if number_hash else None
        return found.answer if found else "unknown"


def in_doubt(outcome: RowOutcome) -> bool:
    """Whether the row would be written, but only after somebody looked."""
    writes = outcome.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)
    return writes and any(reason.code in DOUBTS for reason in outcome.reasons)


def judge(
    rows: Sequence[RegisterRow],
    refused: Mapping[int, Sequence[Reason]],
    cells: Mapping[int, Mapping[str, Any]],
    batch: ImportBatch,
    by: Actor,
) -> Judgement:
    """Judge a register as things stand now; asks whose the unknown national numbers are exactly once.

    `cells` are the whole file's: whom a refused row names, by either number, is not gone.
    """
    errors = check_rows([row for row in rows if row.number not in refused], scope.today())
    bad = {number: tuple(reasons) for number, reasons in {**refused, **errors}.items()}
    sound = [row for row in rows if row.number not in bad]
    hash_of = {
        row.national_number: keys().index_number(row.national_number) for row in sound if row.national_number
    }
    known = residents(by)
    here = {one.facts.number_key for one in known.values()}
    answers = _ask([one for one in hash_of.values() if one.hex() not in here], batch.id, by)
    outcomes = compare(
        sound,
        [one.facts for one in known.values()],
        _holders(answers),
        number_key=lambda number: hash_of[number].hex(),
        mentioned=registers_mentioned(cells, bad),
    )
    spared = {keys().index_number(number).hex() for number in numbers_mentioned(cells, bad)}
    unnamed = {one.person_id for one in known.values() if one.facts.number_key not in spared}
    hashes = {row.number: hash_of[row.national_number] for row in sound if row.national_number}
    if batch.kind == PART:
        unnamed = set()
    outcomes = [one for one in outcomes if one.outcome is not Outcome.GONE or one.person_id in unnamed]
    judgement = Judgement(tuple(outcomes), bad, known, hashes, answers)
    return replace(judgement, outcomes=_beside_other_stays(judgement, by))


def _ask(hashes: Sequence[bytes], batch_id: UUID, by: Actor) -> dict[bytes, Answer]:
    question = audit.event_body(
        "imports.ask_holders",
        by=by,
        subject="import_batch",
        subject_id=batch_id,
        changes={"asked": len(hashes)},
    )
    return passage.ask_who_has(hashes, question)


def _holders(answers: Mapping[bytes, Answer]) -> dict[str, Holder]:
    """The answers as the rule wants them: who is free or unknown has no holder."""
    offices = {one.organisation_id or 0 for one in answers.values() if one.answer == "held"}
    names = dict(Organisation.objects.filter(id__in=offices).values_list("id", "name")) if offices else {}
    return {
        number_hash.hex(): Holder(
            names.get(one.organisation_id or 0, ""), yours=one.answer == "yours", person_id=one.person_id
        )
        for number_hash, one in answers.items()
        if one.answer in ("held", "yours")
    }


def _beside_other_stays(judgement: Judgement, by: Actor) -> tuple[RowOutcome, ...]:
    """The outcomes once the other stays of those who arrive or whose first day moves are looked at.

    People whom nobody holds are readmitted inside a savepoint that is undone: only so can their earlier
    stays and name be compared before anything is decided. Nothing of them is shown but a reason.
    """
    concerned = {
        one.person_id
        for one in judgement.outcomes
        if one.person_id
        and (one.outcome is Outcome.NEW or any(d.field == "started_on" for d in one.differences))
    }
    free = [number_hash for number_hash, one in judgement.answers.items() if one.answer == "free"]
    if not concerned and not free:
        return judgement.outcomes
    savepoint = transaction.savepoint()
    try:
        readmitted = passage.readmit(free)
        people = [*concerned, *readmitted.values()]
        keep = {one.stay_id for one in judgement.residents.values()}
        names = dict(Person.objects.filter(id__in=list(readmitted.values())).values_list("id", "name"))
        stays: dict[Any, list[Stay]] = {}
        for row in StayRow.objects.filter(person_id__in=people).order_by("started_on"):
            if row.id not in keep:
                stays.setdefault(row.person_id, []).append(_stay(row))
    finally:
        transaction.savepoint_rollback(savepoint)
    return tuple(_looked_at(one, judgement, readmitted, names, stays, by) for one in judgement.outcomes)


def _looked_at(
    one: RowOutcome,
    judgement: Judgement,
    readmitted: Mapping[bytes, UUID],
    names: Mapping[UUID, str],
    stays: Mapping[Any, list[Stay]],
    by: Actor,
) -> RowOutcome:
    """One outcome: a conflict when its stay meets another, in doubt when the freed person's name differs."""
    if one.row is None or one.outcome not in (Outcome.NEW, Outcome.CHANGED):
        return one
    person_id = cast("UUID | None", one.person_id) or readmitted.get(
        judgement.hashes.get(one.row.number, b"")
    )
    misfits = _misfits(one, stays.get(person_id, []), by)
    if misfits:
        return replace(one, outcome=Outcome.CONFLICT, differences=(), reasons=misfits)
    if person_id is None or person_id not in names:
        return one
    alike = set(search_key(one.row.name).split()) & set(search_key(names[person_id]).split())
    code = "import_free" if alike else "import_free_other_name"
    return replace(one, reasons=(*one.reasons, Reason(code, {}, "national_number")))


def _misfits(one: RowOutcome, others: Sequence[Stay], by: Actor) -> tuple[Reason, ...]:
    row = one.row
    if row is None or row.started_on is None or not others:
        return ()
    stay = Stay(by.organisation_id, row.register_number, row.kind or StayKind.SENTENCED, row.started_on)
    verdict = check_stay(stay, others, scope.today())
    return tuple(reason for reason in verdict.reasons if reason.code in _BESIDE)


def _stay(row: StayRow) -> Stay:
    return Stay(
        row.organisation_id,
        row.register_number,
        StayKind(row.kind),
        row.started_on,
        row.block,
        row.ended_on,
        Ending(row.how_ended) if row.how_ended else None,
        row.note,
    )
