"""Complaints: anybody may make one, with or without a name; an answer is owed within a fortnight."""

from datetime import date, timedelta
from enum import StrEnum

from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

ANSWER_DAYS = 14
"""Our own limit, to be made stricter by who runs Pulih: long enough to hear both sides, short enough that
the one who complained is still here to read the answer."""
LEAST_TEXT, LONGEST_TEXT = 10, 4000
LEAST_ANSWER = 20
LATEST_DAYS = 60
"""How long ago a complaint may have been received that is recorded only now."""


class About(StrEnum):
    """What is complained of."""

    CONDUCT = "conduct"
    """How somebody of the staff behaved."""
    PROGRAMME = "programme"
    HEALTH = "health"
    SAFETY = "safety"
    OTHER = "other"


class Decision(StrEnum):
    """What was found."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


def owed_by(received_on: date) -> date:
    """The last day for an answer."""
    return received_on + timedelta(days=ANSWER_DAYS)


def is_late(owed: date, answered_on: date | None, today: date) -> bool:
    """Whether the answer is owed still, past its day."""
    return answered_on is None and today > owed


def check_complaint(about: str, text: str, received_on: date, today: date) -> Verdict:
    """Whether a complaint may be recorded."""
    found = []
    if about not in set(About):
        found.append(refused("complaint_about_unknown", "about"))
    if len(text.strip()) < LEAST_TEXT:
        found.append(refused("complaint_text_short", "text", owed=LEAST_TEXT))
    if len(text) > LONGEST_TEXT:
        found.append(refused("complaint_text_long", "text", longest=LONGEST_TEXT))
    if received_on > today:
        found.append(refused("complaint_in_future", "received_on", date=received_on))
    elif (today - received_on).days > LATEST_DAYS:
        found.append(refused("complaint_too_old", "received_on", days=LATEST_DAYS))
    return all_of(found)


def check_answer(decision: str, answer: str, answered_on: date | None) -> Verdict:
    """Whether an answer may be given: once, with what was found and why."""
    if answered_on is not None:
        return refused("complaint_answered", date=answered_on)
    found: list[Verdict] = [ALLOWED]
    if decision not in set(Decision):
        found.append(refused("complaint_decision_missing", "decision"))
    if len(answer.strip()) < LEAST_ANSWER:
        found.append(refused("complaint_answer_short", "answer", owed=LEAST_ANSWER))
    if len(answer) > LONGEST_TEXT:
        found.append(refused("complaint_text_long", "answer", longest=LONGEST_TEXT))
    return all_of(found)
