"""Measurements of an enrolment: what is due, what is late, and on which days one may be dated."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.programmes import Window
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused


class Due(StrEnum):
    """How a measurement of the plan stands."""

    NOT_YET = "not_yet"
    DUE = "due"
    LATE = "late"
    DONE = "done"
    MISSED = "missed"
    """The window opened, the enrolment ended, and it was never done."""
    NOT_NEEDED = "not_needed"
    """The enrolment ended before the window opened."""


def how_due(window: Window, done: bool, ended_on: date | None, today: date) -> Due:
    """How one measurement stands today, from facts alone."""
    if done:
        return Due.DONE
    if ended_on is not None:
        return Due.NOT_NEEDED if ended_on < window.first else Due.MISSED
    if today < window.first:
        return Due.NOT_YET
    return Due.DUE if today <= window.last else Due.LATE


@dataclass(frozen=True)
class Taking:
    """A measurement somebody wants to record."""

    on: date
    today: date
    admitted_on: date | None
    ended_on: date | None
    willing: Verdict
    window: Window | None
    """None for one outside the plan."""
    outside_because: str = ""


def check_taking(taking: Taking) -> Verdict:
    """Willing, in the programme on that day, not in the future; outside its window only with a reason."""
    if taking.admitted_on is None:
        return refused("measure_before_admission")
    found = [taking.willing, _check_day(taking)]
    outside = taking.window is not None and not taking.window.holds(taking.on)
    if taking.window is not None and outside and all(found) and len(taking.outside_because.strip()) < 5:
        found.append(
            refused(
                "measure_outside_window",
                "outside_because",
                first=taking.window.first,
                last=taking.window.last,
            )
        )
    return all_of(found)


def _check_day(taking: Taking) -> Verdict:
    if taking.on > taking.today:
        return refused("measure_in_future", "taken_on", date=taking.on)
    if taking.admitted_on and taking.on < taking.admitted_on:
        return refused("measure_before_admission", "taken_on", admitted_on=taking.admitted_on)
    if taking.ended_on and taking.on > taking.ended_on:
        return refused("measure_after_end", "taken_on", ended_on=taking.ended_on)
    return ALLOWED


def check_beside_plan(on: date, today: date, here_since: date | None, willing: Verdict) -> Verdict:
    """A form beside every programme, such as a screening: willing, here on that day, never in the future.

    Codes: `measure_in_future`, `measure_before_stay`, and those of `willing_on`.
    """
    if on > today:
        return all_of((willing, refused("measure_in_future", "taken_on", date=on)))
    if here_since is None or on < here_since:
        return all_of((willing, refused("measure_before_stay", "taken_on", since=here_since)))
    return willing


def check_amendment(why: str) -> Verdict:
    """A final record changes only by a further one that says why."""
    return ALLOWED if len(why.strip()) >= 5 else refused("amendment_reason_missing", "why")


def check_concern(why: str) -> Verdict:
    """A worker's concern is written so that whoever takes it up knows what was seen."""
    return ALLOWED if len(why.strip()) >= 10 else refused("concern_too_short", "why")
