"""Whether two scores of one person may be compared, and how much of their difference is measuring error.

Two numbers of one scale may still speak of different things. Where they do, no difference is given at all,
and every reason is named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import log, sqrt

from pulih.rules.instruments.definition import Instrument
from pulih.rules.instruments.items import Item, ItemType
from pulih.rules.instruments.scales import Start, Subscale, Term
from pulih.rules.instruments.scoring import half_up
from pulih.rules.outcomes.certainty import Z95, reliable_change
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One score of a scale with all it hangs on."""

    scale: str
    value: float | None
    """None where the form could not be scored."""
    version: str
    coding: str
    rule: str
    engine: str
    time_window: str = ""


def comparable(instrument: Instrument, first: Measured, then: Measured) -> Verdict:
    """Whether the second score may be read against the first; a refusal names every reason.

    `compare_not_for_progress` concerns the instrument itself: its stages and types are no amounts.
    """
    different: tuple[tuple[str, Callable[[Measured], str], str], ...] = (
        ("compare_other_scale", lambda one: one.scale, "subscale"),
        ("compare_other_version", lambda one: one.version, "version"),
        ("compare_other_coding", lambda one: one.coding, "coding"),
        ("compare_other_rule", lambda one: one.rule, "missing_rule"),
        ("compare_other_engine", lambda one: one.engine, "engine"),
        ("compare_other_window", lambda one: one.time_window, "time_window"),
    )
    found = [
        refused(code, **{fact: of(then), "first": of(first)})
        for code, of, fact in different
        if of(first) != of(then)
    ]
    if not instrument.for_progress:
        found.append(refused("compare_not_for_progress"))
    if first.value is None or then.value is None:
        found.append(refused("compare_not_scorable"))
    return all_of(found) if found else ALLOWED


@dataclass(frozen=True)
class Precision:
    """How exactly a scale measures, in the unit of its score."""

    error: float
    """Standard error of measurement: SD x sqrt(1 - retest reliability)."""
    threshold: float
    """The smallest reliable change (Jacobson and Truax)."""
    checked: bool
    """Whether the figures it is made from have a source."""

    @property
    def band(self) -> float:
        """Half of the 95 % band around a score."""
        return Z95 * self.error


def precision(subscale: Subscale) -> Precision | None:
    """What measuring error does to a scale; None where nobody has found it out."""
    known = subscale.parameters
    if known is None:
        return None
    return Precision(
        known.sd * sqrt(1 - known.retest), reliable_change(known.sd, known.retest), known.checked
    )


def direction(difference: float, exactness: Precision | None) -> str:
    """`risen`, `fallen` or `within_error`; `unknown` where the measuring error is.

    Better and worse are not said: a higher score is good on one instrument and bad on the next.
    """
    if exactness is None:
        return "unknown"
    if abs(difference) < exactness.threshold:
        return "within_error"
    return "risen" if difference > 0 else "fallen"


def span(instrument: Instrument, subscale: Subscale) -> tuple[float, float]:
    """The lowest and the highest score an instrument allows, so that a chart shows the whole scale."""
    low, high = _started(instrument, subscale)
    ends: dict[str, tuple[Fraction, Fraction]] = {subscale.figure: (low, high)}
    for one in instrument.transforms:
        if one.of in ends:
            moved = [(end - Fraction(one.minus)) * Fraction(one.times) for end in ends[one.of]]
            rounded = [half_up(end) for end in moved] if one.half_up else moved
            ends[one.code] = min(rounded), max(rounded)
    low, high = ends[instrument.value_figure(subscale)]
    return float(low), float(high)


Ends = tuple[Fraction, Fraction]


def _started(instrument: Instrument, subscale: Subscale) -> Ends:
    if subscale.start is Start.COMBINED:
        parts = {one.code: one for one in instrument.subscales}
        return _added(
            [
                _times(_started(instrument, parts[code]), Fraction(factor))
                for code, factor in subscale.combines
            ]
        )
    if subscale.start is Start.FORMULA:
        base = Fraction(subscale.base)
        low, high = _added([_term(instrument, one) for one in subscale.terms])
        return low + base, high + base
    ends = _items(instrument, subscale.items)
    return _mean(ends) if subscale.start is Start.MEAN else _added(ends)


def _term(instrument: Instrument, term: Term) -> Ends:
    ends = _items(instrument, term.items)
    found = _mean(ends) if term.how == "mean" else _added(ends)
    if term.how == "ln":
        found = Fraction(0), Fraction(log(found[1])) if found[1] > 1 else Fraction(0)
    return _times(found, (-1 if term.minus else 1) / Fraction(term.over))


def _items(instrument: Instrument, codes: tuple[str, ...]) -> list[Ends]:
    return [_item(item) for code in codes if (item := instrument.item(code)) is not None]


def _item(item: Item) -> Ends:
    """What an item counts at least and at most; one that may be left out or not fit may count nothing."""
    if item.type is not ItemType.CHOICE:
        counted = [item.least, item.most]
    else:
        counted = [item.points_of(value) or 0 for value in item.values]
    if item.shown_when:
        counted.append(0)
    return Fraction(min(counted)), Fraction(max(counted))


def _added(ends: list[Ends]) -> Ends:
    return sum((low for low, _ in ends), Fraction(0)), sum((high for _, high in ends), Fraction(0))


def _mean(ends: list[Ends]) -> Ends:
    """A mean of answered items lies between the lowest and the highest that any of them counts."""
    if not ends:
        return Fraction(0), Fraction(0)
    return min(low for low, _ in ends), max(high for _, high in ends)


def _times(ends: Ends, factor: Fraction) -> Ends:
    moved = ends[0] * factor, ends[1] * factor
    return min(moved), max(moved)
