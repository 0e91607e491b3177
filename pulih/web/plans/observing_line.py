"""The geometry of a small line of observed totals: days as far apart as they were, the whole scale upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pulih.language.wording import day

WIDTH, HEIGHT = 380, 172
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 366.0, 12.0, 140.0


@dataclass(frozen=True)
class Level:
    """A value of the scale with its line."""

    y: str
    label_y: str
    words: str


@dataclass(frozen=True)
class Line:
    """The drawing, its places as text, so that no language puts a comma into them."""

    path: str
    spots: tuple[tuple[str, str], ...]
    levels: tuple[Level, ...]
    first: str
    last: str

    @property
    def box(self) -> str:
        """The view box."""
        return f"0 0 {WIDTH} {HEIGHT}"


def line_of(totals: Sequence[tuple[date, float]], span: tuple[int, int], language: str) -> Line:
    """Lay out totals in the order of their days. The line joins the means of days, so that two observers of
    one day stand as two spots and pull it to the middle between them."""
    days = sorted({on for on, _ in totals})
    means = [(on, [total for that, total in totals if that == on]) for on in days]
    spots = [(_x(on, days), _y(total, span)) for on, total in totals]
    joined = [(_x(on, days), _y(sum(those) / len(those), span)) for on, those in means]
    return Line(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in joined),
        tuple((f"{x:.1f}", f"{y:.1f}") for x, y in spots),
        tuple(
            Level(f"{_y(level, span):.1f}", f"{_y(level, span) + 4:.1f}", str(level))
            for level in range(span[0], span[1] + 1)
        ),
        day(days[0], language),
        day(days[-1], language) if len(days) > 1 else "",
    )


def _x(on: date, days: Sequence[date]) -> float:
    whole = (days[-1] - days[0]).days
    inset = 14.0
    if whole == 0:
        return (_LEFT + _RIGHT) / 2
    return _LEFT + inset + (_RIGHT - _LEFT - 2 * inset) * (on - days[0]).days / whole


def _y(value: float, span: tuple[int, int]) -> float:
    low, high = span
    return _BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP)
