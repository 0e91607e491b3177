"""Errors a row of the register carries in itself, and rows that claim the same number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pulih.rules.errors import RuleBroken
from pulih.rules.identity import born_after, check_birth, parse_national_number
from pulih.rules.names import clean_name, register_key
from pulih.rules.register.facts import RegisterRow
from pulih.rules.sentences import check_sentence
from pulih.rules.verdicts import Reason


def check_rows(rows: Sequence[RegisterRow], today: date) -> dict[int, list[Reason]]:
    """Why rows cannot be taken, by row number, every reason of a row at once; sound rows are absent.

    Whether a value is owed is not asked here: a later import may leave blank what is known.
    Codes: `register_number_missing`, `register_number_twice`, `national_number_twice`, and those of
    `clean_name`, `check_birth`, `parse_national_number`, `check_sentence`, `stay_starts_in_future`,
    `stay_starts_before_birth`.
    """
    found: defaultdict[int, list[Reason]] = defaultdict(list)
    for row in rows:
        reasons = [*_of_person(row, today), *_of_stay(row, today)]
        if reasons:
            found[row.number] = reasons
    registers = ((row.number, register_key(row.register_number)) for row in rows)
    numbers = ((row.number, row.national_number or "") for row in rows)
    for number, others in _claimed_twice(registers).items():
        found[number].append(Reason("register_number_twice", {"rows": others}, "register_number"))
    for number, others in _claimed_twice(numbers).items():
        found[number].append(Reason("national_number_twice", {"rows": others}, "national_number"))
    return dict(sorted(found.items()))


def _of_person(row: RegisterRow, today: date) -> Iterable[Reason]:
    try:
        clean_name(row.name)
    except RuleBroken as broken:
        yield from broken.reasons
    if row.birth_date or row.birth_year:
        yield from check_birth(row.birth_date, row.birth_year, today).reasons
    if row.national_number:
        try:
            parse_national_number(row.national_number)
        except RuleBroken as broken:
            yield from broken.reasons


def _of_stay(row: RegisterRow, today: date) -> Iterable[Reason]:
    if not register_key(row.register_number):
        yield Reason("register_number_missing", {}, "register_number")
    if row.started_on and row.started_on > today:
        yield Reason("stay_starts_in_future", {"date": row.started_on}, "started_on")
    if row.started_on and born_after(row.birth_date, row.birth_year, row.started_on):
        yield Reason("stay_starts_before_birth", {"date": row.started_on}, "started_on")
    yield from check_sentence(row.sentence, row.kind, today).reasons


def _claimed_twice(claims: Iterable[tuple[int, str]]) -> dict[int, tuple[int, ...]]:
    """For each row whose number another row claims too: all rows that claim it."""
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for number, claim in claims:
        if claim:
            rows_of[claim].append(number)
    return {number: tuple(numbers) for numbers in rows_of.values() if len(numbers) > 1 for number in numbers}
