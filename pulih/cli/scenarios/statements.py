"""The statements of the article, judged by what queries give back; nothing that was written is believed here."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from pulih.cli.scenarios.assumed import drawn
from pulih.cli.scenarios.judging import judged
from pulih.cli.scenarios.palembang import NAME, Played
from pulih.cli.scenarios.reading import STAGES, Read, lost_of, read_back, targets_at_home
from pulih.rules import programmes
from pulih.rules.outcomes import ResultSheet

LEAST_WAYS = 3
"""In so many different ways people of a wave were lost, at least: a wave nobody leaves is no wave."""


def judge(played: Played) -> dict[str, Any]:
    """The document of the scenario, without its schema: each statement with figures, and whether it holds."""
    read = read_back(played)
    return judged(NAME, played.seed, played.plot, STATEMENTS, read, drawn(read))


def _facility(read: Read) -> tuple[dict[str, Any], bool]:
    from pulih.queries.organisations import open_profile

    with read.stage.acting("head", read.played.plot["opening"]["day"]) as head:
        profile = open_profile(head, head.organisation_id)
    return {
        "kind": profile.kind,
        "name": profile.name,
        "class": profile.facts.facility_class,
        "sex_served": profile.facts.sex_served,
        "under": profile.above[-1].name,
    }, True


def _opening(read: Read) -> tuple[dict[str, Any], bool]:
    from pulih.queries.network import events_of, open_event

    with read.stage.acting("manager", read.played.plot["opening"]["day"]) as manager:
        lines = events_of(manager)
        event = open_event(manager, lines[0].id)
    return {
        "events": len(lines),
        "held_on": event.held_on,
        "opened_by": event.host,
        "opened_by_role": event.host_role,
        "present": sorted(one.name for one in event.guests),
        "people_present": sum(one.people for one in event.guests),
    }, len(lines) == 1


def _designated(read: Read) -> tuple[dict[str, Any], bool]:
    from pulih.queries.organisations import designated

    decree = read.played.plot["designated"]
    with read.stage.acting("region", decree["day"]) as region:
        found = designated(region, decree["year"], region.organisation_id)
    return {
        "budget_year": found.budget_year,
        "facilities_designated": found.facilities_designated,
        "targets": {one.programme: one.target for one in found.programmes},
    }, True


def _targets(read: Read) -> tuple[dict[str, Any], bool]:
    """Also whether realisation, counted by a gate, is what the sheets say started."""
    from pulih.queries.targets import targets_of

    decree = read.played.plot["designated"]["year"]
    with read.stage.acting("region", read.played.plot["opening"]["day"]) as region:
        now = targets_of(region, decree)
    reached = targets_at_home(read)
    started: Counter[str] = Counter()
    for sheet in read.sheets.values():
        started.update({one.code: one.started for one in sheet.cycles})
    with_target = {one.organisation_id for one in now.lines if one.year.target is not None}
    figures = {
        "year": decree,
        "facilities_with_target": len(with_target),
        "target": now.total.target,
        "realised": now.total.realised,
        "before": {"year": read.played.plot["targets"]["year"], **reached},
    }
    return figures, {name: one["realised"] for name, one in reached.items()} == dict(started)


def _participants(read: Read) -> tuple[dict[str, Any], bool]:
    counted = {name: read.played.seen[name] for name in STAGES}
    together = Counter(counted["stage1"]) + Counter(counted["stage2"])
    kinds = sorted({"remand", "sentenced"} & set(together))
    people = {name: len(read.people[name]) for name in STAGES}
    whole = all(counted[name].get("remand", 0) + counted[name].get("sentenced", 0) == people[name]
                for name in STAGES)  # fmt: skip
    return {
        "kinds": kinds,
        "categories": sorted({"addict", "abuser", "victim"} & set(together)),
        **{name: {"people": people[name], **counted[name]} for name in STAGES},
    }, whole and "none" not in together


def _programmes(read: Read) -> tuple[dict[str, Any], bool]:
    cycles = [cycle for wave in read.waves.values() for cycle in wave.cycles]
    return {
        "since": min(one.starts_on for one in read.waves.values()).year,
        "programmes": sorted({one.programme for one in cycles}),
        "cycles": {name: [one.programme for one in read.waves[name].cycles] for name in STAGES},
    }, True


def _stages(read: Read) -> tuple[dict[str, Any], bool]:
    """People and enrolments are counted apart: twenty in both programmes are forty enrolments."""
    figures: dict[str, Any] = {}
    for name in STAGES:
        sheet, people = read.sheets[name], read.people[name]
        enrolled = [one for who in people for one in who.enrolled]
        figures[name] = {
            **{one.code: {"people": one.started, "removed": one.removed} for one in sheet.cycles},
            "people": sheet.people.started,
            "enrolments": sum(one.started for one in sheet.cycles),
            "began": f"{min(one.admitted_on for one in enrolled):%Y-%m}",
            "ended": f"{max(one.ended_on for one in enrolled):%Y-%m}",
        }
    months = {cycle.months for wave in read.waves.values() for cycle in wave.cycles}
    figures["months"] = months.pop() if len(months) == 1 else None
    counted = all(figures[name]["people"] == len(read.people[name]) for name in STAGES)
    return figures, counted


def _delay(read: Read) -> tuple[dict[str, Any], bool]:
    wave, seen = read.waves["stage2"], read.played.seen["suspension"]
    (row,) = wave.suspensions
    day = read.played.waves[1].plan["reviewed_on"][-1]
    due = next(one for one in wave.cycles[0].plan if (one.kind, one.code) == (programmes.URINE, "month_6"))
    planned, moved = (
        programmes.window(wave.starts_on, due, still, day).aim for still in ((), wave.still_days)
    )
    days = (row.until_on - row.from_on).days if row.until_on else None
    figures = {
        "reason": row.reason,
        "note": row.note,
        "whole_facility": row.whole_facility,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "resumed": row.until_on is not None,
        "days": days,
        "state_meanwhile": seen["state_meanwhile"],
        "last_day": {"planned": seen["last_day_planned"], "moved": wave.ends_on(day)},
        "month_6_due": {"planned": planned, "moved": moved},
        "admissions_refused": read.stage.refused["wave_suspended"],
    }
    last = figures["last_day"]
    shifted = {(last["moved"] - last["planned"]).days, (moved - planned).days} == {days}
    return figures, shifted and seen["state_meanwhile"] == "suspended"


def _quality(read: Read) -> tuple[dict[str, Any], bool]:
    figures: dict[str, Any] = {"domains": sorted(read.sheets["stage1"].rule.domains)}
    for name in STAGES:
        people = read.sheets[name].people
        figures[name] = {
            "started": people.started,
            "domains": {
                one.domain: {
                    "in_rule": one.in_rule,
                    "measured": one.measured,
                    "increased": one.increased,
                    "reliably_improved": one.improved,
                    "reliably_declined": one.declined,
                    "increased_by_chance_percent": round(100 * one.by_chance, 1),
                }
                for one in people.domains
            },
            "better_in_all": people.better,
        }
    same = read.sheets["stage1"].rule.domains == read.sheets["stage2"].rule.domains
    return figures, same and all(
        one["measured"] for name in STAGES for one in figures[name]["domains"].values()
    )


def _urine(read: Read) -> tuple[dict[str, Any], bool]:
    rule, wave = read.sheets["stage1"].rule, read.waves["stage1"]
    point = next(
        one for one in wave.cycles[0].plan if (one.kind, one.code) == (programmes.URINE, rule.urine_point)
    )
    figures: dict[str, Any] = {"urine_month": point.month, "passing": sorted(rule.urine_passing)}
    for name in STAGES:
        urine = read.sheets[name].people.urine
        figures[name] = {
            "started": urine.of,
            "due": urine.eligible,
            "readable": urine.tested,
            "passed": urine.passed,
            "states": {state: count for state, count in urine.states.items() if count},
        }
    whole = all(sum(figures[name]["states"].values()) == figures[name]["started"] for name in STAGES)
    return figures, whole and "positive" not in rule.urine_passing


def _results(read: Read) -> tuple[dict[str, Any], bool]:
    figures = {name: _result(read.sheets[name]) for name in STAGES}
    ways = all(len(lost_of(read.sheets[name])) >= LEAST_WAYS for name in STAGES)
    whole = all(sum(one["lost"].values()) + one["completed"] == one["started"] for one in figures.values())
    return figures, ways and whole


def _result(sheet: ResultSheet) -> dict[str, Any]:
    people = sheet.people
    rose = (one for one in people.domains if one.in_rule)
    return {
        "approved": sheet.head.state == "approved" and sheet.head.superseded_at is None,
        "revision": sheet.head.revision,
        "started": people.started,
        "completed": people.completed,
        "lost": lost_of(sheet),
        "adds_up": all(one.adds_up for one in sheet.columns),
        "success": {
            one.code: {
                "of_started": [one.success, one.started],
                "of_completers_measured": [one.completers_success, one.completers_measured],
            }
            for one in sheet.columns
        },
        "positive": all(2 * one.completers_increased > one.completers_measured for one in rose)
        and 2 * people.urine.passed > people.urine.eligible,
    }


STATEMENTS: Mapping[str, Callable[[Read], tuple[dict[str, Any], bool]]] = {
    "A1": _facility,
    "A2": _opening,
    "A3": _designated,
    "A4": _targets,
    "A5": _participants,
    "A6": _programmes,
    "A7": _stages,
    "A8": _delay,
    "A9": _quality,
    "A10": _urine,
    "A11": _results,
}
"""Each answers its figures, and whether what else must be true of them is."""
