"""Forms beside the plan in the demo's prison: screenings before a programme, and how people did since."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pulih.cli.made_up import assist_answers
from pulih.rules.actors import Actor
from pulih.rules.instruments import Answer

Answers = dict[str, Answer | None]

MAIN = ("amphetamine_type_stimulants", "cannabis", "opioids")
"""What most people in the prisons of the country used, the first most often."""


def screen(
    acting: Any, by: Actor, person: UUID, day: date, draw: random.Random, *, light: bool = False
) -> None:
    """What an assessor asks before anybody is recommended: which substances, and how far it went.

    `light` is somebody with whom it had not gone far yet.
    """
    main = draw.choices(MAIN, weights=(7, 2, 1))[0]
    _record(acting, by, person, "assist-3.1", day, _assist(main, draw, light), "before_custody_3_months")
    dast: Answers = {str(item): int(draw.random() < (0.2 if light else 0.6)) for item in range(2, 11)}
    _record(acting, by, person, "dast-10", day, {"1": 1, **dast}, "before_custody_12_months")


def follow(acting: Any, by: Actor, person: UUID, first: date, until: date, draw: random.Random) -> None:
    """Distress asked each month, a little less each time."""
    level = draw.choice((3, 3, 4))
    day = first
    while day <= until:
        answers: Answers = {
            str(item): max(1, min(5, level + draw.choice((-1, 0, 0, 1)))) for item in range(1, 11)
        }
        _record(acting, by, person, "k10", day, answers, "")
        level = max(1, level - draw.choice((0, 1)))
        day += timedelta(days=30)


def worry(acting: Any, by: Actor, person: UUID, day: date) -> None:
    """One answer that somebody has to hear of today, on a form whose total says nothing."""
    answers: Answers = {str(item): int(item in (6, 9, 17)) for item in range(1, 21)}
    _record(acting, by, person, "srq-20", day, answers, "")


def _assist(main: str, draw: random.Random, light: bool) -> Answers:
    """One substance used often, or now and then, tobacco by nearly everybody, the others never."""
    from pulih.language.instruments import instrument

    definition = instrument("assist-3.1")
    used = {
        main: 2 if light else 4,
        "tobacco": 3 if draw.random() < 0.8 else 0,
        "alcohol": draw.choice((0, 0, 1, 2)),
    }
    return assist_answers(definition, used, 2 if main == "opioids" and not light else 0, draw)


def _record(
    acting: Any, by: Actor, person: UUID, instrument: str, day: date, answers: Answers, window: str
) -> None:
    from pulih.actions.assessments import record_beside_plan

    with acting(by, day):
        record_beside_plan(
            person_id=person,
            instrument=instrument,
            taken_on=day,
            answers=answers,
            coding="raw",
            mode="interview",
            time_window=window,
            by=by,
        )
