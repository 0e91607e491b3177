"""Admission to a cycle: willing, here, in time, a place free, and long enough left to serve."""

from dataclasses import dataclass
from datetime import date

from pulih.rules.stays import StayKind
from pulih.rules.verdicts import ALLOWED, Reason, Verdict, all_of, refused

RECHECK_DAYS = 30
"""How often the end of a remand participant's stay is looked at again."""


@dataclass(frozen=True)
class Arrival:
    """Everything an admission is judged by."""

    on: date
    today: date
    willing: Verdict
    stay_since: date | None
    """First day of the stay here; None where the person is not held here."""
    stay_kind: StayKind | None
    expires_on: date | None
    """Expiry of the sentence as last stated."""
    cycle_starts_on: date
    cycle_ends_on: date
    """Last day as it stands now, suspensions counted."""
    suspended: bool
    closed: bool
    capacity: int
    taken: int
    exception_granted: bool = False
    """Whether a second person has allowed it although the time left is too short."""


@dataclass(frozen=True)
class Admission:
    """The verdict, and what an admission is marked with."""

    verdict: Verdict
    unknown_end: bool = False
    """Remand: nobody knows the end; looked at again each month."""
    too_short: bool = False
    """Refused for the time left alone, so that an exception can be asked for."""


def check_admission(arrival: Arrival) -> Admission:
    """Judge an admission; every reason at once, so that somebody mends everything in one go."""
    unknown = arrival.stay_kind is StayKind.REMAND or arrival.expires_on is None
    time = _check_time(arrival, unknown)
    others = all_of((arrival.willing, _check_place(arrival), _check_days(arrival)))
    verdict = all_of((others, time))
    if unknown and verdict.allowed:
        verdict = Verdict(True, (Reason("admission_end_unknown", {"days": RECHECK_DAYS}),))
    return Admission(verdict, unknown_end=unknown, too_short=bool(others) and not time)


def _check_time(arrival: Arrival, unknown: bool) -> Verdict:
    if unknown or arrival.expires_on is None or arrival.exception_granted:
        return ALLOWED
    return check_time_left(arrival.expires_on, arrival.cycle_ends_on)


def check_time_left(expires_on: date, ends_on: date) -> Verdict:
    """Whether the sentence lasts as long as the programme: asked at admission, and again when dates move."""
    if expires_on < ends_on:
        return refused("admission_time_too_short", expires_on=expires_on, ends_on=ends_on)
    return ALLOWED


def _check_place(arrival: Arrival) -> Verdict:
    if arrival.closed:
        return refused("wave_closed")
    if arrival.suspended:
        return refused("wave_suspended")
    if arrival.taken >= arrival.capacity:
        return refused("cycle_full", capacity=arrival.capacity)
    return ALLOWED


def _check_days(arrival: Arrival) -> Verdict:
    if arrival.stay_since is None:
        return refused("not_held_here")
    found = []
    if arrival.on > arrival.today:
        found.append(refused("step_in_future", "effective_on", date=arrival.on))
    if arrival.on < arrival.stay_since:
        found.append(refused("admission_before_stay", "effective_on", since=arrival.stay_since))
    if not arrival.cycle_starts_on <= arrival.on <= arrival.cycle_ends_on:
        found.append(
            refused(
                "admission_outside_cycle",
                "effective_on",
                starts_on=arrival.cycle_starts_on,
                ends_on=arrival.cycle_ends_on,
            )
        )
    return all_of(found)


def check_exception(reason: str) -> Verdict:
    """Whether an exception may be asked for: the head must be able to judge it by what is written."""
    return ALLOWED if len(reason.strip()) >= 20 else refused("exception_reason_short", "reason", owed=20)


def check_exception_decision(asked_by: object, decided_by: object, decided: bool) -> Verdict:
    """Two people: whoever asked never decides, and a decision is made once."""
    if decided:
        return refused("exception_decided")
    return refused("exception_own") if asked_by == decided_by else ALLOWED


COMPLETE_EARLIEST_DAYS = 30
"""How many days before the end of the programme a completion may be dated at the earliest."""


def check_completion(on: date, programme_ends_on: date) -> Verdict:
    """A programme that still runs for more than a month is not completed."""
    if (programme_ends_on - on).days > COMPLETE_EARLIEST_DAYS:
        return refused("completion_too_early", "effective_on", ends_on=programme_ends_on)
    return ALLOWED
