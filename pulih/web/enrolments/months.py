"""Enrolments by month: a year of the office beside the one before it, as bars and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulih.language.wording import day
from pulih.queries import enrolments
from pulih.queries.enrolments import Months
from pulih.queries.enrolments.months import ADMITTED, COMPLETED, GROUPS, KINDS, TRANSFERRED, MonthFacts
from pulih.web.enrolments.words import counted, words
from pulih.web.ui.addresses import address
from pulih.web.ui.asking import number

PLOT, FOOT, WIDE, BAR = 120, 20, 56, 16
"""Of the drawing: height of the bars, room for the months beneath, width of a month and of one of its bars."""


class Figure(NamedTuple):
    """A number, and the one of the same month a year before; nothing where the month has not begun."""

    now: str
    before: str


class Line(NamedTuple):
    """A month of the table."""

    name: str
    figures: tuple[Figure, ...]


class Bar(NamedTuple):
    """A month of the drawing: both bars with where they stand, and the number above the newer one."""

    middle: int
    left: int
    top: int
    high: int
    left_before: int
    top_before: int
    high_before: int
    number: str
    name: str


@dataclass(frozen=True)
class MonthsPage:
    """What the template shows."""

    year: str
    before: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    box: str
    base: int
    older: str
    newer: str
    nothing: bool
    running: str
    """How many are in a programme at the end of the last month that has begun."""


@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """A year of the working office by month."""
    found = enrolments.months(request.actor, number(request.GET.get("year", "")))
    return render(request, "enrolments/months.html", {"page": months_page(found)})


def months_page(found: Months) -> MonthsPage:
    """Word a year; nothing is looked up here."""
    language = get_language() or "id"
    year, before = found.year, found.before
    newest = year.months[-1] if year.months else None
    here = address("enrolments:months")
    return MonthsPage(
        year=str(year.year),
        before=str(before.year),
        columns=(*(_column(kind) for kind in KINDS), _("Mengikuti pada akhir bulan")),
        lines=tuple(
            Line(_month(earlier.first, language), _figures(_at(year.months, place), earlier))
            for place, earlier in enumerate(before.months)
        ),
        totals=tuple(Figure(counted(year.sum_of(kind)), counted(before.sum_of(kind))) for kind in KINDS),
        bars=_bars(found, language),
        box=f"0 0 {12 * WIDE} {PLOT + FOOT + 18}",
        base=PLOT + 18,
        older=f"{here}?year={before.year}" if found.oldest <= before.year else "",
        newer=f"{here}?year={year.year + 1}" if year.year < found.newest else "",
        nothing=not any(one.happened or one.running for one in (*year.months, *before.months)),
        running=counted(newest.running) if newest else counted(0),
    )


def _month(first: date, language: str) -> str:
    return day(first, language).split(" ")[1]


def _column(kind: str) -> str:
    if kind == ADMITTED:
        return _("Diterima")
    if kind == TRANSFERRED:
        return words("reason.transferred")
    return words(f"place.{kind}" if kind in (COMPLETED, *GROUPS) else kind)


def _at(months_of: Sequence[MonthFacts], place: int) -> MonthFacts | None:
    return months_of[place] if place < len(months_of) else None


def _figures(now: MonthFacts | None, before: MonthFacts) -> tuple[Figure, ...]:
    happened = now.happened if now else {}
    told = [
        Figure(counted(happened.get(kind, 0)) if now else "", counted(before.happened.get(kind, 0)))
        for kind in KINDS
    ]
    return (*told, Figure(counted(now.running) if now else "", counted(before.running)))


def _bars(found: Months, language: str) -> tuple[Bar, ...]:
    """How many were in at each month's end, beside the year before; the highest of both fills the height."""
    most = max((one.running for one in (*found.year.months, *found.before.months)), default=0) or 1
    drawn = []
    for place, earlier in enumerate(found.before.months):
        now = _at(found.year.months, place)
        middle = place * WIDE + WIDE // 2
        high = round(PLOT * now.running / most) if now else 0
        high_before = round(PLOT * earlier.running / most)
        drawn.append(
            Bar(
                middle, middle, PLOT + 18 - high, high, middle - BAR - 2, PLOT + 18 - high_before, high_before,
                counted(now.running) if now else "", _month(earlier.first, language)[:3],
            )
        )  # fmt: skip
    return tuple(drawn)
