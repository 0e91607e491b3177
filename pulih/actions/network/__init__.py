"""Partners: events recorded, mended, illustrated; agreements with what is done under them."""

from pulih.actions.network.agreements import add_activity, end_agreement, record_agreement
from pulih.actions.network.events import change_event, record_event
from pulih.actions.network.photos import add_photo, remove_photo
from pulih.rules.network import Guest

__all__ = [
    "Guest",
    "add_activity",
    "add_photo",
    "change_event",
    "end_agreement",
    "record_agreement",
    "record_event",
    "remove_photo",
]
