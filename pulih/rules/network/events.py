"""Events with partners: what an opening, a closing or a coordination meeting must say to be recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pulih.rules.network.agreements import Field
from pulih.rules.verdicts import Verdict, all_of, refused

MOST_PHOTOS = 12
MOST_PEOPLE = 500
MOST_GUESTS = 60
CLOSING_DAYS_BEFORE = 30
"""So many days before its last day a wave may be closed with a ceremony: guests have calendars too."""
ANNOUNCED_DAYS = 400
"""A meeting further ahead than this is a mistyped year."""


class EventKind(StrEnum):
    """What people met for."""

    OPENING = "opening"
    CLOSING = "closing"
    COORDINATION = "coordination"


ANNOUNCEABLE = frozenset((EventKind.CLOSING, EventKind.COORDINATION))
"""Kinds to which one invites ahead. An announced opening is a plan, not an event."""


@dataclass(frozen=True)
class Guest:
    """An organisation that comes: how many people, who speaks for it by office and not by name, and the
    field of cooperation it comes for."""

    organisation_id: int
    people: int = 1
    represented_by: str = ""
    field: str = ""


@dataclass(frozen=True)
class WaveDays:
    """A wave as far as its meetings depend on it; `ends_on` moves with suspensions."""

    budget_year: int
    ends_on: date


@dataclass(frozen=True)
class Meeting:
    """An event as somebody wants to record it."""

    kind: str
    title: str
    held_on: date
    host_id: int | None
    guests: tuple[Guest, ...] = ()
    minutes: str = ""
    wave: WaveDays | None = None


def check_meeting(one: Meeting, today: date) -> Verdict:
    """Whether an event may be recorded: somebody hosts it, each guest stands once, its day fits its kind.

    An opening may stand without a wave, for an office opens a year before waves are planned; a closing
    may not. The host's own people may stand among the guests.
    Codes: `event_kind_unknown`, `event_title_missing`, `event_host_missing`, `event_minutes_early`,
    `event_in_future`, `event_far_ahead`, `event_outside_budget_year`, `event_wave_missing`,
    `event_closing_early`; at `guest_<n>`, n from 0: `event_guest_twice`, `event_guest_people`,
    `event_guest_field`, `event_guests_many`.
    """
    if one.kind not in set(EventKind):
        return refused("event_kind_unknown", "kind")
    found = []
    if len(one.title.strip()) < 5:
        found.append(refused("event_title_missing", "title"))
    found += _check_day(one, today)
    if one.host_id is None:
        found.append(refused("event_host_missing", "host"))
    if one.minutes.strip() and one.held_on > today:
        found.append(refused("event_minutes_early", "minutes", date=one.held_on))
    found += _check_guests(one.guests)
    return all_of(found)


def _check_day(one: Meeting, today: date) -> Iterable[Verdict]:
    if one.held_on > today and one.kind not in ANNOUNCEABLE:
        yield refused("event_in_future", "held_on", date=one.held_on)
    elif one.held_on > today + timedelta(days=ANNOUNCED_DAYS):
        yield refused("event_far_ahead", "held_on", date=one.held_on)
    if one.kind == EventKind.OPENING and one.wave and one.held_on.year != one.wave.budget_year:
        yield refused("event_outside_budget_year", "held_on", date=one.held_on, year=one.wave.budget_year)
    if one.kind == EventKind.CLOSING:
        if one.wave is None:
            yield refused("event_wave_missing", "wave")
        elif one.held_on < (first := one.wave.ends_on - timedelta(days=CLOSING_DAYS_BEFORE)):
            yield refused("event_closing_early", "held_on", first=first, ends_on=one.wave.ends_on)


def _check_guests(guests: Sequence[Guest]) -> list[Verdict]:
    """Each refusal at the guest it is about, so that nobody searches a long list."""
    found: list[Verdict] = []
    seen: set[int] = set()
    if len(guests) > MOST_GUESTS:
        found.append(refused("event_guests_many", f"guest_{MOST_GUESTS}", most=MOST_GUESTS))
    for place, one in enumerate(guests):
        if one.organisation_id in seen:
            found.append(refused("event_guest_twice", f"guest_{place}"))
        if not 1 <= one.people <= MOST_PEOPLE:
            found.append(refused("event_guest_people", f"guest_{place}", most=MOST_PEOPLE))
        if one.field and one.field not in set(Field):
            found.append(refused("event_guest_field", f"guest_{place}"))
        seen.add(one.organisation_id)
    return found
