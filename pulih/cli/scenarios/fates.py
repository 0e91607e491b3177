"""What happens to each participant of a wave: drawn before anything is played, so that a seed is one story."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from pulih.cli.scenarios import forms, urine
from pulih.cli.scenarios.forms import Form, Levels
from pulih.cli.scenarios.urine import Test

LATE = 0.04
"""Share of forms that come after their window, each with a reason."""


@dataclass(frozen=True)
class Exit:
    """An end before the end, of all programmes or of some."""

    reason: str
    on: date
    programmes: tuple[str, ...]
    keyed_as: str = ""
    """The wrong reason it was entered with first, corrected the next day."""


@dataclass(frozen=True)
class Hold:
    """Days on which somebody keeps the place and takes no part."""

    from_on: date
    until_on: date
    reason: str


@dataclass
class Fate:
    """One participant's way through a wave."""

    number: str
    programmes: tuple[str, ...]
    exit: Exit | None = None
    hold: Hold | None = None
    forms: list[Form] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)

    @property
    def completed(self) -> tuple[str, ...]:
        """The programmes she stays in until the end."""
        return tuple(one for one in self.programmes if self.exit is None or one not in self.exit.programmes)

    def takes_part(self, on: date) -> bool:
        """Whether any programme still runs for her that day."""
        return bool(self.completed) or (self.exit is not None and on <= self.exit.on)

    def programme_on(self, on: date) -> str:
        """A programme that runs that day: what is measured counts for all of them."""
        return self.programmes[0] if self.exit is None or on <= self.exit.on else next(iter(self.completed))


@dataclass(frozen=True)
class Admitted:
    """Somebody who begins, as far as her fate depends on it."""

    number: str
    programmes: tuple[str, ...]
    on_remand: bool
    leaves_on: date | None = None
    """A sentence that is known to end within the programme."""


def draw_fates(stage: Mapping[str, Any], people: Sequence[Admitted], draw: random.Random) -> list[Fate]:
    """Everything that will happen in a wave; `stage` is its section of the scenario's definition."""
    fates = {one.number: Fate(one.number, one.programmes) for one in people}
    _draw_exits(stage, people, fates, draw)
    staying = [one for one in fates.values() if one.completed == one.programmes]
    for fate in draw.sample(staying, draw.randint(*stage["holds"])):
        from_on = _day(stage["exits"], draw)
        reason = draw.choice(("ill", "hospital", "isolation", "court_hearing"))
        fate.hold = Hold(from_on, from_on + timedelta(days=draw.randint(3, 14)), reason)
    _draw_forms(stage, list(fates.values()), draw)
    _draw_tests(stage, list(fates.values()), draw)
    return list(fates.values())


def _draw_exits(
    stage: Mapping[str, Any], people: Sequence[Admitted], fates: Mapping[str, Fate], draw: random.Random
) -> None:
    for one in people:
        if one.leaves_on:
            fates[one.number].exit = Exit("released_expiry", one.leaves_on, one.programmes)
    for reason, (least, most) in stage["losses"].items():
        able = [one for one in people if fates[one.number].exit is None and _can_leave(one, reason)]
        for one in draw.sample(able, draw.randint(least, most)):
            gone = (draw.choice(one.programmes),) if reason in stage["partly"] else one.programmes
            fates[one.number].exit = Exit(reason, _day(stage["exits"], draw), gone)
    mistaken = next(one for one in fates.values() if one.exit and one.exit.reason == "withdrew")
    assert mistaken.exit is not None
    mistaken.exit = replace(mistaken.exit, keyed_as="medical")


def _can_leave(one: Admitted, reason: str) -> bool:
    """A release needs a sentence, a court's order somebody who waits for its judgment."""
    if reason == "court":
        return one.on_remand
    return not (reason == "released_early" and one.on_remand)


def _day(period: Sequence[date], draw: random.Random) -> date:
    return period[0] + timedelta(days=draw.randint(0, (period[1] - period[0]).days))


def _draw_forms(stage: Mapping[str, Any], fates: Sequence[Fate], draw: random.Random) -> None:
    levels: dict[str, Levels] = {one.number: forms.first_levels(draw) for one in fates}
    finishing = [one.number for one in fates if one.completed]
    better = set(draw.sample(finishing, round(len(finishing) * draw.uniform(*stage["better"]))))
    spoiled = _shared_out(stage["papers"], finishing, draw)
    for fate in fates:
        first = levels[fate.number]
        last = (forms.risen if fate.number in better else forms.not_risen)(first, draw)
        for point, now in (("baseline", first), ("month_3", forms.drifted(first, draw)), ("month_6", last)):
            form = _form(stage, point, now, draw)
            trouble = spoiled.get(fate.number) if point == "month_6" else None
            if fate.takes_part(form.on) and trouble != "unmeasured":
                fate.forms.append(_with(form, trouble))


def _form(stage: Mapping[str, Any], point: str, levels: Levels, draw: random.Random) -> Form:
    if point in stage["late"] and draw.random() < LATE:
        form = forms.written(point, _day(stage["late"][point], draw), levels, draw)
        return replace(form, late_because=draw.choice(_LATE_REASONS))
    return forms.written(point, _day(stage["forms"][point], draw), levels, draw)


_LATE_REASONS = ("Asesor sakit", "Blok ditutup sementara", "Sidang di pengadilan pada hari pengukuran")


def _with(form: Form, trouble: str | None) -> Form:
    if trouble == "half_empty":
        return forms.half_empty(form)
    return forms.miskeyed(form) if trouble == "miskeyed" else form


def _draw_tests(stage: Mapping[str, Any], fates: Sequence[Fate], draw: random.Random) -> None:
    cups = _shared_out(stage["cups"], [one.number for one in fates if one.completed], draw)
    for fate in fates:
        for point in ("start", "middle"):
            on = _day(stage["tests"][point], draw)
            if fate.takes_part(on):
                fate.tests.append(urine.any_day(point, on, draw))
        on = _day(stage["tests"]["month_6"], draw)
        if fate.takes_part(on) and (test := _last_test(cups.get(fate.number, ""), on, draw)):
            fate.tests.append(test)


def _last_test(cup: str, on: date, draw: random.Random) -> Test | None:
    point = "month_6"
    if cup == "missing":
        return None
    if cup in ("positive", "keyed_as_negative"):
        found = urine.positive(point, on, draw)
        return urine.keyed_as_negative(found) if cup == "keyed_as_negative" else found
    if cup == "not_confirmed":
        return urine.not_confirmed(point, on, draw)
    if cup == "prescribed":
        return urine.prescribed(point, on)
    return urine.without_result(point, on, cup) if cup else urine.negative(point, on)


def _shared_out(
    kinds: Mapping[str, Sequence[int]], numbers: Iterable[str], draw: random.Random
) -> dict[str, str]:
    """So many of each kind, to different people."""
    left = list(numbers)
    draw.shuffle(left)
    return {
        left.pop(): kind for kind, (least, most) in kinds.items() for _ in range(draw.randint(least, most))
    }
