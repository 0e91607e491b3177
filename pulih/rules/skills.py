"""Skills: how well somebody can do what a module teaches, as seen on a day; a line of levels over time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulih.rules.plans import LONGEST_TEXT, Course
from pulih.rules.verdicts import Verdict, all_of, refused

LEVELS = (0, 1, 2, 3)
"""Not yet, with help, alone, helps others; the words stand under `skill_level.<n>`."""


@dataclass(frozen=True)
class Seen:
    """A level as it was recorded."""

    id: UUID
    module: str
    level: int
    on: date
    corrects: UUID | None = None


def check_skills(
    levels: Mapping[str, int], modules: Collection[str], course: Course, on: date, today: date, note: str = ""
) -> Verdict:
    """Whether these levels of one person can stand for that day; a reason names its module.

    Codes: `skill_module_unknown`, `skill_level_unknown`, `skill_in_future`, `skill_not_in_programme`,
    `plan_text_long`.
    """
    return all_of(_check(levels, modules, course, on, today, note))


def _check(
    levels: Mapping[str, int], modules: Collection[str], course: Course, on: date, today: date, note: str
) -> Iterable[Verdict]:
    if on > today:
        yield refused("skill_in_future", "on", date=on)
    elif not course.runs(on):
        yield refused("skill_not_in_programme", "on", date=on)
    if len(note) > LONGEST_TEXT:
        yield refused("plan_text_long", "note", most=LONGEST_TEXT)
    for module, level in levels.items():
        if module not in modules:
            yield refused("skill_module_unknown", module)
        if level not in LEVELS:
            yield refused("skill_level_unknown", module, most=LEVELS[-1])


def line_of(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """The levels in force of one module, the oldest first: without those a further row replaced."""
    rows = list(seen)
    replaced = {one.corrects for one in rows if one.corrects}
    return tuple(
        sorted((one for one in rows if one.id not in replaced), key=lambda one: (one.on, one.id.int))
    )


def of_day(seen: Iterable[Seen], on: date) -> Seen | None:
    """What was said of that day, so that saying it again replaces it instead of standing beside it."""
    return next((one for one in reversed(line_of(seen)) if one.on == on), None)
