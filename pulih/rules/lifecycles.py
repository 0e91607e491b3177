"""The pathway of an enrolment as data: statuses, steps, reasons, and who may take them.

One table for everything: the action that moves somebody, the button that is open or says why not,
the diagram in docs/lifecycle.md. A person is enrolled once per programme at a time and moves along
one row from candidate to closed; history is append-only, and a wrong step is corrected by a further
row that names the one it replaces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.permissions import GRANTS, Permission, Role
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused


class Status(StrEnum):
    """Where an enrolment stands."""

    CANDIDATE = "candidate"
    NOT_SELECTED = "not_selected"
    SCREENED_OUT = "screened_out"
    ASSESSED = "assessed"
    RECOMMENDED = "recommended"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    ADMITTED = "admitted"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    EXITED = "exited"
    REMOVED = "removed"
    AFTERCARE = "aftercare"
    CLOSED = "closed"


class Side(StrEnum):
    """Whose doing a reason is: the person's, the facility's, or neither's."""

    PERSON = "person"
    FACILITY = "facility"
    EXTERNAL = "external"


@dataclass(frozen=True)
class StatusReason:
    """A reason a step may carry: whose doing, and in which group a result sheet counts it."""

    code: str
    side: Side
    group: str = ""
    needs_note: bool = False


_EXITS = (
    StatusReason("released_early", Side.EXTERNAL, "administrative"),
    StatusReason("released_expiry", Side.EXTERNAL, "administrative"),
    StatusReason("transferred", Side.FACILITY, "administrative"),
    StatusReason("withdrew", Side.PERSON, "dropout"),
    StatusReason("expelled", Side.FACILITY, "dropout", needs_note=True),
    StatusReason("medical", Side.EXTERNAL, "medical"),
    StatusReason("died", Side.EXTERNAL, "death"),
    StatusReason("escaped", Side.PERSON, "dropout"),
    StatusReason("court", Side.EXTERNAL, "administrative"),
    StatusReason("other", Side.EXTERNAL, "external", needs_note=True),
)

REASONS: Mapping[Status, tuple[StatusReason, ...]] = {
    Status.NOT_SELECTED: (
        StatusReason("no_place", Side.FACILITY),
        StatusReason("sentence_too_long", Side.EXTERNAL),
        StatusReason("other_priority", Side.FACILITY, needs_note=True),
        StatusReason("left_facility", Side.EXTERNAL),
    ),
    Status.SCREENED_OUT: (
        StatusReason("low_risk", Side.PERSON),
        StatusReason("no_substance_use", Side.PERSON),
        StatusReason("health", Side.EXTERNAL),
        StatusReason("other_screening", Side.FACILITY, needs_note=True),
    ),
    Status.DECLINED: (
        StatusReason("unwilling", Side.PERSON),
        StatusReason("work_or_study", Side.PERSON),
        StatusReason("health", Side.EXTERNAL),
        StatusReason("other_declined", Side.PERSON, needs_note=True),
    ),
    Status.ON_HOLD: (
        StatusReason("ill", Side.EXTERNAL),
        StatusReason("isolation", Side.FACILITY),
        StatusReason("court_hearing", Side.EXTERNAL),
        StatusReason("hospital", Side.EXTERNAL),
        StatusReason("other_hold", Side.FACILITY, needs_note=True),
    ),
    Status.EXITED: _EXITS,
    Status.REMOVED: (
        StatusReason("wrong_person", Side.FACILITY),
        StatusReason("entered_twice", Side.FACILITY),
        StatusReason("wrong_cycle", Side.FACILITY, needs_note=True),
    ),
}
"""Second level of a step: where a status is listed, one of its reasons is owed."""

OPEN = frozenset(
    {
        Status.CANDIDATE,
        Status.ASSESSED,
        Status.RECOMMENDED,
        Status.WAITING,
        Status.OFFERED,
        Status.ADMITTED,
        Status.ON_HOLD,
    }
)
"""Of these a person has at most one a programme."""

IN_PLACE = frozenset({Status.ADMITTED, Status.ON_HOLD})
"""These take a place of the cycle's capacity. On hold counts only once admitted: `took_place`."""

NEEDS_WILLINGNESS = frozenset(
    {Status.ASSESSED, Status.RECOMMENDED, Status.WAITING, Status.OFFERED, Status.SCREENED_OUT}
)
"""Nobody is screened or assessed without having said yes; leaving and declining need no paper."""

_BEFORE = (Status.CANDIDATE, Status.ASSESSED, Status.RECOMMENDED, Status.WAITING, Status.OFFERED)


@dataclass(frozen=True)
class Transition:
    """One legal step, and the permission it needs. `action` names the use case where it is not the plain one."""

    source: Status
    target: Status
    permission: Permission
    action: str = "move_on"


def _table() -> Iterable[Transition]:
    p = Permission
    yield Transition(Status.CANDIDATE, Status.ASSESSED, p.ASSESS_CANDIDATES)
    yield Transition(Status.ASSESSED, Status.RECOMMENDED, p.ASSESS_CANDIDATES)
    yield Transition(Status.RECOMMENDED, Status.WAITING, p.MANAGE_ENROLMENTS)
    yield Transition(Status.RECOMMENDED, Status.OFFERED, p.MANAGE_ENROLMENTS)
    yield Transition(Status.WAITING, Status.OFFERED, p.MANAGE_ENROLMENTS)
    yield Transition(Status.RECOMMENDED, Status.ADMITTED, p.MANAGE_ENROLMENTS, "admit")
    yield Transition(Status.WAITING, Status.ADMITTED, p.MANAGE_ENROLMENTS, "admit")
    yield Transition(Status.OFFERED, Status.ADMITTED, p.MANAGE_ENROLMENTS, "admit")
    for early in (Status.CANDIDATE, Status.ASSESSED):
        yield Transition(early, Status.SCREENED_OUT, p.ASSESS_CANDIDATES)
    for before in _BEFORE:
        yield Transition(before, Status.NOT_SELECTED, p.MANAGE_ENROLMENTS)
        yield Transition(before, Status.DECLINED, p.MANAGE_ENROLMENTS)
    for step in (*_BEFORE, Status.ADMITTED):
        yield Transition(step, Status.ON_HOLD, p.MANAGE_ENROLMENTS)
        yield Transition(Status.ON_HOLD, step, p.MANAGE_ENROLMENTS, "take_up")
    for step in (*_BEFORE, Status.ADMITTED, Status.ON_HOLD):
        yield Transition(step, Status.REMOVED, p.MANAGE_ENROLMENTS)
    for step in (Status.ADMITTED, Status.ON_HOLD):
        yield Transition(step, Status.EXITED, p.MANAGE_ENROLMENTS)
    yield Transition(Status.ADMITTED, Status.COMPLETED, p.MANAGE_ENROLMENTS)
    for ended in (Status.COMPLETED, Status.EXITED):
        yield Transition(ended, Status.AFTERCARE, p.MANAGE_ENROLMENTS)
        yield Transition(ended, Status.CLOSED, p.MANAGE_ENROLMENTS)
    yield Transition(Status.AFTERCARE, Status.CLOSED, p.MANAGE_ENROLMENTS)


TRANSITIONS: tuple[Transition, ...] = tuple(_table())


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


def transition(source: Status, target: Status) -> Transition | None:
    """The legal step between two statuses, if there is one."""
    return next((one for one in TRANSITIONS if one.source is source and one.target is target), None)


def next_steps(pathway: Pathway) -> tuple[Transition, ...]:
    """What can follow, in the order of the table; from on hold only the step it was held from, and the ends."""
    return tuple(
        one
        for one in TRANSITIONS
        if one.source is pathway.status and (one.action != "take_up" or one.target is pathway.held_from)
    )


def reason_of(target: Status, code: str) -> StatusReason | None:
    """A reason by its code."""
    return next((one for one in REASONS.get(target, ()) if one.code == code), None)


def exit_group(reason: str) -> str:
    """How a result sheet groups an exit."""
    found = reason_of(Status.EXITED, reason)
    return found.group if found else "external"


def check_step(pathway: Pathway, step: Step, today: date, role: Role | None = None) -> Verdict:
    """Whether a step is legal, owes a reason, and is dated within what is known."""
    legal = transition(pathway.status, step.target)
    if legal is None or (legal.action == "take_up" and step.target is not pathway.held_from):
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


@dataclass(frozen=True)
class Change:
    """A row of the history, as far as replaying needs it."""

    id: object
    target: Status
    effective_on: date
    reason: str = ""
    corrects: object | None = None
    annuls: bool = False
    """A correction that takes the row away instead of replacing it."""


def standing(changes: Iterable[Change]) -> list[Change]:
    """The history in force: each row replaced by the newest that corrects it, in order of the pathway."""
    rows = list(changes)
    head = {row.id: row for row in rows if row.corrects is None}
    first = {row.id: row.id for row in rows if row.corrects is None}
    for row in rows:
        if row.corrects is None:
            continue
        origin = first[row.corrects]
        first[row.id] = origin
        if row.annuls:
            head.pop(origin, None)
        else:
            head[origin] = row
    return [head[row.id] for row in rows if row.corrects is None and row.id in head]


def check_correction(history: list[Change], today: date) -> Verdict:
    """Whether a history that was corrected still is a legal pathway, in order of its days."""
    before: Change | None = None
    held_from: Status | None = None
    for row in history:
        if row.effective_on > today:
            return refused("step_in_future", "effective_on", date=row.effective_on)
        if before is None:
            if row.target is not Status.CANDIDATE:
                return refused("correction_breaks", source="", target=row.target.value)
        else:
            legal = transition(before.target, row.target)
            if legal is None or (
                before.target is Status.ON_HOLD and legal.action == "take_up" and row.target is not held_from
            ):
                return refused("correction_breaks", source=before.target.value, target=row.target.value)
            if row.effective_on < before.effective_on:
                return refused("correction_out_of_order", "effective_on", since=before.effective_on)
        if row.target is Status.ON_HOLD and before is not None:
            held_from = before.target
        before = row
    return ALLOWED
