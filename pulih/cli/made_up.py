"""Answers of people who do not exist, for the demo and for a generated nation."""

import random
from collections.abc import Mapping

from pulih.rules.instruments import Answer, Instrument


def assist_answers(
    definition: Instrument, used: Mapping[str, int], injected: int, draw: random.Random
) -> dict[str, Answer | None]:
    """An ASSIST of somebody who used each substance so often (0 to 4), the others never.

    What follows from the use agrees with it: nobody is asked about a craving for what they never took.
    """
    answers: dict[str, Answer | None] = {"q8": injected}
    for part, _words in definition.parts.codes if definition.parts else ():
        often = used.get(part, 0)
        answers[f"{part}_q1"] = int(often > 0)
        if often:
            answers |= {
                f"{part}_q2": often,
                f"{part}_q6": draw.choice((0, 1, 2)),
                f"{part}_q7": draw.choice((0, 1)),
            }
            answers |= {f"{part}_q{place}": max(0, often - draw.choice((0, 1, 2))) for place in (3, 4)}
            if part != "tobacco":
                answers[f"{part}_q5"] = max(0, often - 2)
    return answers
