"""The four tables of a result sheet: summary, domains, urine, and where everybody went."""

import re
from collections.abc import Callable, Iterable

from pulih.language.definitions import wording
from pulih.language.wording import number, say
from pulih.reports.percent import whole
from pulih.reports.printed import Figure, Row, Table
from pulih.rules.outcomes import Column, Domain, ResultSheet
from pulih.rules.outcomes.sheet import PLACE_GROUPS, URINE_STATES

_MARKS = {"positive": "positive", "positive_unconfirmed": "positive", "admitted": "positive"}
_MARKS |= {"refused": "struck"}


def worded(topic: str, code: str, language: str) -> str:
    """The word of a code, or the code itself where it came as a name already."""
    return wording(language).get(f"{topic}.{code}", code)


def point_label(point: str, language: str) -> str:
    """A measurement point in words: its own, or the month its code ends in."""
    known = wording(language).get(f"measured.{point}")
    month = re.search(r"(\d+)$", point)
    if known is not None and point != "month":
        return known
    return say("measured.month", language, month=int(month[1])) if month else point


MEASURED = (
    "whoqol-bref:baseline",
    "whoqol-bref:month_3",
    "whoqol-bref:month_6",
    "urine:start",
    "urine:middle",
    "urine:month_6",
)
"""Measurements in the order in which they are taken: a kept sheet does not remember it."""


def in_order(known: Iterable[str], found: Iterable[str]) -> list[str]:
    """Codes in the order of the sheet; those it does not know come last, none is dropped."""
    wanted = dict.fromkeys(found)
    ordered = [code for code in dict.fromkeys(known) if code in wanted]
    return ordered + [code for code in wanted if code not in ordered]


def summary(sheet: ResultSheet, language: str) -> Table:
    """Who started, completed, was measured and succeeded."""

    def row(code: str, figure: Callable[[Column], Figure], label: str = "", level: int = 0) -> Row:
        return Row(
            code,
            label or say(f"sheet.{code}", language),
            tuple(figure(column) for column in sheet.columns),
            level=level,
        )

    points = in_order(MEASURED, (point for column in sheet.columns for point in column.measured))
    points = [*(point for point in points if point != "both"), "both"]
    rows = [
        row("capacity", lambda one: Figure(one.capacity)),
        row("ever_admitted", lambda one: Figure(one.ever_admitted)),
        row("removed", lambda one: Figure(one.removed)),
        row("started", lambda one: Figure(one.started)),
        row("completed", lambda one: Figure(one.completed, one.started)),
    ]
    for point in points:
        label = point_label(point, language)
        rows.append(row(f"measured.{point}", _measured(point), label))
    rows += [
        Row("better", say("sheet.better", language)),
        row(
            "better.of_started",
            lambda one: Figure(one.better, one.started, interval=True),
            say("sheet.of_started", language),
            level=1,
        ),
        row(
            "better.of_completers",
            lambda one: Figure(one.completers_better, one.completers_measured, interval=True),
            say("sheet.of_completers", language),
            level=1,
        ),
        Row("success", say("sheet.success", language)),
        row(
            "success.of_started",
            lambda one: Figure(one.success, one.started, interval=True),
            say("sheet.of_started", language),
            level=1,
        ),
        row(
            "success.of_completers",
            lambda one: Figure(one.completers_success, one.completers_measured, interval=True),
            say("sheet.of_completers", language),
            level=1,
        ),
    ]
    notes = (say("sheet.how_to_read", language), say("sheet.people_note", language))
    return Table("summary", say("sheet.summary", language), tuple(rows), notes)


def _measured(point: str) -> Callable[[Column], Figure]:
    def figure(column: Column) -> Figure:
        return Figure(column.measured[point], column.started) if point in column.measured else Figure()

    return figure


_DOMAIN_ROWS: tuple[tuple[str, Callable[[Domain, int], Figure]], ...] = (
    ("domain_of_started", lambda one, started: Figure(one.increased, started, interval=True)),
    (
        "domain_of_completers",
        lambda one, _: Figure(one.completers_increased, one.completers_measured, interval=True),
    ),
    ("improved", lambda one, _: Figure(one.improved, one.measured)),
    ("unchanged", lambda one, _: Figure(one.unchanged, one.measured)),
    ("declined", lambda one, _: Figure(one.declined, one.measured)),
    ("threshold", lambda one, _: Figure(points=one.threshold)),
    ("by_chance", lambda one, _: Figure(rate=100 * one.by_chance)),
)


def domains(sheet: ResultSheet, language: str) -> Table:
    """Any rise, and the rises measurement error alone does not make."""
    rows: list[Row] = []
    known = {(column.code, one.domain): one for column in sheet.columns for one in column.domains}
    counted = [one.domain for one in known.values() if one.in_rule]
    for code in in_order(counted, (one.domain for one in known.values())):
        note = "" if code in counted else say("sheet.not_in_rule", language)
        rows.append(Row(code, worded("domain", code, language), note=note))
        for item, figure in _DOMAIN_ROWS:
            figures = tuple(
                figure(found, column.started) if (found := known.get((column.code, code))) else Figure()
                for column in sheet.columns
            )
            rows.append(Row(f"{code}.{item}", say(f"sheet.{item}", language), figures, level=1))
    notes = [say("sheet.threshold_note", language)]
    if known:
        notes.append(chance_note(sheet, language))
    return Table("domains", say("sheet.domains", language), tuple(rows), tuple(notes))


def chance_note(sheet: ResultSheet, language: str) -> str:
    """The sentence on rises that are noise."""
    shares = sorted({whole(100 * one.by_chance) for column in sheet.columns for one in column.domains})
    percent = f"{shares[0]}%" if len(shares) == 1 else f"{shares[0]}–{shares[-1]}%"
    return say("sheet.by_chance_note", language, percent=percent)


def urine(sheet: ResultSheet, language: str) -> Table:
    """Every state of the test, those with nobody too."""
    rows: list[Row] = []
    passing = sheet.rule.urine_passing
    for state in in_order(URINE_STATES, (one for column in sheet.columns for one in column.urine.states)):
        accepted = state in passing
        rows.append(
            Row(
                state,
                worded("urine_state", state, language),
                tuple(Figure(column.urine.states.get(state, 0), column.urine.of) for column in sheet.columns),
                note=say("sheet.urine_accepted", language) if accepted else "",
                mark="done" if accepted else _MARKS.get(state, "empty"),
            )
        )
    sums = [sum(column.urine.states.values()) for column in sheet.columns]
    rows.append(
        Row(
            "total",
            say("sheet.urine_total", language),
            tuple(Figure(one) for one in sums),
            total=True,
            checks=_checks(sheet, sums, language),
        )
    )
    rest: tuple[tuple[str, Callable[[Column], Figure]], ...] = (
        ("urine_eligible", lambda one: Figure(one.urine.eligible, one.urine.of)),
        ("urine_tested", lambda one: Figure(one.urine.tested, one.urine.eligible)),
        ("urine_passed", lambda one: Figure(one.urine.passed, one.urine.of, interval=True)),
    )
    for code, figure in rest:
        rows.append(
            Row(code, say(f"sheet.{code}", language), tuple(figure(column) for column in sheet.columns))
        )
    title = say("sheet.urine", language, month=sheet.rule.month)
    return Table("urine", title, tuple(rows), (say("sheet.urine_note", language),))


def places(sheet: ResultSheet, language: str) -> Table:
    """Where everybody who started went, drop-out apart from administrative exits; it must add up."""
    rows: list[Row] = []
    found = {(one.group, one.reason) for column in sheet.columns for one in column.places}
    for group in in_order(PLACE_GROUPS, sorted(group for group, _ in found)):
        label = worded("place", group, language)
        mark = "done" if group == "completed" else ""
        rows.append(Row(group, label, _placed(sheet, group), mark=mark))
        here = {reason: _placed(sheet, group, reason) for of, reason in found if of == group}
        reasons = sorted(here, key=lambda reason: (-(here[reason][-1].count or 0), reason))
        words = [worded("exit_reason", reason, language) for reason in reasons]
        if words in ([label], [""]):
            continue
        for reason, word in zip(reasons, words, strict=True):
            rows.append(
                Row(f"{group}.{reason or 'none'}", word or "–", _placed(sheet, group, reason), level=1)
            )
    sums = [sum(place.count for place in column.places) for column in sheet.columns]
    rows.append(
        Row(
            "total",
            say("sheet.places_total", language),
            tuple(Figure(one) for one in sums),
            total=True,
            checks=_checks(sheet, sums, language),
        )
    )
    return Table("places", say("sheet.places", language), tuple(rows), (say("sheet.places_note", language),))


def _placed(sheet: ResultSheet, group: str, reason: str | None = None) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            sum(
                place.count
                for place in column.places
                if place.group == group and (reason is None or place.reason == reason)
            ),
            column.started,
        )
        for column in sheet.columns
    )


def _checks(sheet: ResultSheet, sums: list[int], language: str) -> tuple[str, ...]:
    """A column each: nothing where the sum is everybody who started, or what it should be."""
    return tuple(
        ""
        if added == column.started
        else say("sheet.adds_up_not", language, started=number(column.started, language))
        for added, column in zip(sums, sheet.columns, strict=True)
    )
