"""What the import compares: a row of the register, a resident we know, and what became of the row."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from pulih.rules.identity import Sex
from pulih.rules.sentences import Sentence
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Reason


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What both a row and a known resident state; None, an empty text or tuple means "not stated"."""

    register_number: str
    name: str
    aliases: tuple[str, ...] = ()
    sex: Sex | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    kind: StayKind | None = None
    block: str = ""
    started_on: date | None = None
    articles: tuple[str, ...] = ()
    sentence_started_on: date | None = None
    two_thirds_on: date | None = None
    expires_on: date | None = None
    as_of: date | None = None

    @property
    def sentence(self) -> Sentence:
        """The sentence these particulars state."""
        return Sentence(
            self.articles, self.sentence_started_on, self.two_thirds_on, self.expires_on, self.as_of
        )

    @property
    def year_of_birth(self) -> int | None:
        """The year, from whichever of date and year is stated."""
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(frozen=True, kw_only=True)
class RegisterRow(Particulars):
    """One row of the file; `number` is the row a person sees in the spreadsheet, unique in the file."""

    number: int
    national_number: str | None = field(default=None, repr=False)
    """Sixteen digits."""


@dataclass(frozen=True, kw_only=True)
class KnownResident(Particulars):
    """Somebody with an open stay at the organisation whose register is imported."""

    person_id: UUID
    number_key: str | None = field(default=None, repr=False)
    """The blind index of the national number, as `compare` makes it from a row's."""
    number_ending: str = ""
    """The last four digits, to show a difference."""


@dataclass(frozen=True)
class Holder:
    """The answer to "who has this national number": another organisation, or ours without an open stay."""

    organisation: str
    yours: bool = False
    person_id: UUID | None = None


class Outcome(StrEnum):
    """What becomes of a row, or of a resident whom the file leaves out."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    GONE = "gone"


@dataclass(frozen=True)
class Difference:
    """One field that would change. A national number appears masked."""

    field: str
    before: object
    after: object


NEEDS_DECISION = frozenset(
    ("register_likely_known", "register_likely_twice", "register_national_number_changed")
)
"""Warnings with which a row is not applied until somebody has looked."""


@dataclass(frozen=True)
class RowOutcome:
    """What becomes of one row (or, when gone, of one resident), why, and what would change.

    `person_id` is the person it concerns, also for a new stay of somebody known from before.
    `confirmed_as_of` is set when a newer export repeats the sentence unchanged: the date moves, silently.
    """

    outcome: Outcome
    row: RegisterRow | None = None
    person_id: UUID | None = None
    differences: tuple[Difference, ...] = ()
    reasons: tuple[Reason, ...] = ()
    confirmed_as_of: date | None = None

    @property
    def needs_decision(self) -> bool:
        """Whether a person must look before this is applied."""
        return self.outcome is Outcome.CONFLICT or any(r.code in NEEDS_DECISION for r in self.reasons)
