"""Groups and their sessions: when one may be held, who cannot be in two places, what stays as it was.

Two meetings clash when they share an hour and a group, a person, a leader or a room. A meeting that ends
when another begins does not clash with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from pulih.rules.lifecycles import Side
from pulih.rules.programmes import Suspension
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

SHORTEST_MINUTES = 10
LONGEST_MINUTES = 480
MOST_SEATS = 500
MOST_MEMBERS = 60
_LEAST_WORDS = 5


class SessionState(StrEnum):
    """How a session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Meeting:
    """A session as facts: its hour, and whom and what it needs. `people` are those it is for on that day."""

    on: date
    starts_at: time
    ends_at: time
    group_id: UUID | None = None
    people: frozenset[UUID] = frozenset()
    room_id: UUID | None = None
    leader_id: UUID | None = None
    id: UUID | None = None
    title: str = ""

    def meets(self, other: "Meeting") -> bool:
        """Whether both claim the same hour; a meeting never meets itself."""
        return (
            self.on == other.on
            and self.starts_at < other.ends_at
            and other.starts_at < self.ends_at
            and (self.id is None or self.id != other.id)
        )


@dataclass(frozen=True)
class Ground:
    """What a day allows: the days of the programme, closures, suspended days, seats, who is away."""

    first: date
    last: date
    closures: Mapping[date, str] = field(default_factory=dict)
    still: tuple[Suspension, ...] = ()
    seats: int | None = None
    """Of the room that is meant; None without a room."""
    leader_away: tuple[tuple[date, date], ...] = ()

    def suspended(self, on: date) -> bool:
        """Whether the wave stands still on that day."""
        return any(one.from_on <= on and (one.until_on is None or on < one.until_on) for one in self.still)


def minutes_between(starts_at: time, ends_at: time) -> int:
    """How long something lasts within a day."""
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute


def check_session(new: Meeting, others: Iterable[Meeting], ground: Ground) -> Verdict:
    """Whether a meeting may stand in the timetable beside those that stand there.

    Codes: those of `check_hour` and `check_clashes`, `session_title_missing`, `session_room_small`.
    """
    found = [check_hour(new, ground), check_clashes(new, others)]
    if not new.title.strip():
        found.append(refused("session_title_missing", "title"))
    if ground.seats is not None and len(new.people) > ground.seats:
        found.append(refused("session_room_small", "room", seats=ground.seats, people=len(new.people)))
    return all_of(found)


def check_hour(new: Meeting, ground: Ground) -> Verdict:
    """Whether anything can be held then.

    Codes: `session_times`, `session_length`, `session_outside_wave`, `session_on_closure`,
    `session_while_suspended`, `session_leader_away`.
    """
    found = []
    minutes = minutes_between(new.starts_at, new.ends_at)
    if minutes <= 0:
        found.append(refused("session_times", "ends_at"))
    elif not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        found.append(refused("session_length", "ends_at", least=SHORTEST_MINUTES, most=LONGEST_MINUTES))
    if not ground.first <= new.on <= ground.last:
        found.append(refused("session_outside_wave", "on", first=ground.first, last=ground.last))
    if new.on in ground.closures:
        found.append(refused("session_on_closure", "on", date=new.on, name=ground.closures[new.on]))
    if ground.suspended(new.on):
        found.append(refused("session_while_suspended", "on", date=new.on))
    if any(first <= new.on <= last for first, last in ground.leader_away):
        found.append(refused("session_leader_away", "leader", date=new.on))
    return all_of(found)


def check_clashes(new: Meeting, others: Iterable[Meeting]) -> Verdict:
    """No group, person, room or leader twice at one hour; each clash names the other meeting."""
    found = []
    for other in others:
        if not new.meets(other):
            continue
        facts = {"title": other.title, "starts_at": clock(other.starts_at), "ends_at": clock(other.ends_at)}
        both = len(new.people & other.people)
        if new.group_id is not None and new.group_id == other.group_id:
            found.append(refused("session_group_taken", "starts_at", **facts))
        elif both:
            found.append(refused("session_people_taken", "starts_at", people=both, **facts))
        if new.room_id is not None and new.room_id == other.room_id:
            found.append(refused("session_room_taken", "room", **facts))
        if new.leader_id is not None and new.leader_id == other.leader_id:
            found.append(refused("session_leader_taken", "leader", **facts))
    return all_of(found)


def clock(at: time) -> str:
    """An hour as people write it here: 08.30."""
    return f"{at.hour:02}.{at.minute:02}"


def check_movable(state: str, on: date, marked: bool, today: date) -> Verdict:
    """Past sessions are protected: what took place, or should have, is marked and not moved away."""
    if state == SessionState.CANCELLED:
        return refused("session_cancelled")
    if state == SessionState.HELD or marked:
        return refused("session_marked")
    if on < today:
        return refused("session_past", "on", date=on)
    return ALLOWED


def check_cancelling(state: str, on: date, marked: bool, today: date, side: str, because: str) -> Verdict:
    """A session is cancelled before or on its day, with whose doing it was and why."""
    found = [check_movable(state, on, marked, today)]
    if side not in tuple(Side):
        found.append(refused("session_side_missing", "side"))
    if len(because.strip()) < _LEAST_WORDS:
        found.append(refused("session_because_missing", "because"))
    return all_of(found)


def check_catch_up(state: str, caught_up: bool, was_on: date, on: date) -> Verdict:
    """Only a cancelled session is made good, once, on its day or later."""
    if state != SessionState.CANCELLED:
        return refused("session_not_cancelled")
    if caught_up:
        return refused("session_caught_up")
    if on < was_on:
        return refused("session_catch_up_before", "on", date=was_on)
    return ALLOWED


@dataclass(frozen=True)
class Belonging:
    """An enrolment somebody wants in a group: which cycle, and from when to when it ran."""

    cycle_id: UUID
    admitted_on: date | None
    ended_on: date | None = None


def check_group(name: str, members: int) -> Verdict:
    """Whether a group has a name and is not larger than anybody can lead."""
    found = []
    if len(name.strip()) < 2:
        found.append(refused("group_name_missing", "name"))
    if members > MOST_MEMBERS:
        found.append(refused("group_too_large", "members", most=MOST_MEMBERS))
    return all_of(found)


def check_member(who: Belonging, cycle_id: UUID, from_on: date, already: bool = False) -> Verdict:
    """Whether somebody may be in a group from a day: of its cycle, admitted by then, not ended before.

    Codes: `group_member_elsewhere`, `group_member_not_admitted`, `group_member_ended`, `group_member_twice`.
    """
    if who.cycle_id != cycle_id:
        return refused("group_member_elsewhere", "members")
    if who.admitted_on is None or who.admitted_on > from_on:
        return refused("group_member_not_admitted", "from_on", date=from_on)
    if who.ended_on is not None and who.ended_on < from_on:
        return refused("group_member_ended", "from_on", date=who.ended_on)
    if already:
        return refused("group_member_twice", "members")
    return ALLOWED


def check_member_hours(own: Iterable[Meeting], elsewhere: Iterable[Meeting]) -> Verdict:
    """Nobody is in two groups at one hour: sessions of the new group against what the person has already."""
    known = list(elsewhere)
    for meeting in own:
        for other in known:
            if meeting.meets(other):
                return refused(
                    "group_member_taken", "members", date=meeting.on, title=other.title,
                    starts_at=clock(other.starts_at), ends_at=clock(other.ends_at),
                )  # fmt: skip
    return ALLOWED


def check_leaving_group(from_on: date, until_on: date | None, on: date) -> Verdict:
    """Whether a membership may end on that day, its last."""
    if until_on is not None:
        return refused("group_member_left", date=until_on)
    if on < from_on:
        return refused("group_left_before", "until_on", date=from_on)
    return ALLOWED


def check_room(name: str, seats: int) -> Verdict:
    """Whether a room has a name and seats."""
    found = []
    if len(name.strip()) < 2:
        found.append(refused("room_name_missing", "name"))
    if not 1 <= seats <= MOST_SEATS:
        found.append(refused("room_seats", "seats", most=MOST_SEATS))
    return all_of(found)


def check_closure(on: date, name: str, known: Iterable[date], today: date) -> Verdict:
    """Whether a day may be closed: named, once, and not one that has passed."""
    found = []
    if len(name.strip()) < 3:
        found.append(refused("closure_name_missing", "name"))
    if on in set(known):
        found.append(refused("closure_twice", "on", date=on))
    if on < today:
        found.append(refused("closure_past", "on", date=on))
    return all_of(found)


def past(on: date, ends_at: time, now: datetime) -> bool:
    """Whether a session should have been held by now, at the clock of the facility."""
    return (on, ends_at) <= (now.date(), now.time())
