"""The play: Lapas Kelas IIA Serang opens social and medical rehabilitation in March 2021, through actions alone."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pulih.cli.scenarios import founding, serang_partners
from pulih.cli.scenarios.founding import definition
from pulih.cli.scenarios.intake import (
    WaveInPlay,
    admit_all,
    ask_willingness,
    import_register,
    nominate_all,
    plan_the_wave,
    step,
)
from pulih.cli.scenarios.people import Register
from pulih.cli.scenarios.stage import Stage
from pulih.rules.actors import Actor

NAME = "serang-2021"
DEFAULT_SEED = 2021
REMAND = 0.15

Key = tuple[str, str]
"""Register number and programme."""


@dataclass
class Played:
    """What the statements are read from: the stage, the wave, and what was to be seen only on the way."""

    stage: Stage
    seed: int
    plot: Mapping[str, Any]
    wave: WaveInPlay
    last_day: date
    seen: dict[str, Any] = field(default_factory=dict)


def book() -> Mapping[str, Any]:
    """The definition of the scenario."""
    found: Mapping[str, Any] = definition("scenarios", NAME)
    return found


def found(password: str) -> tuple[dict[str, int], dict[str, Actor]]:
    """Offices and workers in an empty database; answers ids and actors by key."""
    return founding.found(book(), password)


def play(
    seed: int,
    offices: Mapping[str, int],
    workers: Mapping[str, Actor],
    plot: Mapping[str, Any] | None = None,
) -> Played:
    """Play in a database where offices and workers stand; the seed decides all that is made up.

    Another plot than the article's, with fewer places, is for checking the figures alone.
    """
    plot = plot or book()
    stage = Stage(offices, workers, random.Random(seed))
    starts_on = plot["opening"]["day"] + timedelta(days=stage.draw.randint(*plot["starts_after_opening"]))
    wave = WaveInPlay(stage, {**plot["wave"], "starts_on": starts_on, "admitted_on": starts_on})
    played = Played(stage, seed, plot, wave, starts_on)
    serang_partners.entrust(stage, plot)
    chosen, spare = _bring_candidates(played)
    serang_partners.agree(stage, plot)
    played.seen["guests"] = serang_partners.open_the_programme(wave, plot)
    _admit(wave, chosen, spare)
    _deal_out(played, chosen)
    _balance(played)
    played.seen["taking_part"] = serang_partners.do_together(wave, plot, starts_on)
    _plan_with_everybody(played, chosen)
    return played


def _bring_candidates(played: Played) -> tuple[list[Key], list[Key]]:
    """The register comes in, the wave is planned, and everybody looked at is recommended."""
    wave, plot, draw = played.wave, played.plot, played.stage.draw
    brings, places = plot["register"], wave.plan["places"]
    register = Register(draw, "men")
    stays = wave.plan["starts_on"] + timedelta(days=200)
    held = draw.randint(*brings["held"])
    many = {code: places[code] + brings["spare"][code] for code in places}
    people = register.residents(sum(many.values()) + held, brings["day"], stays_until=stays, remand=REMAND)
    import_register(wave.stage, people, brings["day"], part=False)
    plan_the_wave(wave)
    numbers = iter([one.number for one in people])
    nominated = {code: [next(numbers) for _ in range(many[code])] for code in many}
    nominate_all(wave, nominated)
    ask_willingness(wave, [number for known in nominated.values() for number in known])
    everybody = [(number, code) for code, known in nominated.items() for number in known]
    step(wave, "assessor", wave.plan["assessed_on"], everybody, "assessed")
    step(wave, "assessor", wave.plan["decided_on"], everybody, "recommended")
    played.seen["held"] = held
    chosen = [(number, code) for code in places for number in nominated[code][: places[code]]]
    return chosen, [one for one in everybody if one not in set(chosen)]


def _admit(wave: WaveInPlay, chosen: Sequence[Key], spare: Sequence[Key]) -> None:
    """Every place is given; who asks for one more is refused by the rule and told so."""
    from pulih.actions.enrolments import admit

    day = wave.plan["admitted_on"]
    admit_all(wave, chosen, day)
    with wave.stage.acting("manager", day) as manager:
        for full in spare:
            wave.stage.must_refuse(
                "cycle_full", admit, enrolment_id=wave.enrolments[full], on=day, by=manager
            )
    step(wave, "manager", day, spare, "not_selected", "no_place")


def _deal_out(played: Played, chosen: Sequence[Key]) -> None:
    """The first day: medical people to their counsellor, social ones in uneven piles."""
    wave, plot, draw = played.wave, played.plot, played.stage.draw
    piles = list(plot["dealt"])
    draw.shuffle(piles)
    social = [one for one in chosen if one[1] == "social"]
    draw.shuffle(social)
    given: dict[Key, str] = {}
    for who, pile in zip(plot["counsellors"]["social"], piles, strict=True):
        given |= {social.pop(): who for _ in range(pile)}
    given |= {one: plot["counsellors"]["medical"][0] for one in chosen if one[1] == "medical"}
    _assign(wave, given)
    played.seen["dealt"] = piles
    played.seen["before"] = _loads(played, wave.plan["starts_on"])


def _assign(wave: WaveInPlay, given: Mapping[Key, str]) -> None:
    from pulih.actions.caseload import assign

    day = wave.plan["starts_on"]
    with wave.stage.acting("manager", day) as manager:
        for key, who in given.items():
            assign(
                enrolment_id=wave.enrolments[key],
                account_id=_account(wave.stage, who),
                on=day,
                because="Pembagian pertama menurut program",
                by=manager,
            )


def _account(stage: Stage, who: str) -> Any:
    account_id = stage.workers[who].account_id
    assert account_id is not None
    return account_id


def _balance(played: Played) -> None:
    """After a while the manager reads who carries too many, and takes the moves that are suggested."""
    from pulih.actions.caseload import accept_suggestions
    from pulih.queries.caseload import workload

    day = played.wave.plan["starts_on"] + timedelta(days=played.plot["balanced_after"])
    with played.stage.acting("manager", day) as manager:
        moves = {one.person.enrolment: one.worker for one in workload(manager).moves if one.worker}
        played.seen["moves"] = len(moves)
        played.seen["taken"] = accept_suggestions(chosen=moves, by=manager)


def _loads(played: Played, day: date) -> dict[str, list[Any]]:
    """How many each counsellor has, by how that stands beside the others; counts without names."""
    from pulih.queries.caseload import workload

    found: dict[str, list[Any]] = {}
    with played.stage.acting("manager", day) as manager:
        for row in workload(manager).rows:
            found.setdefault(row.load.value, []).append(row.people)
    return {load: sorted(counts) for load, counts in sorted(found.items())}


def _plan_with_everybody(played: Played, chosen: Sequence[Key]) -> None:
    """Each resident agrees to a goal for soon and one for later; later some have come further."""
    from pulih.actions.plans import add_goal, agree_plan
    from pulih.rules.plans import Goal, Step

    wave, plan, draw = played.wave, played.plot["plans"], played.stage.draw
    starts_on = wave.plan["starts_on"]
    goals = (
        Goal("psychological", "short", plan["short"], "", (Step("", "Mengikuti kelompok setiap minggu"),)),
        Goal("social", "long", plan["long"], "", (Step("", "Menyusun rencana setelah bebas"),)),
    )
    days = {key: starts_on + timedelta(days=draw.randint(*plan["agreed_after"])) for key in chosen}
    for day in sorted(set(days.values())):
        with wave.stage.acting("manager", day) as manager:
            for key in (one for one in chosen if days[one] == day):
                for goal in goals:
                    add_goal(enrolment_id=wave.enrolments[key], goal=goal, by=manager)
                words = draw.choice(
                    ("Ingin pulih dan pulang ke keluarga.", "Saya mau hidup tanpa narkotika.")
                )
                agree_plan(enrolment_id=wave.enrolments[key], on=day, own_words=words, by=manager)
    played.last_day = starts_on + timedelta(days=plan["progress_after"])
    looked = draw.sample(list(chosen), min(len(chosen), draw.randint(*plan["progress"])))
    _look_at_progress(played, looked)


def _look_at_progress(played: Played, looked: Sequence[Key]) -> None:
    from pulih.actions.plans import record_progress
    from pulih.queries.plans import open_plan
    from pulih.rules.plans import Said

    played.seen["looked"] = len(looked)
    with played.stage.acting("manager", played.last_day) as manager:
        for key in looked:
            enrolment = played.wave.enrolments[key]
            agreed = open_plan(manager, enrolment).agreed
            assert agreed is not None
            for one in agreed.goals:
                states = ("under_way", "reached") if one.goal.horizon == "short" else ("under_way",)
                said = Said(played.last_day, played.stage.draw.choice(states))
                record_progress(enrolment_id=enrolment, goal=one.code, said=said, by=manager)
