"""The history: rows that correct others, and whether what stands then still is a legal pathway."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pulih.rules.lifecycles.table import Status, transition
from pulih.rules.verdicts import ALLOWED, Verdict, refused


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


def days_on_hold(changes: Iterable[Change]) -> list[tuple[date, date | None]]:
    """From which day on somebody was on hold, and the day they were taken up again; nothing while it lasts."""
    history = standing(changes)
    ends: list[date | None] = [*(one.effective_on for one in history[1:]), None]
    return [
        (one.effective_on, end)
        for one, end in zip(history, ends, strict=True)
        if one.target is Status.ON_HOLD
    ]


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
