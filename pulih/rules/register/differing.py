"""What a row would change of a person recognised, and what a newcomer still owes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pulih.rules.identity import NationalNumber, born_after, consistent, mask
from pulih.rules.names import register_key, sort_key
from pulih.rules.register.facts import (
    Difference,
    Holder,
    KnownResident,
    Outcome,
    RegisterRow,
    RowOutcome,
)
from pulih.rules.sentences import check_sentence
from pulih.rules.verdicts import Reason

_PLAIN_FIELDS = ("sex", "kind", "block", "started_on")
_SENTENCE_FIELDS = ("articles", "sentence_started_on", "two_thirds_on", "expires_on")


def outcome_of_match(row: RegisterRow, person: KnownResident, number_key: str | None) -> RowOutcome:
    """Changed, same, or a conflict when the person's facts would no longer fit together."""
    sentence = list(_of_sentence(row, person))
    older = bool(row.as_of and person.as_of and row.as_of < person.as_of)
    differences = [*_of_person(row, person, number_key), *_of_stay(row, person)]
    if not older and sentence:
        differences += sentence
        if row.as_of and row.as_of != person.as_of:
            differences.append(Difference("as_of", person.as_of, row.as_of))
    reasons = list(_warnings(row, person, differences))
    if older and sentence:
        facts = {"stated": row.as_of, "known": person.as_of}
        reasons.append(Reason("register_sentence_older", facts, "as_of"))
    if not differences:
        newer = row.as_of and not older and row.as_of != person.as_of
        confirmed = row.as_of if newer else None
        return RowOutcome(
            Outcome.SAME, row, person.person_id, reasons=tuple(reasons), confirmed_as_of=confirmed
        )
    misfits = _misfits(person, differences)
    if misfits:
        return RowOutcome(Outcome.CONFLICT, row, person.person_id, reasons=misfits)
    return RowOutcome(Outcome.CHANGED, row, person.person_id, tuple(differences), tuple(reasons))


def outcome_of_newcomer(row: RegisterRow, holder: Holder | None, doubts: Sequence[Reason]) -> RowOutcome:
    """New, or a conflict when what a first registration owes is missing.

    Somebody known here from before (`holder.yours`) owes only the new stay.
    """
    owed: dict[str, object] = {"kind": row.kind, "started_on": row.started_on}
    if holder is None:
        owed = {"sex": row.sex, "birth_date": row.birth_date or row.birth_year, **owed}
    missing = [
        Reason("register_new_incomplete", {"field": name}, name) for name, said in owed.items() if not said
    ]
    person_id = holder.person_id if holder else None
    if missing:
        return RowOutcome(Outcome.CONFLICT, row, person_id, reasons=tuple(missing))
    reasons = list(doubts)
    if holder:
        reasons = [Reason("register_person_returned", {}, "national_number")]
    if row.national_number:
        reasons += consistent(NationalNumber(row.national_number), row.sex, row.birth_date).reasons
    return RowOutcome(Outcome.NEW, row, person_id, reasons=tuple(reasons))


def _of_person(row: RegisterRow, person: KnownResident, number_key: str | None) -> Iterable[Difference]:
    if " ".join(row.name.casefold().split()) != " ".join(person.name.casefold().split()):
        yield Difference("name", person.name, row.name)
    known = {sort_key(alias) for alias in (*person.aliases, person.name)}
    added = {sort_key(alias): alias for alias in row.aliases if sort_key(alias) not in known}
    if added:
        yield Difference("aliases", person.aliases, (*person.aliases, *added.values()))
    if row.birth_date and row.birth_date != person.birth_date:
        yield Difference("birth_date", person.birth_date, row.birth_date)
    elif row.birth_year and row.birth_date is None and row.birth_year != person.year_of_birth:
        yield Difference("birth_year", person.year_of_birth, row.birth_year)
    if number_key and row.national_number and number_key != person.number_key:
        before = mask(person.number_ending) if person.number_key else None
        yield Difference("national_number", before, mask(row.national_number))


def _of_stay(row: RegisterRow, person: KnownResident) -> Iterable[Difference]:
    if register_key(row.register_number) != register_key(person.register_number):
        yield Difference("register_number", person.register_number, row.register_number)
    yield from _stated(row, person, _PLAIN_FIELDS)


def _of_sentence(row: RegisterRow, person: KnownResident) -> Iterable[Difference]:
    yield from _stated(row, person, _SENTENCE_FIELDS)


def _stated(row: RegisterRow, person: KnownResident, fields: Iterable[str]) -> Iterable[Difference]:
    """Fields the row states otherwise than we know; what it leaves blank is not among them."""
    for name in fields:
        before, after = getattr(person, name), getattr(row, name)
        if after and after != before:
            yield Difference(name, before, after)


def _warnings(row: RegisterRow, person: KnownResident, differences: Sequence[Difference]) -> Iterable[Reason]:
    changed = {difference.field: difference for difference in differences}
    if moved := changed.get("register_number"):
        facts = {"before": moved.before, "after": moved.after}
        yield Reason("register_number_changed", facts, "register_number")
    if (number := changed.get("national_number")) and number.before:
        facts = {"before": number.before, "after": number.after}
        yield Reason("register_national_number_changed", facts, "national_number")
    if row.national_number and changed.keys() & {"national_number", "sex", "birth_date"}:
        number_stated = NationalNumber(row.national_number)
        yield from consistent(
            number_stated, row.sex or person.sex, row.birth_date or person.birth_date
        ).reasons


def _misfits(person: KnownResident, differences: Sequence[Difference]) -> tuple[Reason, ...]:
    """Why the person's facts, once changed, would contradict each other."""
    shared = {one.field: one.after for one in differences if one.field != "national_number"}
    after = replace(person, **shared)  # type: ignore[arg-type]
    reasons = []
    if "birth_year" in shared and person.birth_date:
        facts = {"date": person.birth_date, "year": shared["birth_year"]}
        reasons.append(Reason("register_birth_contradicts", facts, "birth_year"))
    if after.started_on and born_after(after.birth_date, after.birth_year, after.started_on):
        reasons.append(Reason("stay_starts_before_birth", {"date": after.started_on}, "started_on"))
    verdict = check_sentence(replace(after.sentence, as_of=after.as_of or date.min), after.kind, date.max)
    return (*reasons, *verdict.reasons)
