"""Events with partners: recorded, mended, illustrated."""

from pulih.actions.network.events import change_event, record_opening
from pulih.actions.network.photos import add_photo, remove_photo
from pulih.rules.network import Guest

__all__ = ["Guest", "add_photo", "change_event", "record_opening", "remove_photo"]
