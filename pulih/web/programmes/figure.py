"""The way of a wave as a drawing: a square a person, month beside month, and beneath what was measured of how many.

Squares are one path each way, not an element a person: a wave of a thousand stays a small page.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pulih.queries.programmes import Journey, Measured, Month
from pulih.web.programmes.words import short_day, words

WIDTH = 1010
LABELS = 112
TOP = 28
LABELLED = 60
"""Room for the three lines that say what a square is."""
MOST = 182
"""Squares a month at most; beyond that one square stands for several people."""


@dataclass(frozen=True)
class Grid:
    """How squares are laid out in a month: few people stand larger."""

    pitch: int
    side: int
    down: int

    def spots(self, x: float, count: int) -> list[tuple[float, int]]:
        """The places of so many squares, filled downwards."""
        return [(x + (n // self.down) * self.pitch, TOP + (n % self.down) * self.pitch) for n in range(count)]


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
    squares = -(-journey.people // unit)
    pitch = 9 if squares > LABELLED else 14
    across = max(1, int((span - 20) // pitch))
    grid = Grid(pitch, pitch * 7 // 9, max(1, -(-squares // across)))
    below = TOP + max(grid.down * pitch, LABELLED) + 16
    lines = _lines(journey, span, below + 12)
    height = below + 14 + 34 * len(lines)
    return Figure(
        columns=tuple(_column(month, journey, span, unit, grid) for month in journey.months),
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


def _column(month: Month, journey: Journey, span: float, unit: int, grid: Grid) -> Column:
    x = LABELS + (month.number - 1) * span
    inside, left = -(-month.inside // unit), -(-month.left // unit)
    spots = grid.spots(x, inside + left)
    ahead = grid.spots(x, -(-journey.people // unit) if month.coming else 0)
    side = grid.side
    return Column(
        x=_plain(x),
        number=month.number,
        period=f"{short_day(month.first)} – {short_day(month.last)}" if span > 100 else "",
        inside="".join(_square(spot, side) for spot in spots[:inside]),
        left="".join(_square(spot, side) for spot in spots[inside:]),
        struck="".join(f"M{_plain(a)} {b + side}l{side}-{side}" for a, b in spots[inside:]),
        coming="".join(_square(spot, side) for spot in ahead),
        count="" if month.coming else str(month.inside),
        rest=_rest(month),
        current=month.current,
    )


def _rest(month: Month) -> str:
    if month.coming:
        return _("belum")
    return _("ikut, %(left)s keluar") % {"left": month.left} if month.left else _("ikut")


def _square(spot: tuple[float, int], side: int) -> str:
    return f"M{_plain(spot[0])} {spot[1]}h{side}v{side}h-{side}z"


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
