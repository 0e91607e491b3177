"""Statistics that files of worked examples ask for beside instruments: change, cut-off, interval, funnel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from pulih.exchange.scoring.shapes import Malformed
from pulih.rules.outcomes.certainty import crossing, funnel, reliable_change, reliable_change_index, wilson

VERSION = "1"
"""Raised when the same figures would give other results."""


@dataclass(frozen=True)
class Figure:
    """A figure that a statistic needs, and the range in which it means something."""

    name: str
    least: float = float("-inf")
    most: float = float("inf")
    above: bool = False
    """`least` itself is outside."""
    below: bool = False
    """`most` itself is outside."""
    whole: bool = False

    def read(self, given: Mapping[str, Any]) -> float:
        """The figure out of what was given."""
        value = given.get(self.name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise Malformed("figure_missing", f"{self.name} must be a number.", self.name)
        if self.whole and value != int(value):
            raise Malformed("figure_not_whole", f"{self.name} must be a whole number.", self.name)
        low = value < self.least or (self.above and value == self.least)
        high = value > self.most or (self.below and value == self.most)
        if low or high:
            words = f"{self.name} lies outside its range: {self._range()}."
            raise Malformed("figure_out_of_range", words, self.name)
        return value

    def _range(self) -> str:
        return (
            f"{'above' if self.above else 'from'} {self.least} {'below' if self.below else 'to'} {self.most}"
        )


def _rci(pre: float, post: float, sd: float, reliability: float) -> dict[str, Any]:
    index = reliable_change_index(pre, post, sd, reliability)
    threshold = reliable_change(sd, reliability)
    return {"rci": index, "threshold_points": threshold, "reliable": abs(post - pre) >= threshold}


def _cutoff(clin_mean: float, clin_sd: float, norm_mean: float, norm_sd: float) -> dict[str, Any]:
    return {"cutoff": crossing(clin_mean, clin_sd, norm_mean, norm_sd)}


def _wilson(k: float, n: float) -> dict[str, Any]:
    if k > n:
        raise Malformed("figure_out_of_range", "k cannot be more than n.", "k")
    low, high = wilson(int(k), int(n)) or (None, None)
    return {"lo": low, "hi": high}


def _funnel(target: float, n: float) -> dict[str, Any]:
    return {name: list(limits) for name, limits in zip(("l95", "l998"), funnel(target, int(n)), strict=True)}


STATISTICS: Mapping[str, tuple[tuple[Figure, ...], Callable[..., dict[str, Any]]]] = {
    "rci": (
        (
            Figure("pre"),
            Figure("post"),
            Figure("sd", least=0, above=True),
            Figure("reliability", least=0, most=1, below=True),
        ),
        _rci,
    ),
    "csc-cutoff": (
        (
            Figure("clin_mean"),
            Figure("clin_sd", least=0, above=True),
            Figure("norm_mean"),
            Figure("norm_sd", least=0, above=True),
        ),
        _cutoff,
    ),
    "wilson-95": ((Figure("k", least=0, whole=True), Figure("n", least=1, whole=True)), _wilson),
    "funnel-normal": ((Figure("target", least=0, most=1), Figure("n", least=1, whole=True)), _funnel),
}
"""What each statistic needs, and what reckons it. Sources of the formulas stand with them, in the rules."""


def reckon(code: str, given: Any) -> dict[str, Any]:
    """One statistic of the figures given, as the document of a form has it; refused by `Malformed`."""
    figures, work = STATISTICS[code]
    names = [one.name for one in figures]
    if not isinstance(given, dict):
        raise Malformed("answers_malformed", f"Give an object with {', '.join(names)}.", "answers")
    strange = [str(name) for name in given if name not in names]
    if strange:
        words = f"{', '.join(strange)} means nothing here. Known are: {', '.join(names)}."
        raise Malformed("answers_unknown_name", words, strange[0])
    found = work(*(one.read(given) for one in figures))
    return {
        "coding": None,
        "rule": None,
        "scorable": True,
        "reason": None,
        "scores": found,
        "alerts": [],
    }
