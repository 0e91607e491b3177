"""Events with partners: what an opening must say before it may be recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pulih.rules.verdicts import Verdict, all_of, refused

MOST_PHOTOS = 12
MOST_PEOPLE = 500
MOST_GUESTS = 60


@dataclass(frozen=True)
class Guest:
    """An organisation that was there: how many people, and who spoke for it, by office and not by name."""

    organisation_id: int
    people: int = 1
    represented_by: str = ""


@dataclass(frozen=True)
class Opening:
    """An opening as somebody wants to record it."""

    title: str
    held_on: date
    host_id: int | None
    guests: tuple[Guest, ...]


def check_opening(opening: Opening, today: date) -> Verdict:
    """Whether an opening may be recorded: it took place, somebody opened it, and each guest stands once.

    An announced opening is a plan, not an event. The host's own people may stand among the guests.
    Codes: `event_title_missing`, `event_in_future`, `event_host_missing`; at `guest_<n>`, n from 0:
    `event_guest_twice`, `event_guest_people`, `event_guests_many`.
    """
    found = []
    if len(opening.title.strip()) < 5:
        found.append(refused("event_title_missing", "title"))
    if opening.held_on > today:
        found.append(refused("event_in_future", "held_on", date=opening.held_on))
    if opening.host_id is None:
        found.append(refused("event_host_missing", "host"))
    found += _check_guests(opening.guests)
    return all_of(found)


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
        seen.add(one.organisation_id)
    return found
