"""What an instrument is: its items, how a sheet may be coded, and how answers become scores.

A published version never changes; answers name the version, the coding of the sheet and the missing rule.
Everything a definition says about codes (reversal, conditions, alerts) is said for a sheet coded raw.
"""

from dataclasses import dataclass
from functools import cached_property

from pulih.rules.instruments.items import Item, ItemType, Section
from pulih.rules.instruments.scales import AlertRule, Band, Subscale, Transform
from pulih.rules.instruments.words import Words
from pulih.rules.permissions import Role


@dataclass(frozen=True)
class Coding:
    """How a sheet printed its codes; items it already reversed are not reversed again."""

    code: str
    already_reversed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TimeWindow:
    """The stretch of time the questions are about: the last three months, or those before custody."""

    code: str
    words: Words


@dataclass(frozen=True)
class Parts:
    """The same questions asked of several things (substances, domains of life), each scored by itself."""

    by: str
    """What the parts are: the name under which a program names one of them."""
    codes: tuple[tuple[str, Words], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names under which a program may send several answers of a part in one list."""


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One version of a questionnaire, complete: enough to show the form, check it and score it."""

    code: str
    version: str
    """A whole number as text: answers and scores are kept with it."""
    title: Words
    licence: Words
    source: Words
    changed: Words
    """What is different from the version before."""
    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    codings: tuple[Coding, ...]
    missing_rules: tuple[str, ...]
    """The first is used unless another is named."""
    subscales: tuple[Subscale, ...]
    least_answered: int = 0
    """With fewer answers the whole form is void."""
    transforms: tuple[Transform, ...] = ()
    value: str = ""
    """The figure that is a subscale's score; its starting figure where nothing is said."""
    bands: tuple[Band, ...] = ()
    alerts: tuple[AlertRule, ...] = ()
    parts: Parts | None = None
    windows: tuple[TimeWindow, ...] = ()
    circumstances: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What scores depend on beside answers, with the values it may have: sex."""
    hidden_answers: str = "refuse"
    """An answer to an item that earlier answers leave out: `refuse` it, or `count` it as the sheet has it."""
    modes: tuple[str, ...] = ("interview", "read_aloud", "self")
    roles: tuple[Role, ...] = ()
    competency: str = ""
    """What the one who asks must be trained for; nothing where no training is asked."""
    needs_willingness: bool = True
    """Put only to whoever signed the statement; not so an examination made to care for somebody."""
    for_progress: bool = True
    """Whether change of its scores may be read as progress."""
    score_shown: str = "when_complete"
    """`when_complete`, or `while_filling` for a tool of the one who examines."""
    needs_wording: bool = False
    """Offered only to an office that has loaded licensed text: we may not show even captions of our own."""
    whole_sheet: bool = False
    """All sections stand on one page, as on the paper it is copied from; else a section at a time."""

    @property
    def observed(self) -> bool:
        """Whether it says what a worker saw: several may fill it of one person on one day, each on their own."""
        return self.competency == "observation"

    def short_title(self, language: str) -> str:
        """The name without what it measures."""
        return self.title.say(language).split(",")[0]

    def purpose(self, language: str) -> str:
        """What it measures: the rest of the title."""
        return self.title.say(language).partition(",")[2].strip()

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """The items by their codes."""
        return {item.code: item for item in self.items}

    def item(self, code: str) -> Item | None:
        """One item; None when the instrument has no such item."""
        return self.by_code.get(code)

    @property
    def listed(self) -> tuple[Item, ...]:
        """The items in the order in which a flat list carries their answers."""
        return tuple(item for item in self.items if not item.optional)

    def coding(self, code: str) -> Coding | None:
        """One way a sheet may be coded; None when the instrument knows no such way."""
        return next((coding for coding in self.codings if coding.code == code), None)

    def subscale(self, code: str) -> Subscale | None:
        """One subscale; None when there is none of this code."""
        return next((subscale for subscale in self.subscales if subscale.code == code), None)

    def bands_of(self, subscale: str) -> tuple[Band, ...]:
        """The schemes that judge a subscale."""
        return tuple(band for band in self.bands if subscale in band.of)

    def value_figure(self, subscale: Subscale) -> str:
        """The code of the figure that is a subscale's score."""
        return self.value or subscale.figure

    def ends(self, item: str, coding: str) -> tuple[Words, Words] | None:
        """The words at the lowest and the highest code of an item, as the sheet in hand carries them."""
        section = next((one for one in self.sections if item in one.items), None)
        if section is None or section.low is None or section.high is None:
            return None
        sheet = self.coding(coding)
        if sheet is not None and item in sheet.already_reversed:
            return section.high, section.low
        return section.low, section.high

    @property
    def default_rule(self) -> str:
        """The missing rule used unless another is named."""
        return self.missing_rules[0]

    @property
    def scored_items(self) -> frozenset[str]:
        """The items some subscale counts."""
        return frozenset(code for one in self.subscales for code in one.items)

    @cached_property
    def points(self) -> dict[str, dict[str, dict[int, tuple[int, int | None]]]]:
        """Raw code and points of every answer a choice may carry: by coding, item and answer."""
        return {
            coding.code: {
                item.code: {
                    answer: (raw, item.points_of(raw))
                    for answer in item.values
                    for raw in [item.mirrored(answer) if item.code in coding.already_reversed else answer]
                }
                for item in self.items
                if item.type is ItemType.CHOICE
            }
            for coding in self.codings
        }

    @cached_property
    def conditional(self) -> tuple[Item, ...]:
        """The items that are not always asked, in the order of the form."""
        return tuple(item for item in self.items if item.shown_when)

    @cached_property
    def remembered(self) -> dict[object, object]:
        """Figures already worked out for a sum of points: there are few sums, and forms by the thousand."""
        return {}
