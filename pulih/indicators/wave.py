"""The facts of one wave, and the columns of its result sheet from them.

Computed from enrolments, never from the people now present: who was transferred, released or died
stays in the figures of the office that admitted them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from pulih.indicators.running import facts, run
from pulih.indicators.shaping import DOMAINS, columns
from pulih.records import scope
from pulih.records.models import Cycle, Enrolment, Response, Score, SecondLook, Suspension, UrineTest, Wave
from pulih.rules import programmes
from pulih.rules.lifecycles import Status, exit_group
from pulih.rules.outcomes import Column, reliable_change
from pulih.rules.urine import READABLE

WORST_FIRST = (
    "positive",
    "positive_unconfirmed",
    "admitted",
    "refused",
    "invalid",
    "diluted",
    "no_sample",
    "not_done",
    "missing",
    "exempt",
    "not_due",
    "prescribed_positive",
    "negative",
)
"""Every state of the month's test, the worst first: who has two enrolments counts with the worse one."""

_TOLERANCE = 1e-9
"""Scores are sums of fractions: a difference below this is none."""


@dataclass
class Measures:
    """What was measured of the people of a wave: newest forms and tests, by person and point."""

    scores: Mapping[UUID, list[tuple[tuple[str, str], date, Mapping[str, float]]]]
    """Person to (instrument, point), day and the scales that have a value, oldest entry first."""
    tests: Mapping[UUID, list[tuple[str, date, str]]]
    """Person to point, day and state, oldest entry first."""


@dataclass
class Facts:
    """Rows for the fact tables."""

    mart_enrolment: list[dict[str, Any]] = field(default_factory=list)
    mart_measure: list[dict[str, Any]] = field(default_factory=list)
    mart_domain: list[dict[str, Any]] = field(default_factory=list)
    mart_urine: list[dict[str, Any]] = field(default_factory=list)


def columns_of_wave(wave: Wave) -> tuple[Column, ...]:
    """The columns of the wave's result sheet as the records stand now: cycles by programme, people last."""
    cycles = list(Cycle.objects.filter(wave=wave).select_related("programme").order_by("programme_id"))
    found = facts_of_wave(wave, cycles)
    with facts(vars(found)):
        cells = {
            name: run(name) for name in ("started", "places", "measured", "improvement", "urine", "success")
        }
    return columns(cycles, cells)


def facts_of_wave(wave: Wave, cycles: Iterable[Cycle]) -> Facts:
    """What the indicators run over: one row an enrolment ever admitted, and its measurements."""
    known = [programmes.Suspension(*one) for one in Suspension.objects.days_of(wave)]
    measures = _measures(wave)
    found = Facts()
    by_key = {cycle.pk: cycle for cycle in cycles}
    rows = Enrolment.objects.filter(
        organisation_id=wave.organisation_id, cycle__wave=wave, admitted_on__isnull=False
    ).order_by("id")
    for row in rows:
        _add(found, row, by_key[row.cycle_id], known, measures)
    return found


def _measures(wave: Wave) -> Measures:
    mine = {"organisation_id": wave.organisation_id, "wave_id": wave.pk}
    amended = set(Response.objects.filter(**mine, amends__isnull=False).values_list("amends_id", flat=True))
    values: dict[UUID, dict[str, float]] = defaultdict(dict)
    rows = Score.objects.filter(organisation_id=wave.organisation_id, response__wave=wave)
    for response_id, scale, value in rows.order_by("id").values_list("response_id", "scale", "value"):
        # The newest row of a scale is in force: one that was scored again may have no value any more.
        values[response_id].pop(scale, None)
        if value is not None:
            values[response_id][scale] = float(value)
    scores: dict[UUID, list[tuple[tuple[str, str], date, Mapping[str, float]]]] = defaultdict(list)
    for row in Response.objects.filter(**mine).exclude(pk__in=amended).order_by("recorded_at", "id"):
        scores[row.person_id].append(((row.instrument, row.point), row.taken_on, values[row.pk]))
    amended = set(UrineTest.objects.filter(**mine, amends__isnull=False).values_list("amends_id", flat=True))
    confirmed = set(
        SecondLook.objects.filter(
            organisation_id=wave.organisation_id, test__wave=wave, agrees=True
        ).values_list("test_id", flat=True)
    )
    tests: dict[UUID, list[tuple[str, date, str]]] = defaultdict(list)
    for test in UrineTest.objects.filter(**mine).exclude(pk__in=amended).order_by("recorded_at", "id"):
        waits = test.state == "positive" and test.pk not in confirmed
        state = "positive_unconfirmed" if waits else test.state
        tests[test.person_id].append((test.point, test.taken_on, state))
    return Measures(scores, tests)


def _add(
    found: Facts, row: Enrolment, cycle: Cycle, known: list[programmes.Suspension], measures: Measures
) -> None:
    rule = programmes.rule_of(cycle.success_rule)
    plan = programmes.plan_of(cycle.plan)
    unit = {
        "enrolment_key": str(row.pk),
        "person_key": str(row.person_id),
        "programme": row.programme_id,
    }
    status = Status(row.status)
    if status is Status.REMOVED:
        found.mart_enrolment.append(
            unit | {"removed": 1, "completed": 0, "place_rank": 3, "better": 0, "measured_both": 0}
        )
        return
    completed = int(row.exit_reason == "" and row.ended_on is not None)
    scores = _within(row, measures.scores.get(row.person_id, []))
    tests = _within(row, measures.tests.get(row.person_id, []))
    first = scores.get((programmes.WHOQOL, rule.first), {})
    last = scores.get((programmes.WHOQOL, rule.last), {})
    domains = _domains(rule, first, last)
    both = int(all(domains[one]["measured"] for one in rule.domains))
    better = int(all(domains[one]["better"] for one in rule.domains))
    found.mart_enrolment.append(
        unit
        | {
            "removed": 0,
            "completed": completed,
            "place_group": _group(row, completed),
            "place_reason": row.exit_reason,
            "place_rank": 2 if completed else (1 if row.ended_on else 0),
            "ended_on": row.ended_on,
            "better": better,
            "measured_both": both,
        }
    )
    for point in plan:
        key: Any = point.code if point.kind == programmes.URINE else (point.kind, point.code)
        if key in (tests if point.kind == programmes.URINE else scores):
            name = f"{point.kind}:{point.code}"
            found.mart_measure.append(unit | {"completed": completed, "point": name})
    for domain, judged in domains.items():
        cells = {name: value for name, value in judged.items() if name != "better"}
        found.mart_domain.append(unit | {"completed": completed, "domain": domain} | cells)
    found.mart_urine.append(unit | _urine(row, rule, plan, known, tests))


def _group(row: Enrolment, completed: int) -> str:
    if completed:
        return "completed"
    return exit_group(row.exit_reason) if row.ended_on else "open"


def _within(row: Enrolment, taken: Iterable[tuple[Any, date, Any]]) -> dict[Any, Any]:
    """Of a person's measurements those of the days on which this enrolment ran, the newest entry of each."""
    return {
        key: value
        for key, on, value in taken
        if row.admitted_on <= on and (row.ended_on is None or on <= row.ended_on)  # type: ignore[operator]
    }


def _domains(
    rule: programmes.SuccessRule, first: Mapping[str, float], last: Mapping[str, float]
) -> dict[str, dict[str, int]]:
    least = reliable_change(rule.sd, rule.retest)
    found = {}
    for domain in DOMAINS:
        measured = int(domain in first and domain in last)
        change = last[domain] - first[domain] if measured else 0.0
        found[domain] = {
            "in_rule": int(domain in rule.domains),
            "measured": measured,
            "increased": int(measured and change > _TOLERANCE),
            "improved": int(measured and change >= least - _TOLERANCE),
            "declined": int(measured and change <= -least + _TOLERANCE),
            "better": int(measured and change > rule.threshold + _TOLERANCE),
        }
    return found


def _urine(
    row: Enrolment,
    rule: programmes.SuccessRule,
    plan: Iterable[programmes.Point],
    known: list[programmes.Suspension],
    tests: Mapping[str, str],
) -> dict[str, Any]:
    state = tests.get(rule.urine_point)
    if state is None:
        point = next(one for one in plan if (one.kind, one.code) == (programmes.URINE, rule.urine_point))
        today = scope.today()
        window = programmes.window(row.admitted_on, point, known, today)  # type: ignore[arg-type]
        state = "missing" if window.first <= (row.ended_on or today) else "not_due"
    return {
        "state": state,
        "state_rank": WORST_FIRST.index(state),
        "eligible": int(state not in ("not_due", "exempt")),
        "tested": int(state in READABLE or state == "positive_unconfirmed"),
        "passed": int(state in rule.urine_passing),
    }
