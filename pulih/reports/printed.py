"""What a result sheet prints, already in words: page, PDF and workbook lay this out and reckon nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulih.language.wording import number, say
from pulih.reports.percent import percent_text, points_text, range_text
from pulih.rules.outcomes import Share


@dataclass(frozen=True)
class Figure:
    """One number: so many; so many of so many; points of a score; or a percentage that counts nobody.

    All empty means "not applicable", which is not 0.
    """

    count: int | None = None
    of: int | None = None
    interval: bool = False
    """Whether the 95 % interval belongs to it."""
    points: float | None = None
    rate: float | None = None

    @property
    def share(self) -> Share | None:
        """The share, where there is one that can be true."""
        if self.count is None or self.of is None or self.count > self.of:
            return None
        return Share(self.count, self.of)

    @property
    def percent(self) -> float | None:
        """0 to 100, not rounded; None where there is nobody."""
        return self.rate if self.share is None else self.share.percent

    @property
    def low(self) -> float | None:
        """Lower end of the interval where it is shown."""
        return self.share.low if self.share and self.interval else None

    @property
    def high(self) -> float | None:
        """Upper end of the interval where it is shown."""
        return self.share.high if self.share and self.interval else None

    def main(self, language: str) -> str:
        """The number people look for: 52/120, 120, 20,8 or 44%."""
        if self.points is not None:
            return points_text(self.points, language)
        if self.rate is not None:
            return percent_text(self.rate)
        if self.count is None:
            return "–"
        counted = number(self.count, language)
        return counted if self.of is None else f"{counted}/{number(self.of, language)}"

    def second(self, language: str) -> str:
        """What goes with it: 43%, 35–52%; said in words where there is nobody."""
        if self.of is None:
            return ""
        if self.of == 0:
            return say("sheet.no_population", language)
        shown = percent_text(self.percent)
        return f"{shown}, {range_text(self.low, self.high)}" if self.low is not None else shown


@dataclass(frozen=True)
class Row:
    """A line of a table: a figure for each column of the sheet, none at all for a heading."""

    code: str
    label: str
    figures: tuple[Figure, ...] = ()
    note: str = ""
    level: int = 0
    """1 where it is part of the row above."""
    total: bool = False
    mark: str = ""
    """Shape before the label: done, positive, struck, empty."""
    checks: tuple[str, ...] = ()
    """For a total, a column each: empty where it adds up, or what it should be."""


@dataclass(frozen=True)
class Table:
    """A section of the sheet."""

    code: str
    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def figures(self) -> Iterator[tuple[str, str, int, Figure]]:
        """Every number with its code, its label and the column it stands in; parts named with their whole."""
        above: Row | None = None
        for row in self.rows:
            if row.level == 0:
                above = row
            whole = above if row.level and above else None
            label = f"{whole.label}: {row.label}" if whole else row.label
            for place, figure in enumerate(row.figures):
                yield f"{self.code}.{row.code}", label, place, figure


@dataclass(frozen=True)
class LostRow:
    """One enrolment that did not complete, worded."""

    register_number: str
    programme: str
    month: int
    on: str
    reason: str
    group: str
    note: str


@dataclass(frozen=True)
class Stat:
    """A key figure of people."""

    label: str
    main: str
    second: str


@dataclass(frozen=True)
class Signature:
    """A step of the review: who and when, or that it is still owed."""

    step: str
    role: str
    name: str
    at: str


@dataclass(frozen=True)
class SheetRows:
    """A result sheet in words, whole."""

    title: str
    issuer: str
    period: str
    fixed: str
    standing: str
    final: bool
    """Approved; anything else is a draft and is marked as one."""
    draft_mark: str
    superseded_mark: str
    """Empty unless a newer revision took its place."""
    warnings: tuple[str, ...]
    success_means: str
    outcome: tuple[str, ...]
    """The result of people in sentences, of starters and of completers."""
    stats: tuple[Stat, ...]
    columns: tuple[str, ...]
    """Titles: cycles in order, people last."""
    column_codes: tuple[str, ...]
    tables: tuple[Table, ...]
    """Summary, domains, urine, places, in the order of the sheet."""
    lost_title: str
    lost: tuple[LostRow, ...]
    lost_none: str
    signatures: tuple[Signature, ...]
    origin: tuple[str, ...]
    seal: tuple[tuple[str, str], ...]
    """What of the audit is printed: label and value, the value possibly long."""
    number: str

    def table(self, code: str) -> Table:
        """A section by its code."""
        return next(one for one in self.tables if one.code == code)
