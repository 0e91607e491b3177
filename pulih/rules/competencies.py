"""What a worker was trained for: who may administer an instrument, from which day, until which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

COMPETENCIES = (
    "substance_screening",
    "addiction_severity",
    "mental_health_screening",
    "withdrawal_assessment",
    "motivation",
    "structured_interview",
    "observation",
    "outcome_monitoring",
)
"""Every competency an instrument may ask for; the words stand under `competency.<code>`."""

SOON_DAYS = 60
"""How long before its end a competency is called to mind: long enough to find a place in a training."""
CERTIFICATE_LONGEST = 200
REASON_LONGEST = 500
_SHORTEST = 3
LONGEST_AGO = timedelta(days=50 * 366)
LONGEST_AHEAD = timedelta(days=20 * 366)
"""Further from today a day is a slip of the keyboard."""


@dataclass(frozen=True)
class Held:
    """A competency somebody was given; the last day still counts, the day it was withdrawn does not."""

    code: str
    granted_on: date
    expires_on: date | None = None
    withdrawn_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it counts that day."""
        return self.granted_on <= day and not self.over_on(day) and not self.withdrawn_by(day)

    def over_on(self, day: date) -> bool:
        """Whether its last day lies before that day."""
        return self.expires_on is not None and self.expires_on < day

    def withdrawn_by(self, day: date) -> bool:
        """Whether it had been withdrawn by that day."""
        return self.withdrawn_on is not None and self.withdrawn_on <= day


class Standing(StrEnum):
    """How a competency stands on a day, as registers show it."""

    VALID = "valid"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def standing(one: Held, on: date, days: int = SOON_DAYS) -> Standing:
    """How one competency stands by itself, whether or not a newer one follows it."""
    if one.withdrawn_by(on):
        return Standing.WITHDRAWN
    if one.over_on(on):
        return Standing.EXPIRED
    if one.expires_on is not None and one.expires_on <= on + timedelta(days=days):
        return Standing.ENDS_SOON
    return Standing.VALID


def check_held(code: str, held: Iterable[Held], on: date) -> Verdict:
    """Whether one of those held covers that day; the day is that of the work, not of its entry.

    Codes: `competency_missing`, `competency_expired`, `competency_not_yet`.
    """
    known = [one for one in held if one.code == code]
    if any(one.covers(on) for one in known):
        return ALLOWED
    left = [one for one in known if not one.withdrawn_by(on)]
    ended = [one.expires_on for one in left if one.expires_on and one.expires_on < on]
    if ended:
        return refused("competency_expired", competency=code, expires_on=max(ended))
    if left:
        return refused("competency_not_yet", competency=code, since=min(one.granted_on for one in left))
    return refused("competency_missing", competency=code)


def ends_soon(held: Iterable[Held], on: date, days: int = SOON_DAYS) -> tuple[Held, ...]:
    """Those that count now and end within so many days, unless another of its code goes on after it."""
    known = tuple(held)
    return tuple(
        one
        for one in known
        if one.covers(on) and standing(one, on, days) is Standing.ENDS_SOON and not _followed(one, known)
    )


def ended(held: Iterable[Held], on: date) -> tuple[Held, ...]:
    """The last ended one of each code that nothing covers today: whoever needs it has to renew it."""
    known = tuple(held)
    over = [one for one in known if standing(one, on) is Standing.EXPIRED]
    newest = {one.code: one for one in sorted(over, key=lambda one: one.expires_on or date.max)}
    return tuple(one for one in newest.values() if not check_held(one.code, known, on))


def _followed(one: Held, known: Iterable[Held]) -> bool:
    if one.expires_on is None:
        return False
    after = one.expires_on + timedelta(days=1)
    return any(other.code == one.code and other.covers(after) for other in known)


def check_granting(
    code: str, certificate: str, granted_on: date, expires_on: date | None, today: date
) -> Verdict:
    """Whether a competency may be entered: a known one, on paper, begun, and not over before it is entered.

    Codes: `competency_unknown`, `competency_certificate_missing`, `competency_certificate_long`,
    `competency_in_future`, `competency_far`, `competency_end_before`, `competency_ended_already`.
    """
    return all_of(
        (
            ALLOWED if code in COMPETENCIES else refused("competency_unknown", "code"),
            _check_certificate(certificate.strip()),
            _check_first_day(granted_on, today),
            _check_last_day(granted_on, expires_on, today),
        )
    )


def _check_certificate(certificate: str) -> Verdict:
    if len(certificate) < _SHORTEST:
        return refused("competency_certificate_missing", "certificate")
    if len(certificate) > CERTIFICATE_LONGEST:
        return refused("competency_certificate_long", "certificate", most=CERTIFICATE_LONGEST)
    return ALLOWED


def _check_first_day(granted_on: date, today: date) -> Verdict:
    if granted_on > today:
        return refused("competency_in_future", "granted_on", date=granted_on)
    if today - granted_on > LONGEST_AGO:
        return refused("competency_far", "granted_on")
    return ALLOWED


def _check_last_day(granted_on: date, expires_on: date | None, today: date) -> Verdict:
    if expires_on is None:
        return ALLOWED
    if expires_on < granted_on:
        return refused("competency_end_before", "expires_on", since=granted_on)
    if expires_on < today:
        return refused("competency_ended_already", "expires_on", expires_on=expires_on)
    if expires_on - today > LONGEST_AHEAD:
        return refused("competency_far", "expires_on")
    return ALLOWED


def check_withdrawing(
    on: date, because: str, granted_on: date, today: date, withdrawn_on: date | None = None
) -> Verdict:
    """Whether a competency may be withdrawn from that day on; once, with a reason.

    Codes: `competency_withdrawn_already`, `competency_withdrawn_in_future`,
    `competency_withdrawn_before`, `competency_because_missing`, `competency_because_long`.
    """
    if withdrawn_on is not None:
        return refused("competency_withdrawn_already", date=withdrawn_on)
    return all_of((_check_withdrawn_day(on, granted_on, today), _check_because(because.strip())))


def _check_withdrawn_day(on: date, granted_on: date, today: date) -> Verdict:
    if on > today:
        return refused("competency_withdrawn_in_future", "withdrawn_on", date=on)
    if on < granted_on:
        return refused("competency_withdrawn_before", "withdrawn_on", since=granted_on)
    return ALLOWED


def _check_because(because: str) -> Verdict:
    if len(because) < _SHORTEST:
        return refused("competency_because_missing", "because")
    if len(because) > REASON_LONGEST:
        return refused("competency_because_long", "because", most=REASON_LONGEST)
    return ALLOWED


def check_not_twice(code: str, granted_on: date, held: Iterable[Held]) -> Verdict:
    """Whether the same certificate stands there already. Code: `competency_twice`."""
    if any(one.code == code and one.granted_on == granted_on and one.withdrawn_on is None for one in held):
        return refused("competency_twice", "granted_on", competency=code, date=granted_on)
    return ALLOWED


def check_of_another(giver_id: UUID | None, account_id: UUID) -> Verdict:
    """Nobody records or withdraws their own competency. Code: `competency_own`."""
    return refused("competency_own") if giver_id == account_id else ALLOWED
