"""Agreements with partners: fields of cooperation, a period, and the activities that hang on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

ENDS_SOON_DAYS = 90
"""An agreement that ends within so many days is shown first: a new one takes about as long to sign."""
MOST_TAKING_PART = 5000


class Field(StrEnum):
    """What a partner and an office do together; closed, so that years and offices can be compared."""

    REHABILITATION = "rehabilitation"
    HEALTH = "health"
    SOCIAL = "social"
    VOCATIONAL_TRAINING = "vocational_training"
    EDUCATION = "education"
    ERADICATION = "eradication"
    RESEARCH = "research"
    OTHER = "other"


class AgreementState(StrEnum):
    """How an agreement stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    ENDED_EARLY = "ended_early"


@dataclass(frozen=True)
class Agreed:
    """What an office and a partner agreed in writing; without an end it runs until it is ended."""

    partner_id: int | None
    number: str
    title: str
    fields: tuple[str, ...]
    signed_on: date
    starts_on: date
    ends_on: date | None = None
    ended_early_on: date | None = None

    @property
    def last_on(self) -> date | None:
        """The last day on which it holds, where that is known."""
        return self.ended_early_on or self.ends_on


@dataclass(frozen=True)
class Activity:
    """Something done under an agreement; `people` only where somebody counted."""

    field: str
    title: str
    starts_on: date
    ends_on: date | None = None
    people: int | None = None
    module: str = ""


def state_of(one: Agreed, on: date) -> AgreementState:
    """Whether an agreement holds on a day, and whether it will end soon."""
    if one.ended_early_on is not None and one.ended_early_on < on:
        return AgreementState.ENDED_EARLY
    if one.starts_on > on:
        return AgreementState.COMING
    if one.last_on is None or one.last_on > on + timedelta(days=ENDS_SOON_DAYS):
        return AgreementState.RUNNING
    return AgreementState.ENDS_SOON if one.last_on >= on else AgreementState.ENDED


def check_agreement(one: Agreed, own_id: int, today: date, *, taken: bool = False) -> Verdict:
    """Whether an agreement may be recorded.

    Codes: `agreement_partner_missing`, `agreement_with_itself`, `agreement_number_missing`,
    `agreement_number_taken`, `agreement_title_missing`, `agreement_fields_missing`,
    `agreement_field_unknown`, `agreement_signed_in_future`, `agreement_ends_before_start`.
    """
    checks = (
        (one.partner_id is None, refused("agreement_partner_missing", "partner")),
        (one.partner_id == own_id, refused("agreement_with_itself", "partner")),
        (len(one.number.strip()) < 3, refused("agreement_number_missing", "number")),
        (taken, refused("agreement_number_taken", "number", number=one.number)),
        (len(one.title.strip()) < 5, refused("agreement_title_missing", "title")),
        (not one.fields, refused("agreement_fields_missing", "fields")),
        (not set(one.fields) <= set(Field), refused("agreement_field_unknown", "fields")),
        (one.signed_on > today, refused("agreement_signed_in_future", "signed_on", date=one.signed_on)),
        (
            one.ends_on is not None and one.ends_on < one.starts_on,
            refused("agreement_ends_before_start", "ends_on", start=one.starts_on),
        ),
    )
    return all_of(refusal for broken, refusal in checks if broken)


def check_running(one: Agreed, today: date) -> Verdict:
    """Whether an agreement can still end before its time. Codes: `agreement_ended_already`."""
    if one.last_on is not None and one.last_on < today:
        return refused("agreement_ended_already", date=one.last_on)
    return ALLOWED


def check_ending(one: Agreed, on: date, because: str, today: date) -> Verdict:
    """Whether an agreement may end before its time: within its period, not ahead, and for a reason.

    Codes: `agreement_ended_already`, `agreement_end_outside`, `agreement_end_in_future`,
    `agreement_reason_missing`.
    """
    running, last = check_running(one, today), one.last_on
    if not running:
        return running
    found = []
    if on > today:
        found.append(refused("agreement_end_in_future", "on", date=on))
    elif on < one.starts_on or (last is not None and on > last):
        found.append(refused("agreement_end_outside", "on", start=one.starts_on))
    if len(because.strip()) < 5:
        found.append(refused("agreement_reason_missing", "because"))
    return all_of(found)


def check_activity(agreed: Agreed, one: Activity) -> Verdict:
    """Whether an activity can hang on an agreement: in one of its fields, inside its period.

    Codes: `activity_title_missing`, `activity_field_not_agreed`, `activity_ends_before_start`,
    `activity_before_agreement`, `activity_after_agreement`, `activity_people`.
    """
    return all_of(_check_activity(agreed, one))


def _check_activity(agreed: Agreed, one: Activity) -> Iterable[Verdict]:
    if len(one.title.strip()) < 5:
        yield refused("activity_title_missing", "title")
    if one.field not in agreed.fields:
        yield refused("activity_field_not_agreed", "field")
    yield _check_period(agreed, one)
    if one.people is not None and not 1 <= one.people <= MOST_TAKING_PART:
        yield refused("activity_people", "people", most=MOST_TAKING_PART)


def _check_period(agreed: Agreed, one: Activity) -> Verdict:
    if one.ends_on is not None and one.ends_on < one.starts_on:
        return refused("activity_ends_before_start", "ends_on", start=one.starts_on)
    if one.starts_on < agreed.starts_on:
        return refused("activity_before_agreement", "starts_on", start=agreed.starts_on)
    last = agreed.last_on
    if last is not None and one.starts_on > last:
        return refused("activity_after_agreement", "starts_on", last=last)
    if last is not None and one.ends_on is not None and one.ends_on > last:
        return refused("activity_after_agreement", "ends_on", last=last)
    return ALLOWED
