"""Scores from answers: a pure function with a version, that says "not scorable" rather than a wrong number."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments.answers import Answers, check_answers, coded_raw
from pulih.rules.instruments.definition import Instrument, Subscale, Transform
from pulih.rules.permissions import Role
from pulih.rules.verdicts import Reason

ENGINE_VERSION = "1"
"""Stored with every score; raised when the same answers would give other figures."""


@dataclass(frozen=True)
class Alert:
    """Somebody in this role must be told of the answer to this item."""

    item: str
    role: Role
    code: str


@dataclass(frozen=True, kw_only=True)
class SubscaleScore:
    """One subscale's score, or why there is none; then `value` and all figures are None."""

    code: str
    value: float | None
    figures: tuple[tuple[str, float | None], ...]
    """The mean of the answers and every figure the instrument defines, exact unless it rounds."""
    items_used: int
    items_missing: int
    scorable: bool
    reason: Reason | None

    def figure(self, code: str) -> float | None:
        """One figure; None when there is no score or no such figure."""
        return dict(self.figures).get(code)

    @property
    def mean(self) -> float | None:
        """The mean of the answered items, each counted so that higher is better."""
        return self.figure("mean")

    @property
    def s4_20(self) -> float | None:
        """The score from 4 to 20, exact."""
        return self.figure("s4_20")

    @property
    def manual_4_20(self) -> float | None:
        """The score from 4 to 20 as the manual's table rounds it."""
        return self.figure("manual_table_4_20")

    @property
    def manual_0_100(self) -> float | None:
        """The score from 0 to 100 as the manual's table rounds it; never compared with an exact one."""
        return self.figure("manual_table_0_100")


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What a form came to, and by which instrument version, coding, rule and engine."""

    instrument: str
    version: str
    coding: str
    rule: str
    engine: str
    answered: int
    scorable: bool
    """Whether at least one subscale has a score; a void form has none."""
    reason: Reason | None
    subscales: tuple[SubscaleScore, ...]
    alerts: tuple[Alert, ...]
    """Also of a form that cannot be scored: somebody in despair may leave the rest empty."""

    def subscale(self, code: str) -> SubscaleScore | None:
        """One subscale's score; None when the instrument has no such subscale."""
        return next((one for one in self.subscales if one.code == code), None)


def score(instrument: Instrument, answers: Answers, *, coding: str, rule: str | None = None) -> Scored:
    """Score one form by its coding and a missing rule (the instrument's first unless named).

    Malformed answers are refused by the codes of `check_answers` and `missing_rule_unknown`; a form with
    too few answers is an answer too, with the reason `form_too_few_answered` or `subscale_too_few_answered`.
    """
    require(check_answers(instrument, answers, coding))
    rule = instrument.default_rule if rule is None else rule
    if rule not in instrument.missing_rules:
        raise RuleBroken("missing_rule_unknown", "rule", rule=rule, known=list(instrument.missing_rules))
    raw = coded_raw(instrument, answers, coding)
    void = _void(instrument, len(raw))
    subscales = tuple(_score_subscale(instrument, one, raw, rule, void) for one in instrument.subscales)
    scorable = any(one.scorable for one in subscales)
    return Scored(
        instrument=instrument.code,
        version=instrument.version,
        coding=coding,
        rule=rule,
        engine=ENGINE_VERSION,
        answered=len(raw),
        scorable=scorable,
        reason=None if scorable else subscales[0].reason,
        subscales=subscales,
        alerts=tuple(
            Alert(one.item, one.role, one.code) for one in instrument.alerts if raw.get(one.item) in one.at
        ),
    )


def _void(instrument: Instrument, answered: int) -> Reason | None:
    """Why the whole form cannot be scored; None when it can."""
    if answered >= instrument.least_answered:
        return None
    facts = {"answered": answered, "items": len(instrument.items), "least": instrument.least_answered}
    return Reason("form_too_few_answered", facts)


def _score_subscale(
    instrument: Instrument, subscale: Subscale, raw: Mapping[str, int], rule: str, void: Reason | None
) -> SubscaleScore:
    points = _points(instrument, subscale, raw)
    missing = [code for code in subscale.items if code not in raw]
    reason = void
    if reason is None and len(points) < subscale.least_answered(rule):
        least = subscale.least_answered(rule)
        facts = {"subscale": subscale.code, "answered": len(points), "least": least, "missing": missing}
        reason = Reason("subscale_too_few_answered", facts)
    mean = None if reason else Fraction(sum(points), len(points))
    figures = _figures(mean, instrument.transforms)
    return SubscaleScore(
        code=subscale.code,
        value=figures[instrument.value],
        figures=tuple(figures.items()),
        items_used=len(points),
        items_missing=len(missing),
        scorable=reason is None,
        reason=reason,
    )


def _points(instrument: Instrument, subscale: Subscale, raw: Mapping[str, int]) -> list[int]:
    """What the answered items of a subscale count, those that run backwards mirrored."""
    items = [item for item in instrument.items if item.code in subscale.items and item.code in raw]
    return [item.mirrored(raw[item.code]) if item.reverse else raw[item.code] for item in items]


def _figures(mean: Fraction | None, transforms: tuple[Transform, ...]) -> dict[str, float | None]:
    """All figures of a subscale, reckoned in exact fractions and made floats only at the end."""
    if mean is None:
        return dict.fromkeys(("mean", *(one.code for one in transforms)))
    exact = {"mean": mean}
    for one in transforms:
        figure = (exact[one.of] - Fraction(one.minus)) * Fraction(one.times)
        exact[one.code] = half_up(figure) if one.half_up else figure
    return {code: float(figure) for code, figure in exact.items()}


def half_up(figure: Fraction) -> Fraction:
    """The nearest whole number, a half going up as the manual does; `round()` would take the even one."""
    return Fraction(floor(figure + Fraction(1, 2)))
