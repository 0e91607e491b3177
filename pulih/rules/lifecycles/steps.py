"""One step: whether it is legal from where an enrolment stands, owes a reason, and is dated within what is known."""

from dataclasses import dataclass
from datetime import date

from pulih.rules.lifecycles.table import REASONS, TRANSITIONS, Status, Transition, reason_of, transition
from pulih.rules.permissions import GRANTS, Role
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused


@dataclass(frozen=True)
class Pathway:
    """Where an enrolment stands, as the rule must know it."""

    status: Status
    since: date
    held_from: Status | None = None
    """The step an enrolment on hold goes back to."""
    admitted_on: date | None = None

    @property
    def took_place(self) -> bool:
        """Whether it fills a place of the cycle's capacity now."""
        return self.status is Status.ADMITTED or (
            self.status is Status.ON_HOLD and self.held_from is Status.ADMITTED
        )


@dataclass(frozen=True)
class Step:
    """A change somebody wants."""

    target: Status
    effective_on: date
    reason: str = ""
    note: str = ""


def next_steps(pathway: Pathway) -> tuple[Transition, ...]:
    """What can follow, in the order of the table; from on hold only the step it was held from, and the ends."""
    return tuple(one for one in TRANSITIONS if one.source is pathway.status and fits(one, pathway.held_from))


def fits(step: Transition, held_from: Status | None) -> bool:
    """Whether a step out of a hold fits where it was held: back there, and out only as one leaves from there.

    Who was admitted leaves by an exit and stays in the figures; who was not is not selected, or declined.
    """
    if step.source is not Status.ON_HOLD:
        return True
    if step.action == "take_up":
        return step.target is held_from
    if step.target is Status.EXITED:
        return held_from is Status.ADMITTED
    return step.target not in (Status.NOT_SELECTED, Status.DECLINED) or held_from is not Status.ADMITTED


def check_step(pathway: Pathway, step: Step, today: date, role: Role | None = None) -> Verdict:
    """Whether a step is legal, owes a reason, and is dated within what is known."""
    legal = transition(pathway.status, step.target)
    if legal is None or not fits(legal, pathway.held_from):
        return refused("step_not_legal", source=pathway.status.value, target=step.target.value)
    if role is not None and legal.permission not in GRANTS[role]:
        return refused("permission_missing", role=role.value, permission=legal.permission.value)
    return all_of((check_reason(step), check_day(pathway, step, today)))


def check_reason(step: Step) -> Verdict:
    """Whether a step that owes a reason has one, and a note where the reason alone says too little."""
    owed = REASONS.get(step.target)
    if not owed:
        return ALLOWED
    if not step.reason:
        return refused("step_reason_missing", "reason", target=step.target.value)
    known = reason_of(step.target, step.reason)
    if known is None:
        return refused("step_reason_unknown", "reason")
    if known.needs_note and len(step.note.strip()) < 5:
        return refused("step_note_missing", "note")
    return ALLOWED


LATE_AFTER_DAYS = 7
"""A step entered later than this after its day is marked as late for good."""


def entered_late(effective_on: date, today: date) -> bool:
    """Whether a step is entered so long after its day that it carries a mark."""
    return (today - effective_on).days > LATE_AFTER_DAYS


def check_day(pathway: Pathway, step: Step, today: date) -> Verdict:
    """Never in the future, never before the admission or the change before it."""
    if step.effective_on > today:
        return refused("step_in_future", "effective_on", date=step.effective_on)
    if pathway.admitted_on and step.effective_on < pathway.admitted_on:
        return refused("step_before_admission", "effective_on", admitted_on=pathway.admitted_on)
    if step.effective_on < pathway.since:
        return refused("step_before_last", "effective_on", since=pathway.since)
    return ALLOWED
