"""Papers an office issues: decree, certificate and their like; numbers, codes, and what must hold before."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.errors import RuleBroken
from pulih.rules.identity import check_reference, reference_from
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

LONGEST_NUMBER = 60
LEAST_BECAUSE = 5
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z .,/\-]*")


class Kind(StrEnum):
    """What was issued."""

    DECREE = "decree"
    """The list of those admitted to a cycle, signed by the head (surat keputusan)."""
    CERTIFICATE = "certificate"
    PROGRESS_REPORT = "progress_report"
    WILLINGNESS = "willingness"


@dataclass(frozen=True)
class Completion:
    """An enrolment as a certificate looks at it."""

    completed_on: date | None
    """The day the programme was completed, by the history in force; None where it was not."""
    issued_already: bool = False


def new_code(chance: bytes) -> str:
    """The code printed on a paper: short, without look-alikes, and with a sign that catches slips."""
    return reference_from(chance)


def read_code(typed: str) -> str | None:
    """A code as typed in its one form; None for what can be no code, so that both are answered alike."""
    try:
        return check_reference(typed)
    except RuleBroken:
        return None


_PLACE = re.compile(r"#+")


def check_series(pattern: str) -> Verdict:
    """Whether a pattern can number many papers: exactly one run of # where the running number goes."""
    return ALLOWED if len(_PLACE.findall(pattern)) == 1 else refused("document_series_place", "pattern")


def numbers_of(pattern: str, first: int, count: int) -> tuple[str, ...]:
    """Numbers one after the other; `##` writes at least two digits."""
    return tuple(
        _PLACE.sub(lambda place, number=number: str(number).zfill(len(place.group())), pattern)  # type: ignore[misc]
        for number in range(first, first + count)
    )


def initials(name: str) -> str:
    """All a public page tells of a name."""
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"[^\W\d_]+", name))


def check_number(number: str, on: date, today: date) -> Verdict:
    """Whether number and day of a paper can stand."""
    found = []
    typed = number.strip()
    if not typed:
        found.append(refused("document_number_missing", "number"))
    elif len(typed) > LONGEST_NUMBER or not _NUMBER.fullmatch(typed):
        found.append(refused("document_number_odd", "number", longest=LONGEST_NUMBER))
    if on > today:
        found.append(refused("document_in_future", "on", date=on))
    return all_of(found)


def check_decree(people: int, last_admitted_on: date | None, on: date) -> Verdict:
    """Whether a decree can be issued: it names somebody, and none who was admitted after its day."""
    if not people:
        return refused("decree_nobody")
    if last_admitted_on and on < last_admitted_on:
        return refused("decree_before_admission", "on", admitted_on=last_admitted_on)
    return ALLOWED


def check_certificate(done: Completion, on: date) -> Verdict:
    """Whether a certificate can be issued: completed, on or after that day, and none stands already."""
    if done.completed_on is None:
        return refused("certificate_not_completed")
    if done.issued_already:
        return refused("certificate_issued")
    if on < done.completed_on:
        return refused("certificate_before_completion", "on", completed_on=done.completed_on)
    return ALLOWED


def check_withdrawal(withdrawn: bool, because: str) -> Verdict:
    """Whether a paper can be withdrawn: once, and with a reason."""
    if withdrawn:
        return refused("document_withdrawn")
    if len(because.strip()) < LEAST_BECAUSE:
        return refused("withdrawal_reason_short", "because", owed=LEAST_BECAUSE)
    return ALLOWED
