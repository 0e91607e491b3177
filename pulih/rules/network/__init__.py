"""Partners: meetings with who came, agreements, fields of cooperation."""

from pulih.rules.network.agreements import (
    ENDS_SOON_DAYS,
    Activity,
    Agreed,
    AgreementState,
    Field,
    check_activity,
    check_agreement,
    check_ending,
    check_running,
    state_of,
)
from pulih.rules.network.events import (
    MOST_GUESTS,
    MOST_PEOPLE,
    MOST_PHOTOS,
    EventKind,
    Guest,
    Meeting,
    WaveDays,
    check_meeting,
)

__all__ = [
    "ENDS_SOON_DAYS",
    "MOST_GUESTS",
    "MOST_PEOPLE",
    "MOST_PHOTOS",
    "Activity",
    "Agreed",
    "AgreementState",
    "EventKind",
    "Field",
    "Guest",
    "Meeting",
    "WaveDays",
    "check_activity",
    "check_agreement",
    "check_ending",
    "check_meeting",
    "check_running",
    "state_of",
]
