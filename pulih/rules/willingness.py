"""Nobody is screened or measured without saying yes on paper; who takes it back is not measured again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pulih.rules.identity import Age, age_on
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

TEXT_VERSION = "2026-1"
"""The statement in use: what the programme is, that it is voluntary, who reads the record, that refusing
harms neither trial nor rights, how to withdraw."""
GUARDIAN_BELOW = 18


@dataclass(frozen=True)
class Willingness:
    """A signed statement of willingness (surat kesediaan)."""

    signed_on: date
    witness: str
    text_version: str = TEXT_VERSION
    language: str = "id"
    read_aloud: bool = False
    guardian: str = ""
    withdrawn_on: date | None = None


def check_willingness(
    given: Willingness, today: date, birth_date: date | None, birth_year: int | None, stay_since: date | None
) -> Verdict:
    """Whether a statement may be recorded: dated, witnessed, and by a guardian too for the young."""
    return all_of(
        (
            _check_day(given.signed_on, today, birth_date, stay_since),
            ALLOWED if len(given.witness.strip()) >= 3 else refused("willingness_witness_missing", "witness"),
            _check_guardian(given, birth_date, birth_year),
        )
    )


def _check_day(signed_on: date, today: date, birth_date: date | None, stay_since: date | None) -> Verdict:
    if signed_on > today:
        return refused("willingness_in_future", "signed_on", date=signed_on)
    if birth_date and signed_on <= birth_date:
        return refused("willingness_before_birth", "signed_on")
    if stay_since and signed_on < stay_since:
        return refused("willingness_before_stay", "signed_on", since=stay_since)
    return ALLOWED


def _check_guardian(given: Willingness, birth_date: date | None, birth_year: int | None) -> Verdict:
    age: Age | None = age_on(birth_date, birth_year, given.signed_on)
    if age is not None and age.years < GUARDIAN_BELOW and len(given.guardian.strip()) < 3:
        return refused("willingness_guardian_missing", "guardian", age=age.years, below=GUARDIAN_BELOW)
    return ALLOWED


def check_withdrawal(given: Willingness, on: date, today: date) -> Verdict:
    """Whether a statement may be taken back on that day."""
    if given.withdrawn_on:
        return refused("willingness_withdrawn_already", date=given.withdrawn_on)
    if on > today:
        return refused("willingness_in_future", "withdrawn_on", date=on)
    if on < given.signed_on:
        return refused("willingness_withdrawn_before", "withdrawn_on", since=given.signed_on)
    return ALLOWED


def willing_on(statements: Iterable[Willingness], on: date) -> Verdict:
    """Whether a statement covers that day: signed on or before it and not withdrawn before it."""
    known = sorted(statements, key=lambda one: one.signed_on)
    if any(one.signed_on <= on and (one.withdrawn_on is None or on < one.withdrawn_on) for one in known):
        return ALLOWED
    if not known:
        return refused("willingness_missing")
    if all(one.signed_on > on for one in known):
        return refused("willingness_later", since=known[0].signed_on)
    return refused("willingness_withdrawn", date=known[-1].withdrawn_on)
