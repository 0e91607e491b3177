"""What happens to people in custody and reaches their programmes: days away, incidents, release, leaving."""

from pulih.actions.custody.away import record_away, record_return
from pulih.actions.custody.incidents import correct_incident, record_incident
from pulih.actions.custody.leaving import close_stay, end_stay
from pulih.actions.custody.releasing import settle_item

__all__ = [
    "close_stay",
    "correct_incident",
    "end_stay",
    "record_away",
    "record_incident",
    "record_return",
    "settle_item",
]
