"""The forest chart of a result sheet: one drawing for page and paper.

Plain SVG instead of a chart library: a point, its line and its number are all there is, a page needs no
script for it, and the same bytes go into the PDF. Attributes colour it for paper; on a page the classes of
`.ui-fig` win, so that it follows the theme.
"""

from dataclasses import dataclass
from html import escape

from pulih.language.wording import number, say
from pulih.reports.percent import percent_text, range_text, whole
from pulih.reports.result_tables import worded
from pulih.rules.outcomes import Column, Domain, ResultSheet, Share

LEFT, RIGHT, NUMBERS = 150, 690, 715
_NARROWEST, _CHARACTER = 860, 7.2
_TOP, _PITCH = 58, 58
_INK, _MUTED, _HAIR, _LEAF, _EARTH, _LINE = "#1b2422", "#56615d", "#e3e1db", "#0b5f5c", "#b4561b", "#7c8783"
_FONT = "Plus Jakarta Sans Variable, Plus Jakarta Sans, sans-serif"


@dataclass(frozen=True)
class Drawing:
    """A chart with what it says for those who do not see it."""

    title: str
    name: str
    """Of what column."""
    svg: str
    alt: str


def forests(sheet: ResultSheet, language: str) -> tuple[Drawing, ...]:
    """A chart for each column; none for people where they are the only cycle once more."""
    columns = [column for column in sheet.columns if column.domains]
    if len(sheet.cycles) == 1 and sheet.people.domains == sheet.cycles[0].domains:
        columns = [column for column in columns if column is not sheet.people]
    drawn = []
    for column in columns:
        name = say("sheet.people", language) if column is sheet.people else column.title
        code = "sheet.chart_of" if len(columns) > 1 else "sheet.chart"
        drawn.append(_forest(column, say(code, language, title=name), name, language))
    return tuple(drawn)


def _forest(column: Column, title: str, name: str, language: str) -> Drawing:
    """Domains from top to bottom, those the rule does not count last; starters above completers."""
    domains = sorted(column.domains, key=lambda one: not one.in_rule)
    bottom = _TOP + _PITCH * len(domains)
    shares = [share for one in domains for share in (one.of_started(column.started), one.of_completers)]
    width = max(_NARROWEST, NUMBERS + _CHARACTER * max(len(_numbers(one, language)) + 1 for one in shares))
    parts = [_legend(column, language), _grid(bottom), _chance(domains, language)]
    points = []
    for place, one in enumerate(domains):
        middle = _TOP + _PITCH * place + 26
        if not one.in_rule and (place == 0 or domains[place - 1].in_rule):
            parts.append(_line(0, width, middle - 24, middle - 24, "grid", _HAIR))
        word = worded("domain", one.domain, language)
        parts.append(_text(0, middle + 4, word, "b"))
        if not one.in_rule:
            parts.append(_text(0, middle + 22, say("sheet.not_in_rule", language), "m"))
        first, second = shares[2 * place : 2 * place + 2]
        parts.append(_share(first, middle - 6, language, hollow=False))
        parts.append(_share(second, middle + 14, language, hollow=True))
        points.append(f"{word}: {_numbers(first, language)}; {_numbers(second, language)}.")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ui-fig" viewBox="0 0 {width:g} {bottom + 28}" '
        f'font-family="{_FONT}" font-size="13" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )
    return Drawing(title, name, svg, say("sheet.chart_alt", language, points=" ".join(points)))


def _numbers(share: Share, language: str) -> str:
    """59% 50–68%, 71/120."""
    if not share.of:
        return say("sheet.no_population", language)
    counted = f"{number(share.count, language)}/{number(share.of, language)}"
    return f"{percent_text(share.percent)} {range_text(share.low, share.high)}, {counted}"


def _x(percent: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * percent / 100, 1)


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    look = f'font-weight="700" fill="{_INK}"' if kind == "b" else f'fill="{_MUTED}"'
    return f'<text x="{x}" y="{y}" class="{kind}" {look} text-anchor="{anchor}">{escape(words)}</text>'


def _line(x1: float, x2: float, y1: float, y2: float, kind: str, colour: str, extra: str = "") -> str:
    return f'<line x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}" class="{kind}" stroke="{colour}" {extra}/>'


def _mark(x: float, y: float, hollow: bool) -> str:
    if hollow:
        return (
            f'<rect x="{x - 4.5}" y="{y - 4.5}" width="9" height="9" class="paper c2s" fill="#ffffff" '
            f'stroke="{_EARTH}" stroke-width="2"/>'
        )
    return f'<circle cx="{x}" cy="{y}" r="5" class="c1" fill="{_LEAF}"/>'


def _stroke(x1: float, x2: float, y: float, hollow: bool) -> str:
    kind, colour = ("c2s", _EARTH) if hollow else ("c1s", _LEAF)
    return _line(x1, x2, y, y, kind, colour, 'stroke-width="2.5"')


def _share(share: Share, y: float, language: str, *, hollow: bool) -> str:
    """A point with its interval, and its numbers at the right."""
    words = _numbers(share, language)
    if share.percent is None or share.low is None or share.high is None:
        return _text(NUMBERS, y + 4, words, "m")
    percent, rest = words.split(" ", 1)
    numbers = (
        f'<text x="{NUMBERS}" y="{y + 4}"><tspan class="b" font-weight="700" fill="{_INK}">{percent}</tspan>'
        f'<tspan class="m" fill="{_MUTED}">  {escape(rest)}</tspan></text>'
    )
    line = _stroke(_x(share.low), _x(share.high), y, hollow)
    return line + _mark(_x(share.percent), y, hollow) + numbers


def _grid(bottom: float) -> str:
    drawn = []
    for percent in range(0, 101, 20):
        drawn.append(_line(_x(percent), _x(percent), _TOP, bottom, "grid", _HAIR))
        drawn.append(_text(_x(percent), bottom + 20, f"{percent}%", "m", "middle"))
    return "".join(drawn)


def _chance(domains: list[Domain], language: str) -> str:
    """The dashed mark of each domain at the rises that are noise, named once or with its own number."""
    shown = {whole(100 * one.by_chance) for one in domains}
    drawn = []
    named = None
    for place, one in enumerate(domains):
        x, top = _x(100 * one.by_chance), _TOP + _PITCH * place
        drawn.append(_line(x, x, top, top + _PITCH, "axis", _LINE, 'stroke-dasharray="3 4"'))
        percent = percent_text(100 * one.by_chance)
        if len(shown) > 1 and percent != named:
            drawn.append(_text(x + 4, top + 14, percent, "m"))
            named = percent
    low, high = min(shown), max(shown)
    spread = f"{low}%" if low == high else f"{low}–{high}%"
    label = say("sheet.chart_chance", language, percent=spread)
    drawn.append(_text(_x(100 * domains[0].by_chance), _TOP - 8, label, "m", "middle"))
    return "".join(drawn)


def _legend(column: Column, language: str) -> str:
    started = say("sheet.chart_started", language, of=number(column.started, language))
    completers = say("sheet.chart_completers", language, of=number(column.completers_measured, language))
    return (
        _stroke(0, 30, 14, hollow=False)
        + _mark(15, 14, hollow=False)
        + _text(38, 18, started, "m")
        + _stroke(280, 310, 14, hollow=True)
        + _mark(295, 14, hollow=True)
        + _text(318, 18, completers, "m")
        + _text(600, 18, say("sheet.chart_line", language), "m")
    )
