"""A person's time at one organisation: under remand, sentenced or supervised on probation.

A stay covers its first day and not its last, so that somebody may leave one prison and enter another on the
same day (`daterange '[)'` in the database).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.identity import born_after
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused


class StayKind(StrEnum):
    """On what ground the organisation has the person."""

    REMAND = "remand"
    """Awaiting judgment (tahanan): no sentence, and no known end, which is normal."""
    SENTENCED = "sentenced"
    PROBATION = "probation"
    """Supervised by a probation office (klien pemasyarakatan)."""


class Ending(StrEnum):
    """How a stay ended."""

    RELEASED_EXPIRY = "released_expiry"
    RELEASED_PAROLE = "released_parole"
    RELEASED_EARLY = "released_early"
    TRANSFERRED = "transferred"
    DIED = "died"
    ESCAPED = "escaped"
    COURT_ORDER = "court_order"
    OTHER = "other"


_NEEDS_SENTENCE = frozenset((Ending.RELEASED_EXPIRY, Ending.RELEASED_PAROLE, Ending.RELEASED_EARLY))


@dataclass(frozen=True)
class Stay:
    """One stay as facts. `note` is owed when it ended in another way than those listed."""

    organisation_id: int
    register_number: str
    kind: StayKind
    started_on: date
    block: str = ""
    ended_on: date | None = None
    how_ended: Ending | None = None
    note: str = ""

    @property
    def open(self) -> bool:
        """Whether the person is there now, as far as the record knows."""
        return self.ended_on is None

    def covers(self, day: date) -> bool:
        """Whether the person was there on that day; the day of leaving belongs to the next stay."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)

    def overlaps(self, other: "Stay") -> bool:
        """Whether two stays claim the same day; one ending and one beginning on a day do not."""
        return (other.ended_on is None or self.started_on < other.ended_on) and (
            self.ended_on is None or other.started_on < self.ended_on
        )


def check_stay(
    new: Stay,
    others: Iterable[Stay],
    today: date,
    birth_date: date | None = None,
    birth_year: int | None = None,
) -> Verdict:
    """Whether a stay may be recorded beside the person's other stays (the one it replaces left out).

    Codes: `stay_register_number_missing`, `stay_starts_in_future`, `stay_starts_before_birth`,
    `stay_already_open`, `stay_overlaps`, `stay_overlaps_open`, and those of `check_ending`.
    """
    started = new.started_on
    refusals = (
        (not new.register_number.strip(), refused("stay_register_number_missing", "register_number")),
        (started > today, refused("stay_starts_in_future", "started_on", date=started)),
        (
            born_after(birth_date, birth_year, started),
            refused("stay_starts_before_birth", "started_on", date=started),
        ),
    )
    own = [refusal for broken, refusal in refusals if broken]
    ending = _check_end(new, new.ended_on, new.how_ended, today, new.note)
    return all_of([*own, ending, *(_beside(new, other) for other in others)])


def _beside(new: Stay, other: Stay) -> Verdict:
    """One verdict for a pair: a second open stay is named as such, not as an overlap as well."""
    if new.open and other.open:
        return refused("stay_already_open", "started_on", since=other.started_on)
    if new.overlaps(other):
        if other.ended_on is None:
            return refused("stay_overlaps_open", "started_on", since=other.started_on)
        return refused("stay_overlaps", "started_on", start=other.started_on, end=other.ended_on)
    return ALLOWED


def check_ending(stay: Stay, ended_on: date, how: Ending | None, today: date, note: str = "") -> Verdict:
    """Whether an open stay may be closed so.

    Codes: `stay_already_ended`, `stay_ends_in_future`, `stay_ends_before_start`, `stay_ending_missing`,
    `stay_ending_needs_sentence`, `stay_ending_note_missing`.
    """
    if stay.ended_on is not None:
        return refused("stay_already_ended", "ended_on", date=stay.ended_on)
    return _check_end(stay, ended_on, how, today, note)


def _check_end(stay: Stay, ended_on: date | None, how: Ending | None, today: date, note: str) -> Verdict:
    if ended_on is None:
        return refused("stay_end_date_missing", "ended_on") if how is not None else ALLOWED
    verdicts = []
    if ended_on > today:
        verdicts.append(refused("stay_ends_in_future", "ended_on", date=ended_on))
    if ended_on < stay.started_on:
        verdicts.append(refused("stay_ends_before_start", "ended_on", start=stay.started_on))
    if how is None:
        verdicts.append(refused("stay_ending_missing", "how_ended"))
    elif how in _NEEDS_SENTENCE and stay.kind is StayKind.REMAND:
        verdicts.append(refused("stay_ending_needs_sentence", "how_ended"))
    elif how is Ending.OTHER and not note.strip():
        verdicts.append(refused("stay_ending_note_missing", "note"))
    return all_of(verdicts)
