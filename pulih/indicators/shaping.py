"""From the cells of the indicators to the columns of a result sheet. Nothing is counted here."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulih.indicators.reading import DOMAINS, CycleRead
from pulih.indicators.running import Cells
from pulih.language.instruments import instrument
from pulih.rules import programmes
from pulih.rules.outcomes import Column, Domain, Place, Urine, reliable_change, rise_by_chance
from pulih.rules.outcomes.sheet import PEOPLE, PLACE_GROUPS, URINE_STATES


def columns(cycles: Sequence[CycleRead], cells: Cells) -> tuple[Column, ...]:
    """One column a cycle, also for a cycle nobody was admitted to, and one for people."""
    points = _points(cycles)
    made = [
        _column(cycle.programme, cycle.title, cycle.capacity, cells, cycle.rule, points) for cycle in cycles
    ]
    rule = cycles[0].rule if cycles else programmes.SuccessRule()
    return (*made, _column(PEOPLE, "", None, cells, rule, points))


def _points(cycles: Sequence[CycleRead]) -> list[str]:
    """The measurements of the plans, in the order in which they are taken."""
    plan = dict.fromkeys(point for cycle in cycles for point in cycle.plan)
    ordered = sorted(plan, key=lambda one: (one.kind == programmes.URINE, one.kind, one.month))
    return list(dict.fromkeys(f"{one.kind}:{one.code}" for one in ordered))


def _of(cells: Cells, name: str, code: str) -> list[dict[str, Any]]:
    return [row for row in cells[name] if row["column_code"] == code]


def _column(
    code: str,
    title: str,
    capacity: int | None,
    cells: Cells,
    rule: programmes.SuccessRule,
    points: Sequence[str],
) -> Column:
    started = (_of(cells, "started", code) or [{}])[0]
    success = (_of(cells, "success", code) or [{}])[0]
    measured = {row["point"]: row["units"] for row in _of(cells, "measured", code)}
    return Column(
        code=code,
        title=title,
        capacity=capacity,
        ever_admitted=_int(started, "ever_admitted"),
        removed=_int(started, "removed"),
        started=_int(started, "started"),
        completed=_int(started, "completed"),
        places=_places(_of(cells, "places", code)),
        measured={
            **{point: measured.get(point, 0) for point in points},
            "both": _int(started, "measured_both"),
        },
        domains=_domains(_of(cells, "improvement", code), rule),
        better=_int(started, "better"),
        completers_measured=_int(started, "completers_measured"),
        completers_better=_int(started, "completers_better"),
        urine=_urine(_of(cells, "urine", code)),
        success=_int(success, "success"),
        completers_success=_int(success, "completers_success"),
    )


def _int(row: Mapping[str, Any], name: str) -> int:
    return int(row.get(name) or 0)


def _places(rows: list[dict[str, Any]]) -> tuple[Place, ...]:
    found = [Place(row["place_group"], row["place_reason"], row["units"]) for row in rows]
    return tuple(sorted(found, key=lambda one: (PLACE_GROUPS.index(one.group), -one.count, one.reason)))


def _domains(rows: list[dict[str, Any]], rule: programmes.SuccessRule) -> tuple[Domain, ...]:
    by_code = {row["domain"]: row for row in rows}
    items = {one.code: len(one.items) for one in instrument(programmes.WHOQOL).subscales}
    return tuple(
        Domain(
            domain=code,
            in_rule=code in rule.domains,
            measured=_int(row, "measured"),
            increased=_int(row, "increased"),
            completers_measured=_int(row, "completers_measured"),
            completers_increased=_int(row, "completers_increased"),
            improved=_int(row, "improved"),
            unchanged=_int(row, "unchanged"),
            declined=_int(row, "declined"),
            threshold=reliable_change(rule.sd, rule.retest),
            by_chance=rise_by_chance(rule.sd, rule.retest, items[code]),
        )
        for code in DOMAINS
        for row in [by_code.get(code, {})]
    )


def _urine(rows: list[dict[str, Any]]) -> Urine:
    states = {row["state"]: row["units"] for row in rows}
    return Urine(
        of=sum(states.values()),
        eligible=sum(_int(row, "eligible") for row in rows),
        tested=sum(_int(row, "tested") for row in rows),
        states={state: states.get(state, 0) for state in URINE_STATES},
        passed=sum(_int(row, "passed") for row in rows),
    )
