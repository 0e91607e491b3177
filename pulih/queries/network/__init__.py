"""Events of an office with hosts, guests and pictures."""

from pulih.queries.network.events import (
    EventLine,
    EventRecord,
    GuestRow,
    PhotoRow,
    events_of,
    open_event,
    partners,
    photo_of,
)

__all__ = [
    "EventLine",
    "EventRecord",
    "GuestRow",
    "PhotoRow",
    "events_of",
    "open_event",
    "partners",
    "photo_of",
]
