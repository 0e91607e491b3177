"""From the register to the first day: candidates, willingness, assessment, exceptions, admission."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pulih.cli.scenarios.people import Resident, as_file
from pulih.cli.scenarios.stage import Stage
from pulih.rules.actors import Actor

CATEGORIES = (
    ("addict", "", "assessment", ""),
    ("addict", "", "diagnosis", ""),
    ("abuser", "", "screening", ""),
    ("abuser", "court_decision", "", "Putusan 99/Pid.Sus/2019"),
    ("victim", "integrated_assessment", "", "Rekomendasi TAT 99/2019"),
)
"""Category, legal basis, clinical basis, paper."""


@dataclass
class WaveInPlay:
    """A wave while it is played: its section of the definition and the ids that came about."""

    stage: Stage
    plan: Mapping[str, Any]
    reference: str = ""
    people: dict[str, UUID] = field(default_factory=dict)
    """Register number to person."""
    stays: dict[str, UUID] = field(default_factory=dict)
    consents: dict[str, UUID] = field(default_factory=dict)
    enrolments: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """Register number and programme to enrolment."""

    def facts(self, actor: Actor) -> Any:
        """The wave as it stands."""
        from pulih.queries.programmes import wave_of

        return wave_of(actor, self.reference)


def import_register(stage: Stage, people: Sequence[Resident], on: Any, *, part: bool) -> None:
    """The registrar brings the register in; a part says nothing about who is not in it."""
    from pulih.actions.imports import apply_import, stage_import
    from pulih.exchange.spreadsheets.importing import register_from
    from pulih.queries import imports

    with stage.acting("registrar", on) as registrar:
        file = register_from(as_file(people, on), f"register-{on:%Y-%m}.csv", part=part)
        batch_id = stage_import(file=file, by=registrar)
        apply_import(
            batch_id=batch_id, revision=imports.batch(registrar, batch_id).revision, take=[], by=registrar
        )


def plan_the_wave(wave: WaveInPlay) -> None:
    """The manager plans the wave with its programmes and places."""
    from pulih.actions.programmes import CyclePlan, plan_wave

    plan = wave.plan
    with wave.stage.acting("manager", plan["planned_on"]) as manager:
        wave.reference = plan_wave(
            name=plan["name"],
            budget_year=plan["budget_year"],
            starts_on=plan["starts_on"],
            cycles=[CyclePlan(code, places) for code, places in plan["places"].items()],
            by=manager,
        )


def nominate_all(wave: WaveInPlay, numbers: Mapping[str, Sequence[str]]) -> None:
    """The registrar brings candidates for each programme."""
    from pulih.actions.enrolments import nominate
    from pulih.queries.imports import residents

    with wave.stage.acting("registrar", wave.plan["nominated_on"]) as registrar:
        for person_id, known in residents(registrar).items():
            wave.people[known.facts.register_number] = person_id
            wave.stays[known.facts.register_number] = known.stay_id
        for cycle in wave.facts(registrar).cycles:
            mine = [wave.people[number] for number in numbers[cycle.programme]]
            nominate(cycle_id=cycle.id, people=mine, by=registrar)
        _learn_enrolments(wave, registrar)


def _learn_enrolments(wave: WaveInPlay, registrar: Actor) -> None:
    """Read the pathways that were opened: page after page, as the registrar would."""
    from pulih.queries.programmes import candidates

    facts = wave.facts(registrar)
    for cycle in facts.cycles:
        page, seen, total = 1, 0, 1
        while seen < total:
            found = candidates(registrar, facts, cycle, page=page, show="open")
            for row in found.rows:
                if row.open_enrolment:
                    wave.enrolments[row.register_number, cycle.programme] = row.open_enrolment
            seen, total, page = seen + len(found.rows), found.total, page + 1


def ask_willingness(wave: WaveInPlay, numbers: Iterable[str]) -> None:
    """The assessor has the paper signed, reads it aloud where needed, and says as what the law knows her."""
    from pulih.actions.people import record_willingness, set_category

    draw, day = wave.stage.draw, wave.plan["willing_on"]
    with wave.stage.acting("assessor", day) as assessor:
        for number in dict.fromkeys(numbers):
            wave.consents[number] = record_willingness(
                person_id=wave.people[number],
                signed_on=day,
                witness="Saksi Rekaan",
                read_aloud=draw.random() < 0.2,
                by=assessor,
            )
            category, legal, clinical, paper = draw.choice(CATEGORIES)
            set_category(
                person_id=wave.people[number],
                category=category,
                decided_on=day,
                legal_basis=legal,
                clinical_basis=clinical,
                paper=paper,
                by=assessor,
            )


def step(
    wave: WaveInPlay,
    who: str,
    day: Any,
    keys: Iterable[tuple[str, str]],
    target: str,
    reason: str = "",
    note: str = "",
) -> None:
    """Take the same step with several pathways."""
    from pulih.actions.enrolments import move_on

    with wave.stage.acting(who, day) as actor:
        for key in keys:
            move_on(
                enrolment_id=wave.enrolments[key],
                target=target,
                effective_on=day,
                reason=reason,
                note=note,
                by=actor,
            )


def admit_all(wave: WaveInPlay, keys: Iterable[tuple[str, str]], on: Any) -> None:
    """The manager admits."""
    from pulih.actions.enrolments import admit

    with wave.stage.acting("manager", on) as manager:
        for key in keys:
            admit(enrolment_id=wave.enrolments[key], on=on, by=manager)


def ask_for_exception(wave: WaveInPlay, key: tuple[str, str], on: Any, *, grant: bool) -> None:
    """The time left is too short: refused, asked for by the manager, decided by the head."""
    from pulih.actions.enrolments import ask_exception, decide_exception

    with wave.stage.acting("manager", on) as manager:
        asked = ask_exception(
            enrolment_id=wave.enrolments[key],
            reason="Ekspirasi sebelum akhir tahap; keluarga meminta program tetap dimulai.",
            by=manager,
        )
    with wave.stage.acting("head", on) as head:
        decide_exception(exception_id=asked, grant=grant, note="Dicatat dalam rapat pokja", by=head)
