"""Events of an office with hosts, guests and pictures."""

from pulih.queries.network.choices import Office, offices_to_choose, waves_to_open
from pulih.queries.network.events import (
    EventLine,
    EventRecord,
    GuestRow,
    PhotoRow,
    events_of,
    open_event,
    photo_of,
)

__all__ = [
    "EventLine",
    "EventRecord",
    "GuestRow",
    "Office",
    "PhotoRow",
    "events_of",
    "offices_to_choose",
    "open_event",
    "photo_of",
    "waves_to_open",
]
