"""Filled forms and their scores: quality of life answered item by item, screenings drawn from a stock.

Every score is the engine's. For WHOQOL-BREF the engine is asked once for each sum a domain can have, since
a full domain's score depends on nothing else; a form with gaps is scored whole.
"""

import json
import random
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

from pulih.cli.generating import figures
from pulih.cli.generating.rows import NULL
from pulih.cli.made_up import assist_answers
from pulih.language.instruments import instrument
from pulih.rules.instruments import Answer, Instrument, Scored, score

ITEMS = 26
STIMULANTS = "amphetamine_type_stimulants"
UNEVEN = 0.6
"""guess: how far an answer strays from where somebody stands in its domain, in steps of the scale."""
STOCK = 40
"""Different screenings of each kind; people share them, as nobody looks at them side by side."""


@dataclass(frozen=True)
class ScoreText:
    """A score as the row has it, from the scale to the missing items."""

    row: str
    value: float | None


@dataclass(frozen=True)
class FormText:
    """A form as its rows have it."""

    instrument: str
    version: str
    rule: str
    engine: str
    answers: str
    scorable: bool
    scores: tuple[ScoreText, ...]


class QualityOfLife:
    """WHOQOL-BREF for many people."""

    def __init__(self) -> None:
        self.definition: Instrument = instrument("whoqol-bref")
        self.domains = [(one.code, [int(code) for code in one.items]) for one in self.definition.subscales]
        self.backwards = {3, 4, 26}
        self.text = "{" + ", ".join(f'"{item}": %d' for item in range(1, ITEMS + 1)) + "}"
        self.own = sqrt(figures.QUALITY_OWN) * figures.QUALITY_SPREAD
        between = (1 - figures.QUALITY_OWN) * figures.QUALITY_SPREAD**2
        # What answers stray and what rounding adds (a twelfth of a step) is part of the spread.
        self.other = {
            code: sqrt(max(1.0, between - (UNEVEN**2 + 1 / 12) * 25**2 / len(items)))
            for code, items in self.domains
        }
        plain = score(self.definition, {str(item): 3 for item in range(1, ITEMS + 1)}, coding="raw")
        self.made = (plain.version, plain.rule, plain.engine)

    @cached_property
    def by_sum(self) -> dict[tuple[str, int], ScoreText]:
        """The engine's score of a full domain by the sum of its points."""
        found: dict[tuple[str, int], ScoreText] = {}
        for level in range(8 * 4 + 1):
            answers: dict[str, Answer | None] = {str(item): 3 for item in range(1, ITEMS + 1)}
            for _code, items in self.domains:
                left = min(level, 4 * len(items))
                for item in items:
                    step = min(4, left)
                    left -= step
                    answers[str(item)] = 5 - step if item in self.backwards else 1 + step
            for one in score_texts(score(self.definition, answers, coding="raw")):
                code = one.row.split("\t", 1)[0]
                items = dict(self.domains)[code]
                found.setdefault((code, len(items) + min(level, 4 * len(items))), one)
        return found

    def levels(self, draw: random.Random) -> dict[str, float]:
        """How somebody is at the start, by domain, 0 to 100."""
        own = draw.gauss(0, self.own)
        return {
            code: figures.QUALITY[code] + own + draw.gauss(0, self.other[code])
            for code, _items in self.domains
        }

    def fill(self, draw: random.Random, levels: dict[str, float], gain: float) -> FormText:
        """A form as it was handed in, with the flaws that forms have."""
        chance = draw.random()
        if chance < figures.STRAIGHT_LINED:
            answers = [draw.choice((3, 3, 4, 5))] * ITEMS
        else:
            answers = self._answers(draw, levels, gain)
            if chance > 1 - figures.TWICE_REVERSED:
                for item in self.backwards:
                    answers[item - 1] = 6 - answers[item - 1]
        version, rule, engine = self.made
        if figures.STRAIGHT_LINED <= chance < figures.STRAIGHT_LINED + figures.GAPS:
            left_out = set(draw.sample(range(1, ITEMS + 1), draw.choice((1, 1, 2, 3, 7))))
            kept: dict[str, Answer | None] = {
                str(item): answers[item - 1] for item in range(1, ITEMS + 1) if item not in left_out
            }
            return form_text(score(self.definition, kept, coding="raw"), kept)
        scores = tuple(self.by_sum[code, self._sum(answers, items)] for code, items in self.domains)
        return FormText(
            "whoqol-bref", version, rule, engine, self.text % tuple(answers), scorable=True, scores=scores
        )

    def _answers(self, draw: random.Random, levels: dict[str, float], gain: float) -> list[int]:
        answers = [3] * ITEMS
        middle = 0.0
        for code, items in self.domains:
            level = 1 + (levels[code] + gain) / 25
            middle += level / len(self.domains)
            for item in items:
                value = min(5, max(1, round(level + draw.gauss(0, UNEVEN))))
                answers[item - 1] = 6 - value if item in self.backwards else value
        for item in (1, 2):
            answers[item - 1] = min(5, max(1, round(middle + draw.gauss(0, UNEVEN))))
        return answers

    def _sum(self, answers: list[int], items: list[int]) -> int:
        return sum(6 - answers[item - 1] if item in self.backwards else answers[item - 1] for item in items)


def score_texts(scored: Scored) -> tuple[ScoreText, ...]:
    """The scores of a form as their rows have them."""
    return tuple(
        ScoreText(
            f"{one.code}\t{NULL if one.value is None else one.value}"
            f"\t{json.dumps(dict(one.figures) if len(one.figures) > 1 else {})}\t{json.dumps(dict(one.bands))}"
            f"\t{one.reason.code if one.reason else ''}\t{one.items_used}\t{one.items_missing}",
            one.value,
        )
        for one in scored.subscales
    )


def form_text(scored: Scored, answers: dict[str, Any]) -> FormText:
    """A form that was scored whole."""
    return FormText(
        scored.instrument, scored.version, scored.rule, scored.engine, json.dumps(answers), scored.scorable,
        score_texts(scored),
    )  # fmt: skip


class Screenings:
    """ASSIST and DAST-10 from a stock, by how far the use had gone."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(f"{seed} screenings")
        assist, dast = instrument("assist-3.1"), instrument("dast-10")
        self.assist: dict[str, list[FormText]] = {}
        self.dast: dict[str, list[FormText]] = {}
        for risk, yes in (("low", 0.1), ("moderate", 0.5), ("high", 0.85)):
            self.assist[risk] = []
            ticked = [
                {str(item): int(draw.random() < yes or item == 1) for item in range(1, 11)}
                for _ in range(STOCK)
            ]
            self.dast[risk] = [form_text(score(dast, one, coding="raw"), one) for one in ticked]
        while any(len(found) < STOCK for found in self.assist.values()):
            filled = _assist(assist, draw, draw.choice((0, 2, 3, 4)))
            scored = score(assist, filled, coding="raw")
            stimulants = scored.subscale(STIMULANTS)
            risk = str(stimulants.band("band")) if stimulants else ""
            if len(self.assist[risk]) < STOCK:
                self.assist[risk].append(form_text(scored, filled))

    def draw(self, draw: random.Random, *, selected: bool) -> tuple[FormText, FormText]:
        """The two screenings of one person; whoever is not selected for it was at a low risk."""
        risks = ["moderate", "high"] if selected else ["low"]
        risk = draw.choices(risks, [figures.ASSIST[one] for one in risks])[0]
        return draw.choice(self.assist[risk]), draw.choice(self.dast[risk])


def _assist(definition: Instrument, draw: random.Random, often: int) -> dict[str, Answer | None]:
    """Stimulants so often, tobacco by nearly everybody, alcohol by some, the others never."""
    used = {
        STIMULANTS: often,
        "tobacco": 4 if draw.random() < 0.8 else 0,
        "alcohol": draw.choice((0, 0, 2)),
    }
    return assist_answers(definition, used, 0, draw)
