"""The import of answer sheets: whom a file is compared with, and what staged files hold.

Answers are clinical: nothing of such a file is shown to who may not measure, and the lists of the register's
imports leave these files out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from pulih.queries.assessments.subject import Subject, subjects
from pulih.queries.imports.kept import from_json, reasons_of
from pulih.records.models import Account, ImportBatch, ImportRow, Person, Response, Stay
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import check_reference
from pulih.rules.names import register_key
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason

RESPONSES = "responses"
"""The kind of a batch of answer sheets."""
PAGE = 100
HISTORY = 25


@dataclass(frozen=True)
class WavePeople:
    """Everybody of a wave with the forms of one instrument that count for it."""

    reference: str
    name: str
    id: UUID
    subjects: tuple[Subject, ...]
    forms: Mapping[UUID, tuple["KnownForm", ...]]
    """By person, in the order in which they were recorded; none that a further form replaced."""


@dataclass(frozen=True)
class KnownForm:
    """A form that stands, as far as a sheet is compared with it."""

    beside: bool
    """Whether it belongs to no programme."""
    point: str
    taken_on: date
    coding: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class SheetBatch:
    """One file of answer sheets."""

    id: UUID
    file_name: str
    state: str
    counts: Mapping[str, int]
    instrument: str
    wave_reference: str
    wave: str
    created_at: datetime
    by: str
    revision: int


@dataclass(frozen=True)
class SheetLine:
    """One row of a file: whom it is of, and why it is what it is; never an answer."""

    row_number: int
    outcome: str
    name: str
    reference: str
    register_number: str
    point: str
    taken_on: date | None
    scorable: bool
    alerts: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class SheetRows:
    """A page of rows of one outcome."""

    rows: tuple[SheetLine, ...]
    number: int
    total: int


def wave_people(actor: Actor, wave_reference: str, instrument: str) -> WavePeople:
    """Everybody of the wave, by register number, and the instrument's forms that may stand already."""
    require(actor.may(Permission.MEASURE), attempt=True)
    try:
        reference = check_reference(wave_reference)
    except RuleBroken:
        raise RuleBroken("wave_unknown", "wave", attempt=True) from None
    found = subjects(actor, "w.reference = %(wave)s", {"wave": reference})
    if not found:
        raise RuleBroken("wave_unknown", "wave", attempt=True, subject="wave", subject_id=reference)
    mine = Response.objects.filter(organisation_id=actor.organisation_id, instrument=instrument)
    amended = mine.filter(amends__isnull=False).values("amends_id")
    standing = mine.filter(
        Q(wave_id=found[0].wave_id) | Q(enrolment=None, person_id__in={one.person_id for one in found})
    ).exclude(pk__in=amended)
    forms: dict[UUID, list[KnownForm]] = {}
    for row in standing.order_by("recorded_at", "pk"):
        known = KnownForm(row.enrolment_id is None, row.point, row.taken_on, row.coding, row.answers)
        forms.setdefault(row.person_id, []).append(known)
    ordered = sorted(found, key=lambda one: (register_key(one.register_number), one.name))
    return WavePeople(found[0].wave_reference, found[0].wave, found[0].wave_id, tuple(ordered),
                      {person: tuple(rows) for person, rows in forms.items()})  # fmt: skip


def here_by_other_means(actor: Actor, keys: Iterable[str], references: Iterable[str]) -> frozenset[str]:
    """Which of these register numbers (as compared) and references name somebody of the office."""
    wanted, named = set(keys), set(references)
    found: set[str] = set()
    if wanted:
        numbers = Stay.objects.filter(organisation_id=actor.organisation_id)
        known = (register_key(one) for one in numbers.values_list("register_number", flat=True))
        found |= wanted & set(known)
    if named:
        stays = Stay.objects.filter(organisation_id=actor.organisation_id).values("person_id")
        people = Person.objects.filter(reference__in=named, id__in=stays)
        found |= set(people.values_list("reference", flat=True))
    return frozenset(found)


def sheet_batches(actor: Actor) -> tuple[SheetBatch, ...]:
    """The newest files of the actor's office."""
    require(actor.may(Permission.MEASURE), attempt=True)
    return tuple(_batch(one) for one in _batches(actor).order_by("-created_at")[:HISTORY])


def sheet_batch(actor: Actor, batch_id: UUID) -> SheetBatch:
    """One file of the actor's office."""
    require(actor.may(Permission.MEASURE), attempt=True)
    found = _batches(actor).filter(id=batch_id).first()
    if found is None:
        raise RuleBroken("not_found", attempt=True, subject="import_batch", subject_id=str(batch_id))
    return _batch(found)


def sheet_rows(actor: Actor, batch_id: UUID, outcome: str, page: int = 1) -> SheetRows:
    """Rows of one outcome in the file's order, a page at a time."""
    require(actor.may(Permission.MEASURE), attempt=True)
    found = _rows(actor, batch_id).filter(outcome=outcome)
    total = found.count()
    number = min(max(1, page), max(1, -(-total // PAGE)))
    return SheetRows(
        tuple(_row(one) for one in found[(number - 1) * PAGE : number * PAGE]), number, total
    )  # fmt: skip


def sheets_standing(actor: Actor, batch_id: UUID) -> tuple[SheetLine, ...]:
    """Every row that cannot be taken, for the command line's report."""
    require(actor.may(Permission.MEASURE), attempt=True)
    return tuple(_row(one) for one in _rows(actor, batch_id).filter(outcome="bad"))


def _batches(actor: Actor) -> QuerySet[ImportBatch]:
    name = Account.objects.filter(id=OuterRef("account_id")).values("full_name")[:1]
    own = ImportBatch.objects.filter(organisation_id=actor.organisation_id, kind=RESPONSES)
    return own.annotate(by=Subquery(name))


def _batch(one: Any) -> SheetBatch:
    about = one.counts["about"]
    return SheetBatch(
        id=one.id,
        file_name=one.file_name,
        state=one.state,
        counts={name: value for name, value in one.counts.items() if name != "about"},
        instrument=about["instrument"],
        wave_reference=about["wave"],
        wave=about["wave_name"],
        created_at=one.created_at,
        by=one.by or "",
        revision=one.revision,
    )


def _rows(actor: Actor, batch_id: UUID) -> Any:
    person = Person.objects.filter(id=OuterRef("person_id"))
    own = ImportRow.objects.filter(
        organisation_id=actor.organisation_id, batch_id=batch_id, batch__kind=RESPONSES
    )
    return own.annotate(
        reference=Subquery(person.values("reference")[:1]), name=Subquery(person.values("name")[:1])
    ).order_by("row_number")


def _row(one: Any) -> SheetLine:
    said = {name: from_json(value) for name, value in (one.facts or {}).items()}
    return SheetLine(
        row_number=one.row_number,
        outcome=one.outcome,
        name=one.name or "",
        reference=one.reference or "",
        register_number=str(said.get("register_number", "")),
        point=str(said.get("point", "")),
        taken_on=said.get("taken_on"),
        scorable=bool(said.get("scorable", True)),
        alerts=tuple(said.get("alerts", ())),
        reasons=reasons_of(one.reasons),
    )
