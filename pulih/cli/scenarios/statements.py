"""The statements of the article, judged by what queries give back; nothing that was written is believed here."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pulih.cli.scenarios.fates import Fate
from pulih.cli.scenarios.palembang import NAME, Played, book
from pulih.cli.scenarios.province import HOME
from pulih.rules import programmes
from pulih.rules.outcomes import ResultSheet

STAGES = ("stage1", "stage2")
LEAST_WAYS = 3
"""In so many different ways people of a wave were lost, at least: a wave nobody leaves is no wave."""


@dataclass(frozen=True)
class Read:
    """Everything read back once, for all statements."""

    played: Played
    waves: Mapping[str, Any]
    people: Mapping[str, Any]
    sheets: Mapping[str, ResultSheet]

    @property
    def stage(self) -> Any:
        """Who asks."""
        return self.played.stage


def judge(played: Played) -> dict[str, Any]:
    """The document of the scenario, without its schema: each statement with figures, and whether it holds."""
    read = _read(played)
    plot, texts = book(), _drawn(read)
    statements = {}
    for code, figures_of in STATEMENTS.items():
        figures, also = figures_of(read)
        statements[code] = {
            "holds": also and agrees(plot["expects"][code], figures),
            "figures": figures,
            "assumed": [text.format_map(texts[code]) for text in plot["assumed"][code]],
        }
    return {"scenario": NAME, "seed": played.seed, "statements": statements}


def agrees(expected: Any, found: Any) -> bool:
    """Whether what was found says all that is expected; it may say more."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(
            agrees(one, found.get(name)) for name, one in expected.items()
        )
    return bool(expected == found)


def _read(played: Played) -> Read:
    from pulih.queries.outcomes import sheet_of
    from pulih.queries.programmes import participants

    waves, people, sheets = {}, {}, {}
    for name, wave in zip(STAGES, played.waves, strict=True):
        day = wave.plan["reviewed_on"][-1]
        with played.stage.acting("manager", day) as manager:
            waves[name] = wave.facts(manager)
            people[name] = participants(manager, [waves[name]], day)
            sheets[name] = sheet_of(manager, wave.reference).sheet
    return Read(played, waves, people, sheets)


def _facility(read: Read) -> tuple[dict[str, Any], bool]:
    from pulih.queries.organisations import open_profile

    with read.stage.acting("head", book()["opening"]["day"]) as head:
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

    with read.stage.acting("manager", book()["opening"]["day"]) as manager:
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

    decree = book()["designated"]
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

    asked, decree = book()["targets"]["year"], book()["designated"]["year"]
    with read.stage.acting("region", book()["opening"]["day"]) as region:
        before, now = targets_of(region, asked), targets_of(region, decree)
    home = read.stage.offices[HOME]
    reached = {
        one.programme: {"target": one.year.target, "realised": one.year.realised, "percent": one.year.capaian}
        for one in before.lines
        if one.organisation_id == home
    }
    started: Counter[str] = Counter()
    for sheet in read.sheets.values():
        started.update({one.code: one.started for one in sheet.cycles})
    with_target = {one.organisation_id for one in now.lines if one.year.target is not None}
    figures = {
        "year": decree,
        "facilities_with_target": len(with_target),
        "target": now.total.target,
        "realised": now.total.realised,
        "before": {"year": asked, **reached},
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
    ways = all(len(_lost(read.sheets[name])) >= LEAST_WAYS for name in STAGES)
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
        "lost": _lost(sheet),
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


def _lost(sheet: ResultSheet) -> dict[str, int]:
    return {one.reason: one.count for one in sheet.people.places if one.group != "completed"}


def _drawn(read: Read) -> dict[str, dict[str, Any]]:
    """What the seed decided, for the sentences under `assumed`."""
    plot, seen = book(), read.played.seen
    fates: list[Fate] = [one for story in read.played.fates for one in story]
    forms = [one for fate in fates for one in fate.forms]
    tests = [one for fate in fates for one in fate.tests]
    asked = _targets(read)[0]["before"]
    together = Counter(seen["stage1"]) + Counter(seen["stage2"])
    brought = plot["register"]
    lost = {name: ", ".join(f"{n} {why}" for why, n in _lost(read.sheets[name]).items()) for name in STAGES}
    drawn: dict[str, dict[str, Any]] = {
        "A2": {"guests": seen["guests"]},
        "A4": {name: asked[name]["target"] for name in ("medical", "social")},
        "A5": {**together, "people": sum(len(one) for one in read.people.values())},
        "A7": {
            "candidates": brought["first"]["medical"]
            + brought["first"]["social"]
            + 2 * brought["second"]["dual"],
            "places": sum(sum(plot[name]["places"].values()) for name in STAGES),
        },
        "A8": {"refused": read.stage.refused["wave_suspended"]},
        "A9": {
            "forms": len(forms),
            "not_scorable": sum(list(one.answers.values()).count(None) > 5 for one in forms),
            "amended": sum(one.keyed_wrong is not None for one in forms),
        },
        "A10": {
            "tests": len(tests),
            "second_looks": sum(
                one.agreed is not None for test in tests for one in (test, test.keyed_wrong) if one
            ),
            "amended": sum(one.keyed_wrong is not None for one in tests),
        },
        "A11": {"lost1": lost["stage1"], "lost2": lost["stage2"]},
    }
    return {code: drawn.get(code, {}) for code in STATEMENTS}


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
