"""What a plan holds, and when a person can have agreed to it.

A plan is a draft until the person has agreed to it. What was agreed is never changed: a revision is a further
plan with the same codes, so that progress stays one line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pulih.rules.lifecycles import Status
from pulih.rules.verdicts import ALLOWED, Reason, Verdict, all_of, refused

REVIEW_EVERY = timedelta(days=28)
"""The next review is so long after the last where nobody says another day."""
LATEST_REVIEW = timedelta(days=92)
STEP_TOLERANCE = timedelta(days=30)
"""A step may be due so long after the end of the programme: the way home begins inside it."""
PLANNABLE = frozenset({Status.RECOMMENDED, Status.WAITING, Status.OFFERED, Status.ADMITTED, Status.ON_HOLD})
"""Where a plan can be written: from the recommendation until the pathway ends."""
LEAST_TEXT = 5
LONGEST_TEXT = 1000
MOST_GOALS = 20
MOST_STEPS = 8


class Dimension(StrEnum):
    """Which part of a life a goal is about."""

    MEDICAL = "medical"
    PSYCHOLOGICAL = "psychological"
    SOCIAL = "social"
    LIFE_SKILL = "life_skill"


class Horizon(StrEnum):
    """Within the programme's next weeks, or by its end and beyond."""

    SHORT = "short"
    LONG = "long"


class PlanState(StrEnum):
    """How a plan stands."""

    DRAFT = "draft"
    AGREED = "agreed"
    REPLACED = "replaced"


class Doer(StrEnum):
    """Who takes a step."""

    PERSON = "person"
    TEAM = "team"


@dataclass(frozen=True)
class Step:
    """One step towards a goal."""

    code: str
    text: str
    due: date | None = None
    who: str = Doer.PERSON


@dataclass(frozen=True)
class Goal:
    """A thing to be reached, as it is written down."""

    dimension: str
    horizon: str
    text: str
    reached_when: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Course:
    """The enrolment as a plan sees it."""

    status: Status
    starts_on: date
    """The admission; before it, the first day of the wave."""
    ends_on: date
    """The last day of the programme, as it stands now."""
    admitted_on: date | None = None
    ended_on: date | None = None

    def runs(self, on: date) -> bool:
        """Whether the person took part on that day; the last day still counts."""
        return (
            self.admitted_on is not None
            and self.admitted_on <= on
            and (self.ended_on is None or on <= self.ended_on)
        )


def check_goal(goal: Goal, course: Course) -> Verdict:
    """Whether a goal can be written so; a reason about a step names its place.

    Codes: `goal_text_missing`, `goal_text_long`, `goal_dimension_unknown`, `goal_horizon_unknown`,
    `goal_steps_many`, and those of a step: `step_text_missing`, `step_who_unknown`, `step_before_start`,
    `step_after_end`.
    """
    return all_of(_check_goal(goal, course))


def _check_goal(goal: Goal, course: Course) -> Iterable[Verdict]:
    if len(goal.text.strip()) < LEAST_TEXT:
        yield refused("goal_text_missing", "text")
    if max(len(goal.text), len(goal.reached_when)) > LONGEST_TEXT:
        yield refused("goal_text_long", "text", most=LONGEST_TEXT)
    if goal.dimension not in tuple(Dimension):
        yield refused("goal_dimension_unknown", "dimension")
    if goal.horizon not in tuple(Horizon):
        yield refused("goal_horizon_unknown", "horizon")
    if len(goal.steps) > MOST_STEPS:
        yield refused("goal_steps_many", "text", most=MOST_STEPS)
    last = course.ends_on + STEP_TOLERANCE
    for place, step in enumerate(goal.steps, 1):
        if not step.text.strip() or len(step.text) > LONGEST_TEXT:
            yield refused("step_text_missing", f"step_{place}")
        if step.who not in tuple(Doer):
            yield refused("step_who_unknown", f"who_{place}")
        if step.due and step.due < course.starts_on:
            yield refused("step_before_start", f"due_{place}", starts_on=course.starts_on)
        elif step.due and step.due > last:
            yield refused("step_after_end", f"due_{place}", last=last)


def check_writing(course: Course) -> Verdict:
    """Whether a plan can be written for this enrolment now. Code: `plan_pathway`."""
    return ALLOWED if course.status in PLANNABLE else refused("plan_pathway")


def check_another_goal(goals: int) -> Verdict:
    """Whether a plan has room for one more. Code: `plan_goals_many`."""
    return ALLOWED if goals < MOST_GOALS else refused("plan_goals_many", most=MOST_GOALS)


def check_draft(state: str) -> Verdict:
    """Whether goals of a plan may still be changed. Code: `plan_not_draft`."""
    return ALLOWED if state == PlanState.DRAFT else refused("plan_not_draft")


def check_revising(course: Course, agreed: bool, drafted: bool, because: str) -> Verdict:
    """Whether a further plan can begin from the one that is agreed.

    Codes: `plan_pathway`, `plan_none_agreed`, `plan_draft_already`, `plan_because_missing`, `plan_text_long`.
    """
    found = [check_writing(course)]
    if drafted:
        found.append(refused("plan_draft_already"))
    elif not agreed:
        found.append(refused("plan_none_agreed"))
    found.append(check_text(because, "because", "plan_because_missing"))
    return all_of(found)


def check_text(text: str, about: str, missing: str) -> Verdict:
    """Whether something owed was written, and not a book. Codes: the given one, `plan_text_long`."""
    if len(text.strip()) < LEAST_TEXT:
        return refused(missing, about)
    if len(text) > LONGEST_TEXT:
        return refused("plan_text_long", about, most=LONGEST_TEXT)
    return ALLOWED


def check_agreeing(
    goals: Sequence[Goal],
    course: Course,
    on: date,
    today: date,
    own_words: str,
    review_on: date,
    former_on: date | None = None,
) -> Verdict:
    """Whether the person can have agreed to these goals on that day. `former_on`: when the plan before was agreed.

    Codes: `plan_no_goal`, `plan_in_future`, `plan_not_in_programme`, `plan_before_former`,
    `plan_own_words_missing`, `plan_text_long`, those of `check_next_review` and of `check_goal`.
    """
    found = [taking_part(course, on, today)]
    if not goals:
        found.append(refused("plan_no_goal"))
    if former_on and on < former_on:
        found.append(refused("plan_before_former", "on", date=former_on))
    found.append(check_text(own_words, "own_words", "plan_own_words_missing"))
    found.append(check_next_review(on, review_on))
    # Reasons about single fields belong to the goal's own form.
    found += [Verdict(False, (reason,)) for reason in _of_goals(goals, course)]
    return all_of(found)


def _of_goals(goals: Sequence[Goal], course: Course) -> Iterable[Reason]:
    for goal in goals:
        for reason in check_goal(goal, course).reasons:
            yield Reason(reason.code, reason.facts)


def taking_part(course: Course, on: date, today: date) -> Verdict:
    """Whether the person took part on a day that has come. Codes: `plan_in_future`, `plan_not_in_programme`."""
    if on > today:
        return refused("plan_in_future", "on", date=on)
    if not course.runs(on):
        return refused("plan_not_in_programme", "on", date=on)
    return ALLOWED


def next_review(on: date) -> date:
    """The day of the next review where nobody says another."""
    return on + REVIEW_EVERY


def check_next_review(on: date, next_on: date) -> Verdict:
    """Whether the next review is after this day, and not forgotten until then. Code: `plan_review_day`."""
    if on < next_on <= on + LATEST_REVIEW:
        return ALLOWED
    return refused("plan_review_day", "review_on", first=on + timedelta(days=1), last=on + LATEST_REVIEW)


def check_report(course: Course, on: date) -> Verdict:
    """Whether a progress report can be issued. Codes: `report_not_admitted`, `report_before_start`."""
    if course.admitted_on is None:
        return refused("report_not_admitted")
    if on < course.admitted_on:
        return refused("report_before_start", "on", date=course.admitted_on)
    return ALLOWED
