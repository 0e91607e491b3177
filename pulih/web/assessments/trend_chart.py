"""The geometry of a small chart of one scale over time: points with their error bars, drawn by the template.

A point that may not be read against the first is hollow, and the line breaks there.
"""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from pulih.language.wording import day, say

WIDTH, HEIGHT = 380, 196
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 366.0, 12.0, 162.0
_LABEL = 74.0
"""How wide a date is: the next one is written only where it does not run into the last."""
_TICKS = 4


@dataclass(frozen=True)
class Spot:
    """One measurement as the chart knows it."""

    on: date
    value: float | None
    like_first: bool
    shown: str
    """The value in words."""


@dataclass(frozen=True)
class Mark:
    """A measurement on the chart: where it stands, its error bar, and whether it is hollow."""

    x: str
    y: str
    hollow: bool
    none: bool
    """Without a score: a cross at the foot."""
    bar: str
    """Path of the error bar; empty where the error is not known."""


@dataclass(frozen=True)
class Text:
    """A label with its place."""

    x: str
    y: str
    words: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """One chart, its places as text, so that no language puts a comma into them."""

    title: str
    alt: str
    grid: tuple[str, ...]
    levels: tuple[Text, ...]
    dates: tuple[Text, ...]
    lines: str
    """Path of the line between neighbouring comparable measurements."""
    marks: tuple[Mark, ...]
    noise: tuple[str, str] | None
    """Top and height of the stretch in which a change from the first may be measuring error alone."""

    @property
    def box(self) -> str:
        """The view box."""
        return f"0 0 {WIDTH} {HEIGHT}"


def trend_chart(
    title: str,
    spots: tuple[Spot, ...],
    span: tuple[float, float],
    band: float | None,
    threshold: float | None,
    language: str,
) -> Chart:
    """Lay out one scale: the whole of it upwards, days as far apart as they were."""
    xs = _places([one.on for one in spots])
    ys = [None if one.value is None else _height(one.value, span) for one in spots]
    marks = []
    for spot, x, y in zip(spots, xs, ys, strict=True):
        bar = _bar(x, spot.value, band, span) if spot.value is not None and band is not None else ""
        where = _BOTTOM if y is None else y
        marks.append(Mark(_at(x), _at(where), not spot.like_first, y is None, bar))
    first = next((one.value for one in spots if one.value is not None and one.like_first), None)
    return Chart(
        title=say("trend.chart_title", language, scale=title),
        alt=" ".join(_said(one, language) for one in spots),
        grid=tuple(_at(_height(level, span)) for level in _levels(span)),
        levels=tuple(
            Text(_at(_LEFT - 6), _at(_height(level, span) + 4), _level(level, language), "end")
            for level in _levels(span)
        ),
        dates=_dates([one.on for one in spots], xs, language),
        lines=_line(spots, xs, ys),
        marks=tuple(marks),
        noise=_noise(first, threshold, span) if len(spots) > 1 else None,
    )


def _at(place: float) -> str:
    return f"{place:.1f}"


def _height(value: float, span: tuple[float, float]) -> float:
    low, high = span
    share = (min(max(value, low), high) - low) / (high - low) if high > low else 0.5
    return _BOTTOM - share * (_BOTTOM - _TOP)


def _places(days: list[date]) -> list[float]:
    """Where days stand; a single one in the middle."""
    inset = 14.0
    whole = (days[-1] - days[0]).days
    if whole == 0:
        return [(_LEFT + _RIGHT) / 2] * len(days)
    left, width = _LEFT + inset, _RIGHT - _LEFT - 2 * inset
    return [left + width * (one - days[0]).days / whole for one in days]


def _levels(span: tuple[float, float]) -> list[float]:
    """Round numbers between both ends of the scale."""
    low, high = span
    if high <= low:
        return [low]
    rough = (high - low) / _TICKS
    power = 10 ** floor(log10(rough))
    factors = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    step = next(factor * power for factor in factors if factor * power >= rough * 0.999)
    level = step * ceil(low / step)
    found = []
    while level <= high + step / 1000:
        found.append(level)
        level += step
    return found


def _level(level: float, language: str) -> str:
    text = f"{level:g}".replace("-", "−")
    return text.replace(".", ",") if language == "id" else text


def _bar(x: float, value: float, band: float, span: tuple[float, float]) -> str:
    top, foot = _height(value + band, span), _height(value - band, span)
    return f"M{_at(x)} {_at(top)}V{_at(foot)}M{_at(x - 4)} {_at(top)}h8M{_at(x - 4)} {_at(foot)}h8"


def _line(spots: tuple[Spot, ...], xs: list[float], ys: list[float | None]) -> str:
    path, drawing = [], False
    for spot, x, y in zip(spots, xs, ys, strict=True):
        if y is None or not spot.like_first:
            drawing = False
            continue
        path.append(f"{'L' if drawing else 'M'}{_at(x)} {_at(y)}")
        drawing = True
    return "".join(path)


def _noise(first: float | None, threshold: float | None, span: tuple[float, float]) -> tuple[str, str] | None:
    if first is None or threshold is None:
        return None
    top, foot = _height(first + threshold, span), _height(first - threshold, span)
    return _at(top), _at(foot - top)


def _dates(days: list[date], xs: list[float], language: str) -> tuple[Text, ...]:
    """The first and the last day, and those between that do not run into their neighbours."""
    y = _at(_BOTTOM + 22)
    if xs[0] == xs[-1]:
        return (Text(_at(xs[0]), y, _short(days[0], language)),)
    last = len(days) - 1
    found = [Text(_at(_LEFT - 6), y, _short(days[0], language), "start")]
    taken = _LEFT - 6 + _LABEL
    until = _RIGHT - _LABEL
    for one, x in list(zip(days, xs, strict=True))[1:last]:
        if x - _LABEL / 2 > taken + 6 and x + _LABEL / 2 < until - 6:
            found.append(Text(_at(x), y, _short(one, language)))
            taken = x + _LABEL / 2
    found.append(Text(_at(_RIGHT), y, _short(days[last], language), "end"))
    return tuple(found)


def _short(on: date, language: str) -> str:
    """5 Feb 2024."""
    number, month, year = day(on, language).split()
    return f"{number} {month[:3]} {year}"


def _said(spot: Spot, language: str) -> str:
    on = day(spot.on, language)
    if spot.value is None:
        return say("trend.chart_point_none", language, day=on)
    code = "trend.chart_point" if spot.like_first else "trend.chart_point_other"
    return say(code, language, day=on, value=spot.shown)
