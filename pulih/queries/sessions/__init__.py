"""Groups and their sessions: weeks, days, clashes, rooms, days without sessions."""

from pulih.queries.sessions.groups import (
    ClosureRow,
    CycleGroups,
    GroupRow,
    Member,
    RoomRow,
    closures_of,
    groups_of,
    leaders_of,
    own_curriculum,
    rooms_of,
    wave_of_group,
)
from pulih.queries.sessions.printed import TimetableFacts, Whose, timetable_of
from pulih.queries.sessions.week import Clash, SessionRow, Week, day_of, session_of, week_of

__all__ = [
    "Clash",
    "ClosureRow",
    "CycleGroups",
    "GroupRow",
    "Member",
    "RoomRow",
    "SessionRow",
    "TimetableFacts",
    "Week",
    "Whose",
    "closures_of",
    "day_of",
    "groups_of",
    "leaders_of",
    "own_curriculum",
    "rooms_of",
    "session_of",
    "timetable_of",
    "wave_of_group",
    "week_of",
]
