"""After standing still: what was planned is held so much later, around closures and without a clash.

Weekday and hour stay where they can: sessions that belonged together then still do. What finds its old
weekday taken or closed goes to the nearest day and hour that is free for everybody in it; what finds none
is named with why, and stays owed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from pulih.rules.sessions import Meeting
from pulih.rules.timetable.board import Board
from pulih.rules.timetable.facts import Frame, Leader, Place

NEAR_DAYS = 10
"""How far from its day a session may be held and still keep its room and its place in the week."""


@dataclass(frozen=True)
class Going:
    """A session that is held later: how it stood, the day that programme time gives, what its cycle allows."""

    meeting: Meeting
    aim: date
    frame: Frame
    people: Callable[[date], frozenset[UUID]]
    """Whom it is for on a day: groups change."""


@dataclass(frozen=True)
class Shifted:
    """A session that found its new place."""

    was: Meeting
    now: Meeting


@dataclass(frozen=True)
class Stuck:
    """A session that found none, and why."""

    was: Meeting
    code: str


@dataclass(frozen=True)
class Anew:
    """What came of it all."""

    shifted: tuple[Shifted, ...]
    stuck: tuple[Stuck, ...]


def shift(
    going: Iterable[Going], ground: Frame, places: Iterable[Place], leaders: Iterable[Leader], now: datetime
) -> Anew:
    """Find every session its new place; first all that keep weekday, hour, room and leader, then the rest.

    `ground.taken` holds what stays as it stands. The same facts give the same timetable.
    """
    board = Board(ground, places, leaders)
    shifted: list[Shifted] = []
    waiting: list[Going] = []
    stuck: list[Stuck] = []
    for one in sorted(going, key=_order):
        kept = _keeping_weekday(one, now)
        if kept is not None and not board.hinders(kept):
            board.take(kept)
            shifted.append(Shifted(one.meeting, kept))
        else:
            waiting.append(one)
    for one in waiting:
        found = _elsewhere(one, board, now)
        if isinstance(found, Meeting):
            board.take(found)
            shifted.append(Shifted(one.meeting, found))
        else:
            stuck.append(Stuck(one.meeting, found))
    return Anew(tuple(shifted), tuple(stuck))


def _order(one: Going) -> tuple[object, ...]:
    meeting = one.meeting
    return one.aim, -len(meeting.people), meeting.starts_at, meeting.title, str(meeting.id)


def _keeping_weekday(one: Going, now: datetime) -> Meeting | None:
    """On the day of its old weekday that is nearest to its aim; never before, where the aim is the first day."""
    ahead = (one.meeting.on.weekday() - one.aim.weekday()) % 7
    day = one.aim + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    if not one.frame.open(day):
        return None
    held = _on(one, day)
    return held if _to_come(held, now) else None


def _elsewhere(one: Going, board: Board, now: datetime) -> Meeting | str:
    """The nearest day, first at the same hour, then at any; why not, where there is none."""
    days = list(_days(one))
    near = [day for day in days if abs((day - one.aim).days) <= NEAR_DAYS]
    why = "timetable_no_day"
    for day in sorted(near, key=lambda day: day.weekday() != one.meeting.on.weekday()):
        held = _on(one, day)
        if _to_come(held, now) and not (why := board.hinders(held)):
            return held
    for day in days:
        since = now.time() if day == now.date() else None
        found = board.another_hour(_on(one, day), since)
        if isinstance(found, Meeting):
            return found
        why = found
    return why


def _days(one: Going) -> Iterator[date]:
    """Open days, the nearest to the aim first."""
    first, last = max(one.frame.first, one.frame.from_on), one.frame.last
    days = (first + timedelta(days=day) for day in range((last - first).days + 1))
    yield from sorted(
        (day for day in days if one.frame.open(day)), key=lambda day: (abs((day - one.aim).days), day)
    )


def _on(one: Going, day: date) -> Meeting:
    return replace(one.meeting, on=day, people=one.people(day))


def _to_come(held: Meeting, now: datetime) -> bool:
    """Nothing is planned for an hour that has passed."""
    return (held.on, held.starts_at) > (now.date(), now.time())
