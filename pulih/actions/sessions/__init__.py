"""Groups and their sessions: rooms, days without sessions, who is together, what is held when."""

from pulih.actions.sessions.groups import (
    add_member,
    close_group,
    make_group,
    make_groups,
    move_member,
    remove_member,
)
from pulih.actions.sessions.places import add_closure, add_room, change_room, remove_closure
from pulih.actions.sessions.planning import cancel_session, catch_up, fall_out, move_session, plan_session
from pulih.actions.sessions.standing_still import (
    by_week,
    fall_out_while_still,
    plan_anew,
    planned,
)
from pulih.actions.sessions.timetable import Preview, generate_timetable, preview_timetable

__all__ = [
    "Preview",
    "add_closure",
    "add_member",
    "add_room",
    "by_week",
    "cancel_session",
    "catch_up",
    "change_room",
    "close_group",
    "fall_out",
    "fall_out_while_still",
    "generate_timetable",
    "make_group",
    "make_groups",
    "move_member",
    "move_session",
    "plan_anew",
    "plan_session",
    "planned",
    "preview_timetable",
    "remove_closure",
    "remove_member",
]
