"""What a wave achieved, and how far a figure may be trusted."""

from pulih.rules.outcomes.certainty import Share, reliable_change, rise_by_chance, wilson
from pulih.rules.outcomes.review import SheetState, check_sheet_step
from pulih.rules.outcomes.sheet import (
    Column,
    Domain,
    Head,
    Lost,
    Place,
    ResultSheet,
    RuleShown,
    Signed,
    Urine,
    from_plain,
    to_plain,
)

__all__ = [
    "Column",
    "Domain",
    "Head",
    "Lost",
    "Place",
    "ResultSheet",
    "RuleShown",
    "Share",
    "SheetState",
    "Signed",
    "Urine",
    "check_sheet_step",
    "from_plain",
    "reliable_change",
    "rise_by_chance",
    "to_plain",
    "wilson",
]
