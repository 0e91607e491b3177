"""Events of an office with hosts, guests and pictures; agreements with partners."""

from pulih.queries.network.agreements import (
    ActivityLine,
    AgreementLine,
    AgreementRecord,
    Agreements,
    FieldFigure,
    agreements_of,
    open_agreement,
)
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
    "ActivityLine",
    "AgreementLine",
    "AgreementRecord",
    "Agreements",
    "EventLine",
    "EventRecord",
    "FieldFigure",
    "GuestRow",
    "Office",
    "PhotoRow",
    "agreements_of",
    "events_of",
    "offices_to_choose",
    "open_agreement",
    "open_event",
    "photo_of",
    "waves_to_open",
]
