"""The play: Lapas Perempuan Kelas IIA Palembang from December 2019 to March 2021, through actions alone."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pulih.cli.scenarios import founding
from pulih.cli.scenarios.fates import Admitted, Fate, draw_fates
from pulih.cli.scenarios.founding import definition
from pulih.cli.scenarios.intake import (
    WaveInPlay,
    admit_all,
    ask_for_exception,
    ask_willingness,
    import_register,
    nominate_all,
    plan_the_wave,
    step,
)
from pulih.cli.scenarios.people import Register, Resident
from pulih.cli.scenarios.province import ask_for_numbers, open_the_year
from pulih.cli.scenarios.reviewing import close, review
from pulih.cli.scenarios.running import live_through
from pulih.cli.scenarios.stage import Stage
from pulih.rules.actors import Actor

NAME = "palembang-2020-2021"
DEFAULT_SEED = 2021
REMAND = 0.28


@dataclass
class Played:
    """What the statements are read from: the stage, the waves, and what was to be seen only on the way."""

    stage: Stage
    seed: int
    plot: Mapping[str, Any]
    waves: tuple[WaveInPlay, WaveInPlay]
    fates: tuple[list[Fate], list[Fate]]
    seen: dict[str, Any] = field(default_factory=dict)


def book() -> Mapping[str, Any]:
    """The definition of the scenario."""
    found: Mapping[str, Any] = definition("scenarios", NAME)
    return found


def found(password: str) -> tuple[dict[str, int], dict[str, Actor]]:
    """Offices and workers in an empty database; answers ids and actors by key."""
    return founding.found(book(), password)


def engage(offices: Mapping[str, int], names: Mapping[str, str], password: str) -> dict[str, Actor]:
    """Hire the workers of the play into offices that stand already."""
    return founding.engage(book(), offices, names, password)


def play(
    seed: int,
    offices: Mapping[str, int],
    workers: Mapping[str, Actor],
    plot: Mapping[str, Any] | None = None,
) -> Played:
    """Play both waves in a database where offices and workers stand; the seed decides all that is made up.

    Another plot than the article's, with fewer places, is for checking the figures alone.
    """
    plot = plot or book()
    stage = Stage(offices, workers, random.Random(seed))
    register = Register(stage.draw)
    first, second = (WaveInPlay(stage, plot[name]) for name in ("stage1", "stage2"))
    seen: dict[str, Any] = {}
    ask_for_numbers(stage, plot)
    stories = (_play_first(first, plot, register, seen), _play_second(second, plot, register, seen))
    seen["guests"] = open_the_year(stage, plot)
    return Played(stage, seed, plot, (first, second), stories, seen)


def _play_first(
    wave: WaveInPlay, plot: Mapping[str, Any], register: Register, seen: dict[str, Any]
) -> list[Fate]:
    """Two programmes side by side. Near the end of each list stand those who do not begin."""
    plan, brings = wave.plan, plot["register"]["first"]
    last, places = plan["closed_on"], plan["places"]
    medical = register.residents(brings["medical"] - 1, brings["day"], stays_until=last, remand=REMAND)
    social = register.residents(brings["social"], brings["day"], stays_until=last, remand=REMAND)
    leaves, too_short = (date(2020, 5, wave.stage.draw.randint(4, 28)) for _ in range(2))
    short, shorter = places["social"] - 1, places["social"] + 4
    social[short], social[shorter] = social[short].until(leaves), social[shorter].until(too_short)
    others = register.residents(brings["held"], brings["day"], stays_until=last, remand=REMAND)
    import_register(wave.stage, [*medical, *social, *others], brings["day"], part=False)
    plan_the_wave(wave)

    m, s = [(one.number, "medical") for one in medical], [(one.number, "social") for one in social]
    misplaced = (social[0].number, "medical")  # nominated, and later admitted, for the wrong programme
    nominate_all(wave, {"medical": [key[0] for key in [*m, misplaced]], "social": [key[0] for key in s]})
    taken = [*m[: places["medical"] + 1], *s[: places["social"] + 1], s[shorter], misplaced]
    _screen(wave, taken, out=[m[places["medical"] + 1], s[places["social"] + 1]])
    step(wave, "manager", plan["decided_on"], s[places["social"] + 2 : shorter], "declined", "unwilling")
    _ask_both(wave, granted=s[short], refused=s[shorter])
    _admit_first(wave, m[: places["medical"] + 1], s[: places["social"] + 1], misplaced)
    seen["stage1"] = _who_takes_part(wave)
    people = [
        *(Admitted(one.number, ("medical",), one.on_remand) for one in medical[: places["medical"]]),
        *(
            Admitted(one.number, ("social",), one.on_remand, _leaves(one, leaves))
            for one in social[: places["social"]]
        ),
    ]
    fates = draw_fates(plan, people, wave.stage.draw)
    live_through(wave, fates)
    close(wave)
    review(wave, returned="Angka uji urine bulan keenam diperiksa ulang dengan buku klinik")
    return fates


def _leaves(one: Resident, on: date) -> date | None:
    return on if one.expires == on else None


def _screen(wave: WaveInPlay, keys: list[tuple[str, str]], out: list[tuple[str, str]]) -> None:
    """Nobody is screened without a paper; then everybody is, and most are recommended."""
    from pulih.actions.enrolments import move_on

    plan = wave.plan
    with wave.stage.acting("assessor", plan["willing_on"]) as assessor:
        wave.stage.must_refuse(
            "willingness_missing",
            move_on,
            enrolment_id=wave.enrolments[keys[0]],
            target="assessed",
            effective_on=plan["willing_on"],
            by=assessor,
        )
    ask_willingness(wave, (number for number, _code in [*keys, *out]))
    step(wave, "assessor", plan["assessed_on"], [*keys, *out], "assessed")
    step(wave, "assessor", plan["assessed_on"], out, "screened_out", "low_risk")
    step(wave, "assessor", plan["decided_on"], keys, "recommended")


def _ask_both(wave: WaveInPlay, granted: tuple[str, str], refused: tuple[str, str]) -> None:
    """Two whose sentence ends too soon: the head lets one begin."""
    day = wave.plan["decided_on"]
    ask_for_exception(wave, granted, day, grant=True)
    ask_for_exception(wave, refused, day, grant=False)
    note = "Sisa pidana tidak cukup, pengecualian tidak diberikan"
    step(wave, "manager", day, [refused], "not_selected", "other_priority", note)


def _admit_first(
    wave: WaveInPlay, m: list[tuple[str, str]], s: list[tuple[str, str]], misplaced: tuple[str, str]
) -> None:
    """A place is given to the wrong woman, freed the next day, and the cycle is full again.

    The last of each list is one more than there are places.
    """
    from datetime import timedelta

    from pulih.actions.enrolments import admit

    day = wave.plan["admitted_on"]
    *begin, later, spare = m
    admit_all(wave, [*begin, misplaced, *s[:-1]], day)
    after = day + timedelta(days=1)
    note = "Seharusnya hanya rehabilitasi sosial"
    step(wave, "manager", after, [misplaced], "removed", "wrong_cycle", note)
    admit_all(wave, [later], after)
    with wave.stage.acting("manager", after) as manager:
        for full in (spare, s[-1]):
            wave.stage.must_refuse(
                "cycle_full", admit, enrolment_id=wave.enrolments[full], on=after, by=manager
            )
    step(wave, "manager", after, [spare, s[-1]], "not_selected", "no_place")


def _play_second(
    wave: WaveInPlay, plot: Mapping[str, Any], register: Register, seen: dict[str, Any]
) -> list[Fate]:
    """Twenty women in both programmes, two months later than planned."""
    plan, brings = wave.plan, plot["register"]["second"]
    places = plan["places"]["medical"]
    plan_the_wave(wave)
    ends = plan["closed_on"] + (plan["admitted_on"] - plan["starts_on"])
    women = register.residents(brings["dual"], brings["day"], stays_until=ends, remand=REMAND)
    others = register.residents(brings["held"], brings["day"], stays_until=ends, remand=REMAND)
    import_register(wave.stage, [*women, *others], brings["day"], part=True)
    numbers = [one.number for one in women]
    nominate_all(wave, dict.fromkeys(plan["places"], numbers))
    _screen(wave, _both(plan, numbers[: places + 1]), out=_both(plan, numbers[places + 1 : places + 2]))
    step(wave, "manager", plan["decided_on"], _both(plan, numbers[places + 2 :]), "declined", "work_or_study")
    seen["suspension"] = _stand_still(wave, plot["suspension"], _both(plan, numbers[:1])[0])
    admit_all(wave, _both(plan, numbers[:places]), plan["admitted_on"])
    step(
        wave,
        "manager",
        plan["admitted_on"],
        _both(plan, numbers[places : places + 1]),
        "not_selected",
        "no_place",
    )
    seen["stage2"] = _who_takes_part(wave)
    people = [Admitted(one.number, tuple(plan["places"]), one.on_remand) for one in women[:places]]
    fates = draw_fates(plan, people, wave.stage.draw)
    live_through(wave, fates)
    close(wave)
    review(wave)
    return fates


def _both(plan: Mapping[str, Any], numbers: Iterable[str]) -> list[tuple[str, str]]:
    return [(number, programme) for number in numbers for programme in plan["places"]]


def _stand_still(wave: WaveInPlay, plot: Mapping[str, Any], first: tuple[str, str]) -> dict[str, Any]:
    """The whole facility stands still; what is planned moves, and nobody is admitted meanwhile."""
    from pulih.actions.enrolments import admit
    from pulih.actions.programmes import resume, suspend

    with wave.stage.acting("head", plot["from_on"]) as head:
        before = wave.facts(head).ends_on(plot["from_on"])
        suspension = suspend(
            wave_id=None, from_on=plot["from_on"], reason=plot["reason"], note=plot["note"], by=head
        )
    with wave.stage.acting("manager", plot["tried_on"]) as manager:
        state = wave.facts(manager).state(plot["tried_on"]).value
        wave.stage.must_refuse(
            "wave_suspended", admit, enrolment_id=wave.enrolments[first], on=plot["tried_on"], by=manager
        )
    with wave.stage.acting("head", plot["until_on"]) as head:
        resume(suspension_id=suspension, until_on=plot["until_on"], by=head)
    return {"last_day_planned": before, "state_meanwhile": state}


def _who_takes_part(wave: WaveInPlay) -> dict[str, int]:
    """On the first days: on which ground those admitted are held, and as what the law knows them; each once."""
    from collections import Counter
    from datetime import timedelta

    from pulih.queries.programmes import candidates

    counted: Counter[str] = Counter()
    with wave.stage.acting("registrar", wave.plan["admitted_on"] + timedelta(days=1)) as registrar:
        facts = wave.facts(registrar)
        rows: dict[Any, Any] = {}
        for cycle in facts.cycles:
            page, seen, total = 1, 0, 1
            while seen < total:
                found = candidates(registrar, facts, cycle, page=page, show="open")
                rows |= {one.id: one for one in found.rows if one.open_status == "admitted"}
                seen, total, page = seen + len(found.rows), found.total, page + 1
    for one in rows.values():
        counted.update((one.kind, one.category or "none"))
    return dict(sorted(counted.items()))
