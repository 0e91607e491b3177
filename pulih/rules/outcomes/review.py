"""The review of a result sheet: drafted, checked by another, approved by the head; never by the drafter."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pulih.rules.verdicts import ALLOWED, Verdict, refused


class SheetState(StrEnum):
    """Where a sheet stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    RETURNED = "returned"
    APPROVED = "approved"


_STEPS = {
    (SheetState.DRAFT, SheetState.CHECKED),
    (SheetState.DRAFT, SheetState.RETURNED),
    (SheetState.CHECKED, SheetState.APPROVED),
    (SheetState.CHECKED, SheetState.RETURNED),
}


@dataclass(frozen=True)
class Review:
    """What the rule must know of a sheet."""

    state: SheetState
    drafted_by: UUID | None
    checked_by: UUID | None
    superseded: bool
    stale: bool
    """Whether the records changed since it was drafted, so that its figures are no longer theirs."""


def check_sheet_step(sheet: Review, to: SheetState, by: UUID | None, why: str = "") -> Verdict:
    """Whether a step is open to this account. Three pairs of eyes: draft, check, approval."""
    if sheet.superseded:
        return refused("sheet_superseded")
    if (sheet.state, to) not in _STEPS:
        return refused("sheet_step_closed", state=sheet.state.value, to=to.value)
    if to is SheetState.RETURNED:
        return ALLOWED if len(why.strip()) >= 5 else refused("sheet_reason_missing", "why")
    if by is not None and by == sheet.drafted_by:
        return refused("sheet_own_draft")
    if to is SheetState.APPROVED and by is not None and by == sheet.checked_by:
        return refused("sheet_own_check")
    if sheet.stale:
        return refused("sheet_stale")
    return ALLOWED


def check_drafting(closed: bool, newest: SheetState | None, superseded: bool) -> Verdict:
    """Whether a revision may be drafted: the wave is closed, and no other waits or stands."""
    if not closed:
        return refused("sheet_wave_open")
    if newest is None or superseded or newest is SheetState.RETURNED:
        return ALLOWED
    return refused("sheet_stands" if newest is SheetState.APPROVED else "sheet_in_review")
