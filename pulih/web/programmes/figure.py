"""The way of a wave as a drawing: a square a person, month beside month, and beneath what was measured of how many.

Squares are one path each way, not an element a person: a wave of a thousand stays a small page.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pulih.queries.programmes import Journey, Measured, Month
from pulih.web.programmes.words import short_day, words

WIDTH = 1010
LABELS = 112
PITCH = 9
SIDE = 7
TOP = 28
MOST = 182
"""Squares a month at most; beyond that one square stands for several people."""


@dataclass(frozen=True)
class Cell:
    """A measured count under its month."""

    x: str
    y: int
    done: int
    of: int
    bar: str
    words: str


@dataclass(frozen=True)
class Column:
    """One month: where it stands, its squares as paths, and its words."""

    x: str
    number: int
    period: str
    inside: str
    left: str
    struck: str
    coming: str
    count: str
    rest: str
    current: bool


@dataclass(frozen=True)
class Line:
    """One kind of measurement through the months."""

    label: str
    y: int
    rule: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Figure:
    """Everything the template draws."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    height: int
    span: str
    bottom: int
    unit: int
    words: str


def figure(journey: Journey) -> Figure:
    """Lay a journey out; colours and strokes are the style sheet's."""
    months = len(journey.months)
    span = (WIDTH - LABELS) / max(1, months)
    unit = max(1, -(-journey.people // MOST))
    across = max(1, int((span - 20) // PITCH))
    squares = -(-journey.people // unit)
    down = max(1, -(-squares // across))
    below = TOP + down * PITCH + 20
    lines = _lines(journey, span, below + 12)
    height = below + 14 + 34 * len(lines)
    return Figure(
        columns=tuple(_column(month, journey, span, unit, down) for month in journey.months),
        lines=lines,
        height=height,
        span=_plain(span - 16),
        bottom=below,
        unit=unit,
        words=_words(journey),
    )


def _words(journey: Journey) -> str:
    known = [month for month in journey.months if not month.coming]
    now = known[-1].inside if known else journey.people
    return _("Perjalanan %(people)s orang: %(now)s masih ikut pada bulan ke-%(month)s.") % {
        "people": journey.people,
        "now": now,
        "month": len(known),
    }


def _column(month: Month, journey: Journey, span: float, unit: int, down: int) -> Column:
    x = LABELS + (month.number - 1) * span
    inside, left = -(-month.inside // unit), -(-month.left // unit)
    spots = [(x + (n // down) * PITCH, TOP + (n % down) * PITCH) for n in range(max(inside + left, 0))]
    empty = -(-journey.people // unit) if month.coming else 0
    ahead = [(x + (n // down) * PITCH, TOP + (n % down) * PITCH) for n in range(empty)]
    return Column(
        x=_plain(x),
        number=month.number,
        period=f"{short_day(month.first)} – {short_day(month.last)}" if span > 100 else "",
        inside="".join(_square(spot) for spot in spots[:inside]),
        left="".join(_square(spot) for spot in spots[inside:]),
        struck="".join(f"M{_plain(a)} {b + SIDE}l{SIDE}-{SIDE}" for a, b in spots[inside:]),
        coming="".join(_square(spot) for spot in ahead),
        count="" if month.coming else str(month.inside),
        rest=_rest(month),
        current=month.current,
    )


def _rest(month: Month) -> str:
    if month.coming:
        return _("belum")
    return _("ikut, %(left)s keluar") % {"left": month.left} if month.left else _("ikut")


def _square(spot: tuple[float, int]) -> str:
    return f"M{_plain(spot[0])} {spot[1]}h{SIDE}v{SIDE}h-{SIDE}z"


def _lines(journey: Journey, span: float, top: int) -> tuple[Line, ...]:
    kinds = list(dict.fromkeys(one.kind for one in journey.measured))
    lines = []
    for place, kind in enumerate(kinds):
        y = top + 34 * place + 22
        cells = tuple(_cell(one, span, y) for one in journey.measured if one.kind == kind)
        lines.append(Line(words(f"measurement.{kind}"), y, y - 20, cells))
    return tuple(lines)


def _cell(one: Measured, span: float, y: int) -> Cell:
    x = LABELS + (one.column - 1) * span
    wide = span - 24
    opens = _("mulai %(day)s") % {"day": short_day(one.opens_on)} if one.opens_on else "–"
    bar = _plain(wide * one.done / one.of) if one.done else ""
    return Cell(_plain(x), y, one.done, one.of, bar, opens)


def _plain(value: float) -> str:
    """A measure of the drawing; a template would write it with the comma of the language."""
    return f"{value:.1f}".removesuffix(".0")
