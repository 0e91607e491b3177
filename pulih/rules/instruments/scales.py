"""How answers become figures: subscales, transforms, bands and alerts, as a definition says them."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pulih.rules.instruments.words import Words
from pulih.rules.permissions import Role


@dataclass(frozen=True)
class ChangeParameters:
    """What reliable change needs of a subscale; `checked` says whether the figures have a source."""

    sd: float
    retest: float
    checked: bool


class Start(StrEnum):
    """The figure a subscale starts from."""

    SUM = "sum"
    MEAN = "mean"
    FORMULA = "formula"
    """Terms added up; every item must be answered."""
    COMBINED = "combined"
    """Other subscales added up; each must have a score."""


@dataclass(frozen=True)
class Term:
    """One term of a formula: what the items come to, divided by `over`, added or taken away."""

    items: tuple[str, ...]
    how: str = "sum"
    """`sum`, `mean` (of those the question fits) or `ln` (natural logarithm; 0 below one unit)."""
    over: str = "1"
    minus: bool = False


@dataclass(frozen=True, kw_only=True)
class Subscale:
    """Items scored together, and how many of them must be answered under each missing rule."""

    code: str
    title: Words
    start: Start
    figure: str
    """The code of the starting figure: `mean`, `sum`, or the field's own name for it."""
    items: tuple[str, ...]
    least_by_rule: tuple[tuple[str, int], ...] = ()
    terms: tuple[Term, ...] = ()
    combines: tuple[tuple[str, int], ...] = ()
    """Other subscales with the factor of each."""
    base: str = "0"
    """What a formula starts from."""
    parameters: ChangeParameters | None = None

    def least_answered(self, rule: str) -> int:
        """How many items this rule wants answered; all where the subscale does not name the rule."""
        for named, least in self.least_by_rule:
            if named == rule:
                return least
        return len(self.items)


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


class Method(StrEnum):
    """How a value finds its band."""

    FROM = "from"
    """The last step the value has reached."""
    UP_TO = "up_to"
    """The first step the value does not exceed."""
    NEAREST = "nearest"
    """The step nearest to the value; the earlier one of two equally near."""


Label = str | bool
Steps = tuple[tuple[Label, str], ...]
"""Label and threshold, a decimal text, in rising order."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """What a value is called under one scheme. A scheme with two labels true and false is a cut-off."""

    code: str
    title: Words
    scheme: Words
    """Whose cut-offs these are."""
    of: tuple[str, ...]
    """The subscales it judges."""
    method: Method
    steps: tuple[tuple[str, Steps], ...]
    """Steps by the circumstance named in `by`; under an empty text where it depends on nothing."""
    by: str = ""
    figure: str = ""
    """The figure it judges; the subscale's score where nothing is said."""
    words: tuple[tuple[Label, Words], ...] = ()

    def label(self, value: Fraction, circumstance: str) -> Label | None:
        """The band of a value; None where it depends on a circumstance that is not known."""
        steps = dict(self.steps).get(circumstance if self.by else "")
        if steps is None:
            return None
        at = [(label, Fraction(threshold)) for label, threshold in steps]
        if self.method is Method.NEAREST:
            return min(at, key=lambda step: abs(value - step[1]))[0]
        if self.method is Method.UP_TO:
            return next((label for label, threshold in at if value <= threshold), at[-1][0])
        return next((label for label, threshold in reversed(at) if value >= threshold), at[0][0])

    def say(self, label: Label | None, language: str) -> str:
        """The words of a label; its code where the definition has none."""
        words = dict(self.words).get(label) if label is not None else None
        return words.say(language) if words else str(label or "–")


@dataclass(frozen=True, kw_only=True)
class AlertRule:
    """What somebody in this role must be told of, whatever else the form says: an answer, or a value."""

    code: str
    role: Role
    item: str = ""
    at: frozenset[int] = frozenset()
    """Answers as coded raw."""
    subscale: str = ""
    at_least: str = ""
    """The value from which the subscale itself is worrying, a decimal text."""
    flag: str = ""
    """The name under which programs find whether it was raised."""
