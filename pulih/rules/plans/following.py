"""What follows from a plan: progress of its goals, and reviews.

Progress is only added; a wrong row is corrected by a further one that names it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from pulih.rules.plans.writing import (
    LONGEST_TEXT,
    Course,
    check_next_review,
    check_text,
    next_review,
    taking_part,
)
from pulih.rules.verdicts import Verdict, all_of, refused


class Progress(StrEnum):
    """How far a goal or a step has come."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    REACHED = "reached"
    GIVEN_UP = "given_up"


class Outcome(StrEnum):
    """What follows from a review."""

    CONTINUE = "continue"
    REVISE = "revise"
    CLOSE = "close"


@dataclass(frozen=True)
class Noted:
    """A row of progress as it was recorded; the later of two of one day counts."""

    id: UUID
    on: date
    state: Progress
    goal: UUID
    step: str = ""
    corrects: UUID | None = None


@dataclass(frozen=True)
class Looked:
    """A review as somebody wants to record it."""

    on: date
    outcome: str
    text: str
    with_person: bool = True
    why_without: str = ""
    next_on: date | None = None


def check_review(looked: Looked, agreed_on: date | None, course: Course, today: date) -> Verdict:
    """Whether a review can stand. Without the person it says why; only a closing one has no next.

    Codes: `review_no_plan`, `review_before_plan`, `plan_in_future`, `plan_not_in_programme`,
    `review_outcome_unknown`, `review_text_missing`, `review_why_without`, `plan_text_long`, `plan_review_day`.
    """
    if agreed_on is None:
        return refused("review_no_plan")
    found = [taking_part(course, looked.on, today)]
    if looked.on < agreed_on:
        found.append(refused("review_before_plan", "on", date=agreed_on))
    if looked.outcome not in tuple(Outcome):
        found.append(refused("review_outcome_unknown", "outcome"))
    found.append(check_text(looked.text, "text", "review_text_missing"))
    if not looked.with_person:
        found.append(check_text(looked.why_without, "why_without", "review_why_without"))
    if looked.outcome != Outcome.CLOSE:
        found.append(check_next_review(looked.on, looked.next_on or next_review(looked.on)))
    return all_of(found)


@dataclass(frozen=True)
class Said:
    """What somebody wants to say of a goal or one of its steps."""

    on: date
    state: str
    note: str = ""
    corrects: UUID | None = None


def check_progress(
    said: Said, agreed_on: date | None, course: Course, noted: Sequence[Noted], today: date
) -> Verdict:
    """Whether progress of one goal or step can be said so. `noted` are its rows until now, `agreed_on` the day
    on which the first plan with this goal was agreed; None where the person never agreed to it.

    Codes: `progress_before_plan`, `plan_in_future`, `progress_after_end`, `progress_state_unknown`,
    `progress_why_missing`, `progress_same`, `progress_corrected`, `plan_text_long`.
    """
    found = []
    if agreed_on is None or said.on < agreed_on:
        found.append(refused("progress_before_plan", "on", date=agreed_on or today))
    elif said.on > today:
        found.append(refused("plan_in_future", "on", date=said.on))
    elif course.ended_on and said.on > course.ended_on:
        found.append(refused("progress_after_end", "on", date=course.ended_on))
    if said.state not in tuple(Progress):
        found.append(refused("progress_state_unknown", "state"))
    owed = said.corrects is not None or said.state == Progress.GIVEN_UP
    if owed or len(said.note) > LONGEST_TEXT:
        found.append(check_text(said.note, "note", "progress_why_missing"))
    counting = {one.id: one for one in standing(noted)}
    if said.corrects is not None:
        before = counting.get(said.corrects)
        if before is None:
            found.append(refused("progress_corrected"))
        elif (before.on, before.state) == (said.on, said.state):
            found.append(refused("progress_same", "state"))
    return all_of(found)


def standing(noted: Iterable[Noted]) -> tuple[Noted, ...]:
    """The rows in force, the oldest first: without those a further row corrected."""
    rows = list(noted)
    corrected = {one.corrects for one in rows if one.corrects}
    return tuple(
        sorted((one for one in rows if one.id not in corrected), key=lambda one: (one.on, one.id.int))
    )


def state_of(noted: Iterable[Noted]) -> Progress:
    """How a goal or step stands after its rows."""
    rows = standing(noted)
    return rows[-1].state if rows else Progress.NOT_STARTED
