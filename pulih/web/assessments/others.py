"""Forms beside every programme on a person's page: which may be filled, and what the finished ones came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language

from pulih.language.instruments import instrument as definition_of
from pulih.language.instruments import instruments
from pulih.language.wording import say
from pulih.queries.assessments import ResponseRow
from pulih.queries.instruments import packs
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.instruments import Instrument
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict
from pulih.web.assessments.bands import bands_of
from pulih.web.assessments.figures import figure
from pulih.web.assessments.sheet import purpose_of, title_of
from pulih.web.assessments.standing import held_for, standing_of

GROUPS: Mapping[str, tuple[str, ...]] = {
    "substances": ("substance_screening", "addiction_severity", "withdrawal_assessment", "motivation",
                   "outcome_monitoring"),
    "mind": ("mental_health_screening",),
    "life": ("",),
    "talk": ("structured_interview", "observation"),
}  # fmt: skip
"""Instruments by what they are about, as the training behind them says it; the words under `group.<code>`."""
SHOWN_PARTS = 3


@dataclass(frozen=True)
class OtherForm:
    """An instrument this role may use, and what stands in the way today."""

    code: str
    title: str
    purpose: str
    last: date | None
    verdict: Verdict
    older: bool
    """Whether only sheets of an earlier day can be keyed."""
    asked: bool
    """Whether the person may be asked: said once for all, above the list."""


@dataclass(frozen=True)
class FormGroup:
    """Instruments about the same thing."""

    words: str
    forms: tuple[OtherForm, ...]


@dataclass(frozen=True)
class DoneForm:
    """A finished form beside every programme."""

    id: UUID
    code: str
    title: str
    purpose: str
    on: date
    came_to: tuple[str, ...]
    """Its scores with what they are called; nothing where there are none."""


def group_of(definition: Instrument) -> str:
    """What it is about."""
    return next((code for code, asked in GROUPS.items() if definition.competency in asked), "talk")


def worded_codes(actor: Actor) -> frozenset[str]:
    """The instruments whose licensed wording the office has loaded and may still use."""
    if not actor.may(Permission.READ_INSTRUMENTS):
        return frozenset()
    return frozenset(one.instrument for one in packs(actor) if one.state == "in_use")


def other_forms(
    actor: Actor, done: Iterable[ResponseRow], planned: frozenset[str], willing: Verdict
) -> tuple[FormGroup, ...]:
    """What this role may fill beside the plan, by group; those of the running plan are filled there."""
    language, today = get_language() or "id", scope.today()
    mine = [one for one in instruments().values() if actor.role in one.roles and one.code not in planned]
    held, worded = held_for(actor, mine), worded_codes(actor)
    last: dict[str, date] = {}
    for row in done:
        last[row.instrument] = max(row.taken_on, last.get(row.instrument, row.taken_on))
    groups: dict[str, list[OtherForm]] = {code: [] for code in GROUPS}
    for one in mine:
        standing = standing_of(actor, one, held, today, worded=one.code in worded)
        groups[group_of(one)].append(
            OtherForm(
                one.code,
                title_of(one, language),
                purpose_of(one, language),
                last.get(one.code),
                standing.verdict,
                standing.older,
                bool(willing) or not one.needs_willingness,
            )
        )
    return tuple(
        FormGroup(say(f"group.{code}", language), tuple(rows)) for code, rows in groups.items() if rows
    )


def done_forms(rows: Iterable[ResponseRow]) -> tuple[DoneForm, ...]:
    """Finished forms, as they were stored, newest first."""
    language = get_language() or "id"
    return tuple(
        DoneForm(
            row.id,
            row.instrument,
            title_of(known, language),
            purpose_of(known, language),
            row.taken_on,
            _came_to(known, row, language),
        )
        for row in rows
        for known in [definition_of(row.instrument, row.version)]
    )


def _came_to(definition: Instrument, row: ResponseRow, language: str) -> tuple[str, ...]:
    """One line a scale; of parts such as substances those with the highest scores, never a sum."""
    found = []
    for subscale in definition.subscales:
        kept = row.score(subscale.code)
        if kept is None or kept.value is None or (definition.parts and not kept.value):
            continue
        called = ", ".join(one.words for one in bands_of(definition, subscale.code, kept.bands, language))
        value = figure(definition, subscale, kept.value, language)
        name = f"{subscale.title.say(language)} " if len(definition.subscales) > 1 else ""
        found.append((kept.value, f"{name}{value}" + (f" ({called})" if called else "")))
    if definition.parts:
        found.sort(key=lambda one: -one[0])
        found = found[:SHOWN_PARTS]
    return tuple(words for _, words in found)
