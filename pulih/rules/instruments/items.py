"""What an instrument asks: items, the answers they take, and when an item is asked at all."""

from dataclasses import dataclass
from enum import StrEnum

from pulih.rules.instruments.words import Words


class ItemType(StrEnum):
    """What kind of answer an item takes; it never changes between versions."""

    CHOICE = "choice"
    """One of a few whole numbers."""
    COUNT = "count"
    """A whole number in a range: days, times."""
    AMOUNT = "amount"
    """A number in a range, decimals allowed: money, hours."""
    NOTE = "note"
    """Free text; never scored."""


@dataclass(frozen=True)
class AnswerSet:
    """The answers several items share: their codes, what each counts, and the words beside it."""

    code: str
    values: tuple[int, ...]
    points: tuple[int, ...]
    """What each value counts, in the order of the values; the values themselves where nothing is said."""
    words: tuple[Words, ...] = ()
    """One a value; none where the official sheet must be looked at."""
    not_applicable: int | None = None
    """The value that says the question does not fit: an answer, yet it counts in no sum and no mean."""


@dataclass(frozen=True)
class Clause:
    """One reason to ask an item: any of these earlier items has such an answer."""

    items: tuple[str, ...]
    among: frozenset[int] = frozenset()
    """Answers as coded raw; empty where `at_least` is given."""
    at_least: int | None = None

    def fits(self, answer: object) -> bool:
        """Whether one answer is such an answer."""
        if isinstance(answer, str) or answer is None:
            return False
        if self.at_least is not None:
            return answer >= self.at_least  # type: ignore[operator]
        return answer in self.among


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question: its caption is ours, its wording may be licensed to somebody else."""

    code: str
    caption: Words
    type: ItemType
    answers: AnswerSet | None = None
    """Of a choice; None for the other types."""
    least: int = 0
    most: int = 0
    """Range of a count or an amount; the longest text of a note, in characters."""
    reverse: bool = False
    """A higher answer is worse, as coded raw; its points are counted from the other end."""
    optional: bool = False
    """Not asked for when it is left out: notes, extras. It stands in no flat list of answers."""
    shown_when: tuple[Clause, ...] = ()
    """Asked only when every clause holds; always when there is none."""
    unit: Words | None = None
    """What a count or amount counts."""

    @property
    def values(self) -> tuple[int, ...]:
        """The codes a choice takes; none for the other types."""
        return self.answers.values if self.answers else ()

    def mirrored(self, answer: int) -> int:
        """The same answer counted from the other end: 5 for 1."""
        return min(self.values) + max(self.values) - answer

    def points_of(self, answer: int) -> int | None:
        """What a choice counts, as coded raw; None where the question does not fit."""
        if self.answers is None or answer == self.answers.not_applicable:
            return None
        counted = self.mirrored(answer) if self.reverse else answer
        return self.answers.points[self.values.index(counted)]


@dataclass(frozen=True)
class Section:
    """Neighbouring items under one heading, with the words at both ends of their scale as coded raw."""

    heading: Words
    items: tuple[str, ...]
    low: Words | None = None
    high: Words | None = None
    hint: Words | None = None
    """What the one who asks must know here."""
