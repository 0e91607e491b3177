"""What is taken, and where a session still fits. Hours are bits of a number, five minutes each, so that a
meeting of thirty people is compared at one stroke."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from functools import reduce
from operator import or_
from uuid import UUID

from pulih.rules.curricula import Module, ModuleKind
from pulih.rules.sessions import Meeting, minutes_between
from pulih.rules.timetable.facts import Band, Frame, Leader, Place, Unit, monday_of

STEP = 5
GRID = 15
"""Sessions begin every quarter of an hour."""


class Board:
    """What is taken, by day: bits of hours of people, rooms and leaders."""

    def __init__(self, frame: Frame, places: Iterable[Place], leaders: Iterable[Leader]) -> None:
        self.places = sorted(places, key=lambda one: (one.seats, one.name, str(one.id)))
        self.leaders = sorted(leaders, key=lambda one: (one.name, str(one.id)))
        self.hours = reduce(or_, (_bits(band.first, band.last) for band in frame.bands), 0)
        self.grid = reduce(or_, (_starts(band) for band in frame.bands), 0)
        self.busy: dict[tuple[UUID, date], int] = defaultdict(int)
        self.load: Counter[tuple[UUID, date]] = Counter()
        """Minutes of a leader in the week of a Monday."""
        for meeting in frame.taken:
            self.take(meeting)

    def take(self, meeting: Meeting) -> None:
        """Let a meeting stand: its people, room and leader are taken at its hour."""
        bits = _bits(meeting.starts_at, meeting.ends_at)
        for one in (meeting.room_id, meeting.leader_id, meeting.group_id, *meeting.people):
            if one is not None:
                self.busy[one, meeting.on] |= bits
        if meeting.leader_id is not None:
            minutes = minutes_between(meeting.starts_at, meeting.ends_at)
            self.load[meeting.leader_id, monday_of(meeting.on)] += minutes

    def place(self, module: Module, unit: Unit, days: list[date], used: Counter[date]) -> Meeting | str:
        """Put a session where nothing stands in its way, or say what does."""
        if module.kind == ModuleKind.GROUP and module.size and len(unit.people) > module.size:
            return "timetable_group_too_large"
        length = -(-module.minutes // STEP)
        if not _windows(self.hours, length) & self.grid:
            return "timetable_too_long"
        rooms = [one for one in self.places if one.seats >= len(unit.people)]
        alone = module.kind == ModuleKind.INDIVIDUAL
        if not rooms and not alone:
            return "timetable_no_room"
        able = [one for one in self.leaders if module.leader in one.skills]
        if module.leader and not able:
            return "timetable_no_leader"
        taken = {day: self._of(unit, day) for day in days}
        order = sorted(days, key=lambda day: (used[day], taken[day].bit_count(), day))
        why = "timetable_people_busy"
        for day in order:
            free = _windows(self.hours & ~taken[day], length) & self.grid
            if not free:
                continue
            found, better = self._on(day, free, length, rooms, able if module.leader else None, unit, alone)
            if found is not None:
                meeting = self._meeting(module, unit, day, *found)
                self.take(meeting)
                return meeting
            why = better if why != "timetable_leader_busy" else why
        return why

    def hinders(self, meeting: Meeting) -> str:
        """Why a meeting cannot stand as it is; empty where it can."""
        bits = _bits(meeting.starts_at, meeting.ends_at)
        if self._people_of(meeting) & bits:
            return "timetable_people_busy"
        room = next((one for one in self.places if one.id == meeting.room_id), None)
        if meeting.room_id is not None and (room is None or room.seats < len(meeting.people)):
            return "timetable_no_room"
        if room is not None and self.busy.get((room.id, meeting.on), 0) & bits:
            return "timetable_room_busy"
        return "timetable_leader_busy" if self._leads(meeting, meeting.on) & bits else ""

    def another_hour(self, meeting: Meeting, since: time | None = None) -> Meeting | str:
        """The same meeting on its day at an hour free for everybody, in its own room before any other."""
        minutes = minutes_between(meeting.starts_at, meeting.ends_at)
        length = -(-minutes // STEP)
        hours = self.hours & ~(_bits(time(0), since) if since else 0)
        open_to_people = hours & ~self._people_of(meeting)
        if not _windows(open_to_people, length) & self.grid:
            return "timetable_people_busy"
        open_to_all = open_to_people & ~self._leads(meeting, meeting.on)
        if not _windows(open_to_all, length) & self.grid:
            return "timetable_leader_busy"
        fitting = [one for one in self.places if one.seats >= len(meeting.people)]
        rooms: list[UUID | None] = [one.id for one in fitting if one.id == meeting.room_id]
        rooms += [one.id for one in fitting if meeting.room_id and one.id != meeting.room_id]
        for room in rooms if meeting.room_id else [None]:
            taken = self.busy.get((room, meeting.on), 0) if room else 0
            if starts := _windows(open_to_all & ~taken, length) & self.grid:
                first = _lowest(starts) * STEP
                return replace(meeting, starts_at=_time(first), ends_at=_time(first + minutes), room_id=room)
        return "timetable_room_busy" if rooms else "timetable_no_room"

    def _people_of(self, meeting: Meeting) -> int:
        keys = (one for one in (meeting.group_id, *meeting.people) if one is not None)
        return reduce(or_, (self.busy.get((one, meeting.on), 0) for one in keys), 0)

    def _leads(self, meeting: Meeting, day: date) -> int:
        """Hours its leader cannot give; all of them on a day away."""
        if meeting.leader_id is None:
            return 0
        leader = next((one for one in self.leaders if one.id == meeting.leader_id), None)
        if leader is not None and not leader.there(day):
            return -1
        return self.busy.get((meeting.leader_id, day), 0)

    def _of(self, unit: Unit, day: date) -> int:
        keys = (unit.id, *unit.people)
        return reduce(or_, (self.busy.get((one, day), 0) for one in keys), 0)

    def _on(
        self,
        day: date,
        free: int,
        length: int,
        rooms: list[Place],
        able: list[Leader] | None,
        unit: Unit,
        alone: bool,
    ) -> tuple[tuple[int, UUID | None, UUID | None] | None, str]:
        """The earliest hour of a day with a leader and a room, the smallest room first."""
        monday = monday_of(day)
        leaders: list[Leader | None] = [None]
        if able is not None:
            leaders = [one for one in able if one.there(day)]
            leaders.sort(key=lambda one: one is not None
                         and (one.id != unit.leader_id, self.load[one.id, monday]))  # fmt: skip
        with_leader = False
        for leader in leaders:
            hours = free & self._open(leader.id if leader else None, day, length)
            with_leader = with_leader or bool(hours)
            if not hours:
                continue
            who = leader.id if leader else None
            found = [
                (_lowest(both), place, room.id)
                for place, room in enumerate(rooms)
                if (both := hours & self._open(room.id, day, length))
            ]
            if found:
                start, _, room_id = min(found, key=lambda one: one[:2])
                return (start, room_id, who), ""
            if alone:
                return (_lowest(hours), None, who), ""
        return None, "timetable_room_busy" if with_leader else "timetable_leader_busy"

    def _open(self, one: UUID | None, day: date, length: int) -> int:
        if one is None:
            return -1
        return _windows(self.hours & ~self.busy.get((one, day), 0), length)

    def _meeting(
        self, module: Module, unit: Unit, day: date, start: int, room: UUID | None, leader: UUID | None
    ) -> Meeting:
        group = unit.id if unit.kind == ModuleKind.GROUP else None
        end = start * STEP + module.minutes
        return Meeting(
            day, _time(start * STEP), _time(end), group, unit.people, room, leader, None, module.title_id
        )


def _bits(first: time, last: time) -> int:
    """The hours between two times; what is touched counts as taken."""
    begin = (first.hour * 60 + first.minute) // STEP
    end = -(-(last.hour * 60 + last.minute) // STEP)
    return ((1 << max(0, end - begin)) - 1) << begin


def _starts(band: Band) -> int:
    begin, end = (one.hour * 60 + one.minute for one in (band.first, band.last))
    return sum(1 << minute // STEP for minute in range(begin, end, GRID))


def _windows(free: int, length: int) -> int:
    """Where so many free bits follow one another."""
    found, have = free, 1
    while have < length and found:
        step = min(have, length - have)
        found &= found >> step
        have += step
    return found


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
