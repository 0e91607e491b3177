"""The table itself: statuses, reasons on two levels, and every legal step with the permission it needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pulih.rules.permissions import Permission


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
    for never_admitted in (Status.NOT_SELECTED, Status.DECLINED):
        yield Transition(Status.ON_HOLD, never_admitted, p.MANAGE_ENROLMENTS)
    for step in (Status.ADMITTED, Status.ON_HOLD):
        yield Transition(step, Status.EXITED, p.MANAGE_ENROLMENTS)
    yield Transition(Status.ADMITTED, Status.COMPLETED, p.MANAGE_ENROLMENTS)
    for ended in (Status.COMPLETED, Status.EXITED):
        yield Transition(ended, Status.AFTERCARE, p.MANAGE_ENROLMENTS)
        yield Transition(ended, Status.CLOSED, p.MANAGE_ENROLMENTS)
    yield Transition(Status.AFTERCARE, Status.CLOSED, p.MANAGE_ENROLMENTS)


TRANSITIONS: tuple[Transition, ...] = tuple(_table())


def transition(source: Status, target: Status) -> Transition | None:
    """The legal step between two statuses, if there is one."""
    return next((one for one in TRANSITIONS if one.source is source and one.target is target), None)


def reason_of(target: Status, code: str) -> StatusReason | None:
    """A reason by its code."""
    return next((one for one in REASONS.get(target, ()) if one.code == code), None)


def exit_group(reason: str) -> str:
    """How a result sheet groups an exit."""
    found = reason_of(Status.EXITED, reason)
    return found.group if found else "external"
