"""A timetable out of a curriculum: who meets when, where and with whom, week by week, without a clash.

Greedy and deterministic: the widest meetings first (everybody, then groups, then single people), the
longest before the shorter ones, each on the day that is emptiest for those it is for. The same facts give
the same timetable. What finds no place is named with why.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pulih.rules.curricula import Curriculum, Module, ModuleKind
from pulih.rules.sessions import Meeting
from pulih.rules.timetable.board import Board
from pulih.rules.timetable.facts import Frame, Leader, Place, Placed, Timetable, Unit, Unplaced, monday_of


def generate(
    curriculum: Curriculum,
    units: Iterable[Unit],
    places: Iterable[Place],
    leaders: Iterable[Leader],
    frame: Frame,
) -> Timetable:
    """The timetable of one cycle."""
    board = Board(frame, places, leaders)
    known = sorted(units, key=lambda one: (one.name, str(one.id)))
    placed: list[Placed] = []
    unplaced: list[Unplaced] = []
    closed: list[date] = []
    week = -1
    for monday in _mondays(frame):
        week += not all(frame.stands_still(day) for day in _week(monday, frame))
        days = [day for day in _week(monday, frame) if frame.open(day)]
        if monday + timedelta(days=6) < frame.from_on:
            continue
        if not days:
            if any(day >= frame.from_on for day in _week(monday, frame)):
                closed.append(monday)
            continue
        there = [one for one in known if one.until is None or monday <= one.until]
        for module, unit in _wanted(curriculum, there, max(0, week)):
            stands = frame.standing.get((monday, module.code, unit.id), 0)
            used: Counter[date] = Counter()
            for _ in range(_times(module, len(days), frame) - stands):
                found = board.place(module, unit, days, used)
                if isinstance(found, Meeting):
                    used[found.on] += 1
                    placed.append(Placed(module, unit, found))
                else:
                    unplaced.append(Unplaced(module, unit, monday, found))
    placed.sort(key=lambda one: (one.meeting.on, one.meeting.starts_at, one.unit.name, str(one.unit.id)))
    return Timetable(tuple(placed), tuple(unplaced), tuple(closed))


def _mondays(frame: Frame) -> Iterator[date]:
    monday = monday_of(frame.first)
    while monday <= frame.last:
        yield monday
        monday += timedelta(days=7)


def _week(monday: date, frame: Frame) -> Iterator[date]:
    return (monday + timedelta(days=day) for day in sorted(frame.weekdays))


_WIDEST = (ModuleKind.ALL, ModuleKind.GROUP, ModuleKind.INDIVIDUAL)


def _wanted(curriculum: Curriculum, units: list[Unit], week: int) -> Iterator[tuple[Module, Unit]]:
    """What a week holds, the hardest to place first. Single people take turns in a module that is not weekly."""
    phase = curriculum.phase_in(week)
    modules = sorted(
        curriculum.modules, key=lambda one: (_WIDEST.index(ModuleKind(one.kind)), -one.minutes, one.code)
    )
    for module in modules:
        of_kind = [unit for unit in units if unit.kind == module.kind and unit.people]
        for turn, unit in enumerate(of_kind):
            shift = turn if module.kind == ModuleKind.INDIVIDUAL else 0
            if module.held_in(week + shift % module.every, phase):
                yield module, unit


def _times(module: Module, days: int, frame: Frame) -> int:
    """How often in a week of so many open days: a week cut short asks for its share, never for nothing."""
    return -(-module.times * days // len(frame.weekdays))
