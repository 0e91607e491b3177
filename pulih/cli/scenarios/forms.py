"""Made-up answers to WHOQOL-BREF: a person's level, her way through the months, and what goes wrong on paper."""

import random
from dataclasses import dataclass, replace
from datetime import date

ITEMS = tuple(str(item) for item in range(1, 27))
BACKWARDS = frozenset({"3", "4", "26"})
"""Items that count backwards; a sheet printed `pre_reversed` carries their codes mirrored already."""
DOMAINS = {
    "physical": ("3", "4", "10", "15", "16", "17", "18"),
    "psychological": ("5", "6", "7", "11", "19", "26"),
    "social": ("20", "21", "22"),
    "environment": ("8", "9", "12", "13", "14", "23", "24", "25"),
}
JUDGED = ("physical", "psychological", "environment")
LEFT_EMPTY = ("9", "12", "13", "14", "21", "25")
"""A page of the paper nobody turned: twenty of twenty-six answers remain, too few to score."""

Levels = dict[str, int]
"""Item to answer from 1 to 5, higher always better; not yet as any sheet prints it."""


@dataclass(frozen=True)
class Form:
    """A form as it is keyed."""

    point: str
    on: date
    answers: dict[str, int | None]
    coding: str = "raw"
    mode: str = "interview"
    late_because: str = ""
    keyed_wrong: "Form | None" = None
    """What was keyed first by mistake, and amended to this."""


def first_levels(draw: random.Random) -> Levels:
    """How somebody rates her life when she begins."""
    mean = draw.gauss(2.9, 0.45)
    return {item: _within(round(draw.gauss(mean, 0.8))) for item in ITEMS}


def drifted(levels: Levels, draw: random.Random, chance: float = 0.25) -> Levels:
    """The same life measured again: noise, and no direction."""
    return {
        item: _within(level + draw.choice((-1, 1))) if draw.random() < chance else level
        for item, level in levels.items()
    }


def risen(levels: Levels, draw: random.Random) -> Levels:
    """Better in every domain of the rule; by how much differs, and the social domain goes its own way."""
    noise = drifted(levels, draw, 0.5)
    found = {**levels, **{item: noise[item] for item in DOMAINS["social"]}}
    much = draw.random() < 0.45
    for domain in JUDGED:
        able = [item for item in DOMAINS[domain] if levels[item] < 5]
        least = len(able) if much else 1
        for item in draw.sample(able, draw.randint(min(least, len(able)), len(able))):
            found[item] = _within(found[item] + (draw.choice((1, 1, 2)) if much else 1))
    return found


def not_risen(levels: Levels, draw: random.Random) -> Levels:
    """Not better in every domain: at least one stays where it was or falls."""
    found = risen(levels, draw)
    for domain in draw.sample(JUDGED, draw.randint(1, 3)):
        for item in DOMAINS[domain]:
            found[item] = levels[item]
        falls = draw.choice((0, 0, 1, 2, 4, len(DOMAINS[domain])))
        for item in draw.sample(DOMAINS[domain], falls):
            found[item] = _within(found[item] - 1)
    return found


def _within(level: int) -> int:
    return max(1, min(5, level))


def written(point: str, on: date, levels: Levels, draw: random.Random) -> Form:
    """A form as it comes back: mostly interviews on a sheet coded raw, now and then with a gap."""
    coding = "pre_reversed" if draw.random() < 0.08 else "raw"
    answers: dict[str, int | None] = {
        item: 6 - level if item in BACKWARDS and coding == "raw" else level for item, level in levels.items()
    }
    if draw.random() < 0.06:
        answers[draw.choice(ITEMS)] = None
    return Form(point, on, answers, coding, draw.choice(("interview", "interview", "self", "read_aloud")))


def half_empty(form: Form) -> Form:
    """The same form with a page left out."""
    return replace(form, answers={**form.answers, **dict.fromkeys(LEFT_EMPTY)})


def miskeyed(form: Form) -> Form:
    """The same form, first keyed as if its sheet were printed the other way round."""
    other = "raw" if form.coding == "pre_reversed" else "pre_reversed"
    return replace(form, keyed_wrong=replace(form, coding=other))
