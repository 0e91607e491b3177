"""What becomes of every row of a file of answer sheets: whose it is, what is wrong, and a trial recording."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from pulih.actions.assessments.checked import Sheet, record_checked
from pulih.actions.assessments.facts import EXTRA
from pulih.actions.assessments.sheet_import.files import About, SheetFile, SheetRow
from pulih.language.instruments import instrument as load
from pulih.queries.assessments.sheets import KnownForm, WavePeople, here_by_other_means, wave_people
from pulih.queries.assessments.subject import Subject
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Instrument, check_answers
from pulih.rules.instruments.administering import check_role
from pulih.rules.instruments.check_sum import check_sum
from pulih.rules.measuring import Taking, check_taking
from pulih.rules.names import register_key
from pulih.rules.verdicts import Reason

NEW, SAME, BAD = "new", "same", "bad"


@dataclass(frozen=True)
class Judged:
    """One row and what is to become of it."""

    row: SheetRow
    point: str
    reasons: tuple[Reason, ...]
    person_id: UUID | None = None
    sheet: Sheet | None = None
    same: bool = False
    """Recorded already, answer for answer."""
    scorable: bool = True
    alerts: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """New, the same as recorded, or not to be taken."""
        return BAD if self.reasons or self.sheet is None else SAME if self.same else NEW


@dataclass(frozen=True)
class Judgement:
    """A whole file, judged at one moment."""

    people: WavePeople
    rows: tuple[Judged, ...]


def judge(file: SheetFile, about: About, by: Actor) -> Judgement:
    """Judge every row; what would be taken is recorded for trial and taken back, so nothing is left to find."""
    definition = load(about.instrument)
    require(check_role(definition, by.role))
    people = wave_people(by, about.wave_reference, about.instrument)
    if about.point not in ("", EXTRA) and not _planned(people.subjects, about.instrument, about.point):
        raise RuleBroken("point_unknown", "point")
    found = _people_of(file.rows, people, by)
    rows = [
        _judge(row, file.refused.get(row.number, ()), found[row.number], definition, about, people)
        for row in file.rows
    ]
    return Judgement(people, tuple(_tried(_once_each(rows), by)))


def _planned(subjects: Iterable[Subject], instrument: str, point: str) -> bool:
    return any(one.point(instrument, point) for one in subjects)


def _people_of(
    rows: Sequence[SheetRow], people: WavePeople, by: Actor
) -> dict[int, UUID | Reason]:  # fmt: skip
    """Whose each row is, or why that cannot be said."""
    numbers: dict[str, set[UUID]] = defaultdict(set)
    references: dict[str, set[UUID]] = defaultdict(set)
    for one in people.subjects:
        numbers[register_key(one.register_number)].add(one.person_id)
        references[_reference_key(one.reference)].add(one.person_id)
    strangers = [
        row
        for row in rows
        if register_key(row.register_number) not in numbers
        and _reference_key(row.reference) not in references
    ]
    elsewhere = here_by_other_means(
        by,
        [register_key(row.register_number) for row in strangers if row.register_number],
        [_reference_key(row.reference) for row in strangers if row.reference],
    )
    return {row.number: _whose(row, numbers, references, elsewhere) for row in rows}


def _whose(
    row: SheetRow,
    numbers: Mapping[str, set[UUID]],
    references: Mapping[str, set[UUID]],
    elsewhere: frozenset[str],
) -> UUID | Reason:
    about = "register_number" if row.register_number else "reference"
    if not row.register_number and not row.reference:
        return Reason("sheet_person_missing", {}, "register_number")
    by_number = numbers.get(register_key(row.register_number), set()) if row.register_number else None
    by_reference = references.get(_reference_key(row.reference), set()) if row.reference else None
    if by_number and by_reference and by_number.isdisjoint(by_reference):
        return Reason("sheet_two_people", {}, "reference")
    found = (by_number or set()) & by_reference if by_number and by_reference else by_number or by_reference
    if found and len(found) == 1:
        return next(iter(found))
    if found:
        return Reason("sheet_person_ambiguous", {"register_number": row.register_number}, about)
    said = row.register_number or row.reference
    known = {register_key(row.register_number), _reference_key(row.reference)} & elsewhere
    return Reason("sheet_person_not_of_wave" if known else "sheet_person_unknown", {"person": said}, about)


def _reference_key(reference: str) -> str:
    return reference.strip().upper()


def _judge(
    row: SheetRow,
    unread: Sequence[Reason],
    whose: UUID | Reason,
    definition: Instrument,
    about: About,
    people: WavePeople,
) -> Judged:
    reasons = list(unread)
    wrong = {one.about for one in unread}
    point = row.point or about.point
    coding = row.coding or _only([one.code for one in definition.codings])
    mode = row.mode or _only(definition.modes)
    window = row.time_window or _only([one.code for one in definition.windows])
    owed = [("point", point), ("coding", coding), ("mode", mode), ("taken_on", row.taken_on)]
    owed += [("time_window", window)] if definition.windows else []
    reasons += [
        Reason(f"sheet_{name}_missing", {}, name) for name, said in owed if not said and name not in wrong
    ]
    if coding:
        reasons += check_answers(definition, row.answers, coding).reasons
    if row.stated is not None and not any(str(one.about).startswith("item_") for one in reasons):
        reasons += check_sum(row.answers, row.stated).reasons
    if isinstance(whose, Reason):
        return Judged(row, point, (whose, *reasons))
    enrolment = None
    if point and point != EXTRA:
        enrolment = _enrolment(people.subjects, whose, definition.code, point, row.taken_on)
        if enrolment is None:
            reasons.append(Reason("point_unknown", {}, "point"))
    known = _standing(people.forms.get(whose, ()), enrolment, point, row.taken_on)
    same = known is not None and _is_same(known, row, coding)
    if enrolment and row.taken_on and not same:
        reasons += _about_the_day(enrolment, definition.code, point, row.taken_on, row.because)
    if known and not same:
        reasons.append(Reason("sheet_recorded_otherwise", {"date": known.taken_on}, None))
    if reasons or row.taken_on is None:
        return Judged(row, point, tuple(reasons), whose)
    sheet = Sheet(
        person_id=whose,
        enrolment_id=enrolment.enrolment_id if enrolment else None,
        instrument=definition.code,
        point=point,
        taken_on=row.taken_on,
        answers=row.answers,
        coding=coding,
        mode=mode,
        reader=row.reader,
        time_window=window,
        outside_because=row.because,
    )
    return Judged(row, point, (), whose, sheet, same)


def _only(codes: Sequence[str]) -> str:
    """The one code there is; nothing where somebody must choose."""
    return codes[0] if len(codes) == 1 else ""


def _enrolment(
    subjects: Iterable[Subject], person: UUID, instrument: str, point: str, on: date | None
) -> Subject | None:
    """The enrolment a sheet is of: the one that ran on its day goes before another with the same point."""
    mine = [one for one in subjects if one.person_id == person and one.point(instrument, point)]
    mine.sort(key=lambda one: (on is None or not one.ran_on(on), one.admitted_on or date.max))
    return mine[0] if mine else None


def _standing(
    forms: Iterable[KnownForm], enrolment: Subject | None, point: str, on: date | None
) -> KnownForm | None:
    if enrolment is None:
        return next((one for one in forms if one.beside and one.taken_on == on), None)
    found = [one for one in forms if one.point == point and not one.beside and enrolment.ran_on(one.taken_on)]
    return found[-1] if found else None


def _is_same(known: KnownForm, row: SheetRow, coding: str) -> bool:
    answered = {code: answer for code, answer in row.answers.items() if answer is not None}
    return (known.taken_on, known.coding, dict(known.answers)) == (row.taken_on, coding, answered)


def _about_the_day(
    enrolment: Subject, instrument: str, point: str, on: date, because: str
) -> tuple[Reason, ...]:  # fmt: skip
    today = scope.today()
    window = enrolment.window(enrolment.point(instrument, point), today)
    taking = Taking(
        on, today, enrolment.admitted_on, enrolment.ended_on, enrolment.willing(on), window, because
    )  # fmt: skip
    return check_taking(taking).reasons


def _once_each(rows: Sequence[Judged]) -> list[Judged]:
    """Two rows of one person and point: neither is taken, since nobody can say which is right."""
    lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for one in rows:
        if one.person_id and one.point:
            lines[_place(one)].append(one.row.number)
    return [
        replace(one, reasons=(*one.reasons, Reason("sheet_twice", {"rows": lines[_place(one)]}, None)))
        if len(lines.get(_place(one), ())) > 1
        else one
        for one in rows
    ]


def _place(one: Judged) -> tuple[object, ...]:
    return one.person_id, one.point, one.row.taken_on if one.point == EXTRA else None


def _tried(rows: Sequence[Judged], by: Actor) -> list[Judged]:
    """Every row that would be taken, recorded by the same action as in earnest; all of it is taken back."""
    savepoint = transaction.savepoint()
    try:
        return [_try(one, by) if one.outcome == NEW else one for one in rows]
    finally:
        transaction.savepoint_rollback(savepoint)


def _try(one: Judged, by: Actor) -> Judged:
    assert one.sheet is not None
    try:
        recorded = record_checked(sheet=one.sheet, stated=one.row.stated, owes_sum=False, by=by)
    except RuleBroken as broken:
        return replace(one, reasons=broken.reasons)
    return replace(one, scorable=recorded.scorable, alerts=recorded.alerts)
