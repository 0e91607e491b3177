"""How pathways are put into words and shapes."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language

from pulih.language.wording import day, number, reason_text, say
from pulih.rules.lifecycles import Status, Transition
from pulih.rules.verdicts import Reason

SHAPES: Mapping[Status, str] = {
    Status.CANDIDATE: "not-started",
    Status.ASSESSED: "running",
    Status.RECOMMENDED: "running",
    Status.WAITING: "waiting",
    Status.OFFERED: "waiting",
    Status.ADMITTED: "running",
    Status.ON_HOLD: "suspended",
    Status.COMPLETED: "done",
    Status.AFTERCARE: "running",
    Status.CLOSED: "done",
    Status.NOT_SELECTED: "not-needed",
    Status.SCREENED_OUT: "not-needed",
    Status.DECLINED: "left",
    Status.EXITED: "left",
    Status.REMOVED: "not-needed",
}


def words(code: str, **facts: object) -> str:
    """The words of a code in the language of the page."""
    return say(code, get_language() or "id", **facts)


def on_day(value: date) -> str:
    """A day in words."""
    return day(value, get_language() or "id")


def counted(value: int) -> str:
    """A number with the thousands mark of the language."""
    return number(value, get_language() or "id")


def said(reason: Reason) -> str:
    """One reason of a verdict."""
    return reason_text(reason, get_language() or "id")


def step_words(step: Transition) -> str:
    """What a step is called on its button."""
    return words("step.take_up" if step.action == "take_up" else f"step.{step.target.value}")


def step_meaning(step: Transition) -> str:
    """What a step means, in one sentence."""
    return words("step_means.take_up" if step.action == "take_up" else f"step_means.{step.target.value}")
