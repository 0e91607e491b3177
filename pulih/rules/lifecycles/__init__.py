"""The pathway of an enrolment as data: statuses, steps, reasons, and who may take them.

One table for everything: the action that moves somebody, the button that is open or says why not,
the diagram in docs/lifecycle.md. A person is enrolled once per programme at a time and moves along
one row from candidate to closed; history is append-only, and a wrong step is corrected by a further
row that names the one it replaces.
"""

from pulih.rules.lifecycles.history import Change, check_correction, days_on_hold, standing
from pulih.rules.lifecycles.leaving import EXIT_BY_ENDING, step_on_leaving
from pulih.rules.lifecycles.steps import (
    LATE_AFTER_DAYS,
    Pathway,
    Step,
    check_day,
    check_reason,
    check_step,
    entered_late,
    next_steps,
)
from pulih.rules.lifecycles.table import (
    IN_PLACE,
    NEEDS_WILLINGNESS,
    OPEN,
    REASONS,
    TRANSITIONS,
    Side,
    Status,
    StatusReason,
    Transition,
    exit_group,
    reason_of,
    transition,
)

__all__ = [
    "EXIT_BY_ENDING",
    "IN_PLACE",
    "LATE_AFTER_DAYS",
    "NEEDS_WILLINGNESS",
    "OPEN",
    "REASONS",
    "TRANSITIONS",
    "Change",
    "Pathway",
    "Side",
    "Status",
    "StatusReason",
    "Step",
    "Transition",
    "check_correction",
    "check_day",
    "check_reason",
    "check_step",
    "days_on_hold",
    "entered_late",
    "exit_group",
    "next_steps",
    "reason_of",
    "standing",
    "step_on_leaving",
    "transition",
]
