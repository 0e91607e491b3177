"""What a programme does week by week: modules, phases, who leads, how many to a worker. A template is a
whole programme as a file: the curriculum with the plan of measurements and the success rule.

A file that was read is refused with every mistake at once; what was adopted never changes.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from pulih.rules import programmes
from pulih.rules.competencies import COMPETENCIES
from pulih.rules.programmes import Point, SuccessRule
from pulih.rules.staff import Profession
from pulih.rules.verdicts import Verdict, all_of, refused

SHORTEST, LONGEST = 15, 240
MOST_TIMES = 14
MOST_SEATS_OF_A_GROUP = 60
LARGEST_RATIO = 200


class ProgrammeType(StrEnum):
    """Which of the two kinds of rehabilitation it is; also the programme it is adopted for."""

    MEDICAL = "medical"
    SOCIAL = "social"


class Modality(StrEnum):
    """A therapeutic community with phases, or not."""

    TC = "tc"
    NON_TC = "non_tc"


class ModuleKind(StrEnum):
    """Whom a session is for."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    ALL = "all"
    """Everybody of the cycle together."""


@dataclass(frozen=True)
class Phase:
    """A stretch of the programme, and what somebody shows before moving on to the next."""

    code: str
    title_id: str
    title_en: str
    weeks: int
    criteria_id: tuple[str, ...] = ()
    criteria_en: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """Something that is held again and again: how often a week, how long, by whom, for how many."""

    code: str
    title_id: str
    title_en: str
    kind: str
    times: int
    """How often in the weeks in which it is held."""
    minutes: int
    leader: str = ""
    """A profession or a competency; nobody in particular where it is empty."""
    size: int = 0
    """How many a group may be; 0 where nothing limits it."""
    phases: tuple[str, ...] = ()
    """Only in these phases; in all where none is named."""
    every: int = 1
    """Every so many weeks."""

    def held_in(self, week: int, phase: str) -> bool:
        """Whether it is held in a week, counted from 0, that lies in a phase."""
        return week % self.every == 0 and (not self.phases or phase in self.phases)


@dataclass(frozen=True)
class Curriculum:
    """The content of a programme."""

    type: str
    modality: str
    title_id: str
    title_en: str
    modules: tuple[Module, ...]
    phases: tuple[Phase, ...] = ()
    professions: tuple[str, ...] = ()
    """Whom a facility needs to run it."""
    ratios: tuple[tuple[str, int], ...] = ()
    """People to one worker of a profession, at most."""

    def phase_in(self, week: int) -> str:
        """The phase a week lies in, counted from 0; the last one goes on to the end."""
        for phase in self.phases:
            if week < phase.weeks:
                return phase.code
            week -= phase.weeks
        return self.phases[-1].code if self.phases else ""

    def module(self, code: str) -> Module | None:
        """One of its modules."""
        return next((one for one in self.modules if one.code == code), None)


@dataclass(frozen=True)
class Template:
    """A programme that can be adopted: curriculum, length, measurements, success rule."""

    code: str
    months: int
    curriculum: Curriculum
    plan: tuple[Point, ...]
    rule: SuccessRule


def check_template(template: Template, instruments: Collection[str], domains: Collection[str]) -> Verdict:
    """Whether a programme can be run: every mistake of the file at once.

    `instruments` are the codes known here, `domains` those of the WHOQOL-BREF.
    """
    return all_of(
        (
            programmes.check_cycle(1, template.months),
            *_check_curriculum(template.curriculum, template.months),
            *(
                refused("plan_instrument_unknown", "plan", instrument=point.kind)
                for point in template.plan
                if point.kind not in instruments and point.kind != programmes.URINE
            ),
            *(
                refused("plan_point_outside", "plan", point=point.code, months=template.months)
                for point in template.plan
                if not (0 <= point.month <= template.months and point.before >= 0 and point.after >= 0)
            ),
            programmes.check_rule(template.rule, tuple(domains), template.plan),
        )
    )


def check_curriculum(curriculum: Curriculum, months: int) -> Verdict:
    """Whether a curriculum can be run."""
    return all_of(_check_curriculum(curriculum, months))


def _check_curriculum(one: Curriculum, months: int) -> Iterable[Verdict]:
    if one.type not in tuple(ProgrammeType):
        yield refused("curriculum_type", "type", value=one.type)
    if one.modality not in tuple(Modality):
        yield refused("curriculum_modality", "modality", value=one.modality)
    if not one.title_id.strip() or not one.title_en.strip():
        yield refused("curriculum_untitled", "title")
    if not one.modules:
        yield refused("curriculum_no_module", "modules")
    yield from _twice([module.code for module in one.modules], "modules")
    yield from _twice([phase.code for phase in one.phases], "phases")
    for module in one.modules:
        yield from _check_module(module, {phase.code for phase in one.phases})
    if (one.modality == Modality.TC) != bool(one.phases):
        yield refused("curriculum_phases", "phases")
    weeks = sum(phase.weeks for phase in one.phases)
    if any(phase.weeks < 1 for phase in one.phases) or weeks > months * 5:
        yield refused("curriculum_phase_weeks", "phases", weeks=weeks, months=months)
    for phase in one.phases[:-1]:
        if not phase.criteria_id or len(phase.criteria_id) != len(phase.criteria_en):
            yield refused("curriculum_criteria", "phases", phase=phase.code)
    for profession in {*one.professions, *(name for name, _ in one.ratios)}:
        if profession not in tuple(Profession):
            yield refused("profession_unknown", "professions", profession=profession)
    for profession, people in one.ratios:
        if not 1 <= people <= LARGEST_RATIO:
            yield refused("ratio_out_of_range", "ratios", profession=profession, largest=LARGEST_RATIO)


def _check_module(module: Module, phases: set[str]) -> Iterable[Verdict]:
    about, code = f"modules.{module.code}", module.code
    if not code or not module.title_id.strip() or not module.title_en.strip():
        yield refused("module_untitled", about, module=code)
    if module.kind not in tuple(ModuleKind):
        yield refused("module_kind", about, module=code, value=module.kind)
    if not SHORTEST <= module.minutes <= LONGEST:
        yield refused("module_minutes", about, module=code, least=SHORTEST, most=LONGEST)
    if not 1 <= module.times <= MOST_TIMES or not 1 <= module.every <= 8:
        yield refused("module_times", about, module=code, most=MOST_TIMES)
    if not 0 <= module.size <= MOST_SEATS_OF_A_GROUP:
        yield refused("module_size", about, module=code, most=MOST_SEATS_OF_A_GROUP)
    if module.leader and module.leader not in (*Profession, *COMPETENCIES):
        yield refused("profession_unknown", about, profession=module.leader)
    for phase in sorted(set(module.phases) - phases):
        yield refused("module_phase_unknown", about, module=code, phase=phase)


def _twice(codes: list[str], about: str) -> Iterable[Verdict]:
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        yield refused("curriculum_code_twice", about, twice=code)
