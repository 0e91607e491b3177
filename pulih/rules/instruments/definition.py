"""What an instrument is: its items, how a sheet may be coded, and how answers become scores.

A published version never changes; answers name the version, the coding of the sheet and the missing rule.
Everything a definition says about codes (reversal, alerts) is said for a sheet coded raw.
"""

from dataclasses import dataclass
from enum import StrEnum

from pulih.rules.permissions import Role


@dataclass(frozen=True)
class Words:
    """A short text in both languages of the house."""

    id: str
    en: str

    def say(self, language: str) -> str:
        """The text in one language; Indonesian unless English is asked for."""
        return self.en if language == "en" else self.id


class ItemType(StrEnum):
    """What kind of answer an item takes; it never changes between versions."""

    CHOICE = "choice"
    """One of a few whole numbers."""


@dataclass(frozen=True)
class Item:
    """One question: its caption is ours, its wording is on the official sheet."""

    code: str
    caption: Words
    type: ItemType
    values: tuple[int, ...]
    reverse: bool = False
    """A higher answer is worse, as coded raw."""

    def mirrored(self, answer: int) -> int:
        """The same answer counted from the other end: 5 for 1."""
        return min(self.values) + max(self.values) - answer


@dataclass(frozen=True)
class Section:
    """Neighbouring items under one heading, with the words at both ends of their scale as coded raw."""

    heading: Words
    low: Words
    high: Words
    items: tuple[str, ...]


@dataclass(frozen=True)
class Coding:
    """How a sheet printed its codes; items it already reversed are not reversed again."""

    code: str
    already_reversed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChangeParameters:
    """What reliable change needs of a subscale; `checked` says whether the figures have a source."""

    sd: float
    retest: float
    checked: bool


@dataclass(frozen=True)
class Subscale:
    """Items scored together, and how many of them must be answered under each missing rule."""

    code: str
    items: tuple[str, ...]
    least_by_rule: tuple[tuple[str, int], ...]
    parameters: ChangeParameters | None = None

    def least_answered(self, rule: str) -> int:
        """How many items this rule wants answered; all where the subscale does not name the rule."""
        return dict(self.least_by_rule).get(rule, len(self.items))


@dataclass(frozen=True)
class Transform:
    """One more figure of a subscale: (figure `of` - minus) x times, half up to a whole number or exact.

    `times` and `minus` are decimal texts, so that no binary fraction shifts a rounding.
    """

    code: str
    of: str
    minus: str = "0"
    times: str = "1"
    half_up: bool = False


@dataclass(frozen=True)
class AlertRule:
    """An answer somebody in this role must be told of, whatever the score."""

    code: str
    item: str
    at: frozenset[int]
    role: Role


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One version of a questionnaire, complete: enough to show the form, check it and score it."""

    code: str
    version: str
    """A whole number as text: answers and scores are kept with it."""
    title: Words
    licence: Words
    source: Words
    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    codings: tuple[Coding, ...]
    missing_rules: tuple[str, ...]
    """The first is used unless another is named."""
    least_answered: int
    """With fewer answers the whole form is void."""
    subscales: tuple[Subscale, ...]
    transforms: tuple[Transform, ...]
    value: str
    """The figure that is a subscale's score."""
    alerts: tuple[AlertRule, ...] = ()

    def item(self, code: str) -> Item | None:
        """One item; None when the instrument has no such item."""
        return next((item for item in self.items if item.code == code), None)

    def coding(self, code: str) -> Coding | None:
        """One way a sheet may be coded; None when the instrument knows no such way."""
        return next((coding for coding in self.codings if coding.code == code), None)

    def subscale(self, code: str) -> Subscale | None:
        """One subscale; None when there is none of this code."""
        return next((subscale for subscale in self.subscales if subscale.code == code), None)

    def ends(self, item: str, coding: str) -> tuple[Words, Words]:
        """The words at the lowest and the highest code of an item, as the sheet in hand carries them."""
        section = next(one for one in self.sections if item in one.items)
        sheet = self.coding(coding)
        if sheet is not None and item in sheet.already_reversed:
            return section.high, section.low
        return section.low, section.high

    @property
    def default_rule(self) -> str:
        """The missing rule used unless another is named."""
        return self.missing_rules[0]
