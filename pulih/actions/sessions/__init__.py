"""Groups and their sessions: rooms, days without sessions, who is together, what is held when."""

from pulih.actions.sessions.groups import add_member, close_group, make_group, move_member, remove_member
from pulih.actions.sessions.places import add_closure, add_room, change_room, remove_closure
from pulih.actions.sessions.planning import cancel_session, catch_up, fall_out, move_session, plan_session

__all__ = [
    "add_closure",
    "add_member",
    "add_room",
    "cancel_session",
    "catch_up",
    "change_room",
    "close_group",
    "fall_out",
    "make_group",
    "move_member",
    "move_session",
    "plan_session",
    "remove_closure",
    "remove_member",
]
