"""The statements about Serang, judged by what queries give back; nothing that was written is believed here."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pulih.cli.scenarios.judging import Figures, judged
from pulih.cli.scenarios.serang import NAME, Played
from pulih.rules.caseload import WARN_ABOVE, Load


def judge(played: Played) -> dict[str, Any]:
    """The document of the scenario, without its schema: each statement with figures, and whether it holds."""
    return judged(NAME, played.seed, played.plot, STATEMENTS, played, _drawn(played))


def _drawn(played: Played) -> Mapping[str, Mapping[str, Any]]:
    """What the seed decided, for the sentences under `assumed`."""
    seen, plot = played.seen, played.plot
    opened = plot["opening"]["day"]
    return {
        "C1": {"days": (played.wave.plan["starts_on"] - opened).days},
        "C2": {"guests": seen["guests"]},
        "C3": {"people": seen["taking_part"]},
        "C4": {
            "held": seen["held"],
            "limit": WARN_ABOVE,
            "places": sum(plot["places"].values()),
            "refused": played.stage.refused["cycle_full"],
        },
        "C5": {"looked": seen["looked"]},
        "C7": {"dealt": ", ".join(map(str, seen["dealt"]))},
    }


def _opening(played: Played) -> Figures:
    event, wave = _event(played), _wave(played)
    figures = {
        "opened_on": event.held_on,
        "title": event.title,
        "hosted_by": event.host,
        "wave": event.wave,
        "budget_year": wave.budget_year,
        "programmes": sorted(one.programme for one in wave.cycles),
        "months": _only({one.months for one in wave.cycles}),
        "starts_on": wave.starts_on,
        "days_before_start": (wave.starts_on - event.held_on).days,
        "refused_outside_budget_year": played.stage.refused["event_outside_budget_year"],
    }
    whole = (
        event.kind == "opening"
        and event.wave_reference == wave.reference
        and event.held_on.year == wave.budget_year
    )
    return figures, whole and figures["days_before_start"] >= 0 and figures["refused_outside_budget_year"] > 0


def _guests(played: Played) -> Figures:
    """Also whether the list on paper names everybody who is counted."""
    from pulih.reports.attendance_list import printed

    event = _event(played)
    paper = printed(event, "id", event.host)
    figures = {
        "total": len(event.guests),
        "types": dict(sorted(Counter(one.kind for one in event.guests).items())),
        "people": sum(one.people for one in event.guests),
        "by_field": dict(sorted(Counter(one.field for one in event.guests).items())),
        "lines_on_paper": len(paper["rows"]),
    }
    return figures, {row[0] for row in paper["rows"]} == {one.name for one in event.guests}


def _cooperation(played: Played) -> Figures:
    from pulih.queries.network import agreements_of, open_agreement

    with played.stage.acting("manager", played.last_day) as manager:
        found = agreements_of(manager)
        opened = [open_agreement(manager, one.id) for one in found.lines]
    fields = {
        one.field: {"agreements": one.agreements, "activities": one.activities, "people": one.people}
        for one in found.fields
    }
    figures = {
        "agreements": len(found.lines),
        "partners": dict(sorted(Counter(one.partner_kind for one in found.lines).items())),
        "fields": fields,
        "covers": sorted(field for field, one in fields.items() if one["activities"]),
        "refused_outside_fields": played.stage.refused["activity_field_not_agreed"],
    }
    counted = Counter(done.field for one in opened for done in one.activities)
    agreed = all(done.field in one.line.agreed.fields for one in opened for done in one.activities)
    return figures, agreed and counted == {
        field: one["activities"] for field, one in fields.items() if one["activities"]
    }


def _caseload(played: Played) -> Figures:
    from pulih.queries.caseload import workload

    with played.stage.acting("manager", played.last_day) as manager:
        found = workload(manager)
    wave = _wave(played)
    by_programme = {
        one.programme: {
            "people": one.people,
            "counsellors": one.counsellors,
            "ratio": _plain(one.ratio),
            "above_limit": one.above,
        }
        for one in found.programmes
    }
    over = [one for one in found.rows if one.load is Load.OVER]
    figures = {
        "months": _only({one.months for one in wave.cycles}),
        "people": found.people,
        "counsellors": found.counsellors,
        "ratio": _plain(found.ratio),
        **by_programme,
        "warnings": {
            "limit": found.limit,
            "programmes": sorted(one.programme for one in found.programmes if one.above),
            "counsellors": {one.name: one.people for one in over},
        },
    }
    told = all(one.people > found.limit for one in over) and len(over) == sum(
        one.people > found.limit for one in found.rows
    )
    return figures, told and found.people == sum(cycle.taken for cycle in wave.cycles)


def _goals(played: Played) -> Figures:
    from pulih.language.wording import say
    from pulih.queries.plans import wave_plans

    wave = _wave(played)
    with played.stage.acting("manager", played.last_day) as manager:
        found = wave_plans(manager, wave.id)
    states: Counter[str] = Counter()
    for one in found.counts:
        states.update(one.states)
    figures = {
        "called": say("work_mine", "id").split()[0],
        "people": found.people,
        "with_agreed_plan": found.with_plan,
        "with_short_and_long": found.with_both,
        "goals": {"short": found.short, "long": found.long},
        "progress": {state: count for state, count in sorted(states.items()) if count},
    }
    whole = found.people == found.with_plan == found.with_both == wave.taken
    return figures, whole and states["reached"] + states["under_way"] == 2 * played.seen["looked"]


def _objective(played: Played) -> Figures:
    from pulih.queries.targets import objectives_of

    year = played.plot["designated"]["year"]
    with played.stage.acting("nation", played.last_day) as nation:
        above = objectives_of(nation, year)
    with played.stage.acting("head", played.last_day) as head:
        here = objectives_of(head, year)
    (one,), (seen_here,) = above.found, here.found
    figures = {
        "objective": one.code,
        "text": one.text,
        "office": one.office,
        "years": [one.from_year, one.until_year],
        "targets": {
            line.programme: {"target": line.year.target, "realised": line.year.realised} for line in one.lines
        },
        "percent": one.total.capaian,
        "targets_without_objective": len(above.without),
    }
    admitted = {cycle.programme: cycle.admitted for cycle in _wave(played).cycles}
    realised = {line.programme: line.year.realised for line in one.lines}
    return figures, realised == admitted and seen_here.lines == one.lines and not above.without


def _balance(played: Played) -> Figures:
    from pulih.queries.caseload import workload

    with played.stage.acting("manager", played.last_day) as manager:
        found = workload(manager)
    before = played.seen["before"]
    counts = sorted(one.people for one in found.rows)
    now: dict[str, list[int]] = {}
    for row in found.rows:
        now.setdefault(row.load.value, []).append(row.people)
    figures = {
        "dealt": before,
        "moves_suggested": played.seen["moves"],
        "moves_taken": played.seen["taken"],
        "now": {load: sorted(people) for load, people in sorted(now.items())},
        "spread": {"before": _spread(before), "now": counts[-1] - counts[0]},
        "still_suggested": len(found.moves),
        "everybody_looked_after": not found.unassigned,
    }
    told = {"over", "under"} <= set(before) and figures["moves_suggested"] > 0
    return figures, told and figures["spread"]["now"] < figures["spread"]["before"]


def _spread(loads: Mapping[str, list[int]]) -> int:
    counts = [people for known in loads.values() for people in known]
    return max(counts) - min(counts)


def _event(played: Played) -> Any:
    """The one event there is, whole."""
    from pulih.queries.network import events_of, open_event

    with played.stage.acting("manager", played.last_day) as manager:
        (line,) = events_of(manager)
        return open_event(manager, line.id)


def _wave(played: Played) -> Any:
    with played.stage.acting("manager", played.last_day) as manager:
        return played.wave.facts(manager)


def _only(values: set[int]) -> int | None:
    """A figure that is the same everywhere; None where it is not."""
    return next(iter(values)) if len(values) == 1 else None


def _plain(ratio: Decimal | None) -> int | float | None:
    """22.0 is told as 22."""
    if ratio is None:
        return None
    return int(ratio) if ratio == int(ratio) else float(ratio)


STATEMENTS = {
    "C1": _opening,
    "C2": _guests,
    "C3": _cooperation,
    "C4": _caseload,
    "C5": _goals,
    "C6": _objective,
    "C7": _balance,
}
"""Each answers its figures, and whether what else must be true of them is."""
