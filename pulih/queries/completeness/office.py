"""What an office owes now: one's own first, then by wave and worker; and the share done of what was owed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pulih.queries.completeness.facts import Owed, of_measures, of_pathways, of_sessions, pathways
from pulih.queries.programmes import open_waves, participants
from pulih.records import scope
from pulih.rules import completeness
from pulih.rules.actors import Actor
from pulih.rules.completeness import Kind, Line, State, Tally, how_owed, tally
from pulih.rules.errors import require
from pulih.rules.permissions import Permission, Role


@dataclass(frozen=True)
class OwedLine:
    """A line of the page: what is owed, whom or what it is about, and what its form needs."""

    line: Line
    what: Owed


@dataclass(frozen=True)
class Counted:
    """How many lines press, by how they do."""

    overdue: int = 0
    missing: int = 0
    due: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.overdue + self.missing + self.due


@dataclass(frozen=True)
class WaveLines:
    """A wave: its share and what presses in it."""

    reference: str
    name: str
    tally: Tally
    counted: Counted


@dataclass(frozen=True)
class WorkerLines:
    """A worker, or a role where nobody is named, and what presses there."""

    key: str
    worker: str
    role: Role
    counted: Counted


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to; empty is everything."""

    wave: str = ""
    worker: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Overview:
    """Everything the page shows; `lines` are those chosen, the most pressing first."""

    day: date
    tally: Tally
    kinds: tuple[tuple[Kind, Tally], ...]
    """Kinds of which anything was owed."""
    waves: tuple[WaveLines, ...]
    workers: tuple[WorkerLines, ...]
    mine: tuple[OwedLine, ...]
    lines: tuple[OwedLine, ...] = field(default=())


def overview(actor: Actor, chosen: Chosen | None = None) -> Overview:
    """What is due, overdue and missing in the open waves of the actor's office; five statements."""
    chosen, today = chosen or Chosen(), scope.today()
    owed = _everything(actor, today)
    lines = sorted(_lines(owed, today), key=_order)
    waves = {one.wave.id: one.wave for one in owed}
    kinds = ((kind, _tally((one for one in owed if one.duty.kind is kind), today)) for kind in Kind)
    return Overview(
        day=today,
        tally=_tally(owed, today),
        kinds=tuple((kind, found) for kind, found in kinds if found.owed),
        waves=tuple(
            WaveLines(
                wave.reference,
                wave.name,
                _tally((one for one in owed if one.wave.id == id), today),
                _count(one for one in lines if one.what.wave.id == id),
            )
            for id, wave in sorted(waves.items(), key=lambda one: one[1].name)
        ),
        workers=_workers(lines),
        mine=tuple(one for one in lines if one.line.is_of(actor.account_id, actor.role.value)),
        lines=tuple(one for one in lines if _fits(one, chosen)),
    )


def share(actor: Actor) -> Tally:
    """How much of what the office owed until today is done."""
    today = scope.today()
    return _tally(_everything(actor, today), today)


def _everything(actor: Actor, today: date) -> list[Owed]:
    require(actor.may(Permission.READ_COMPLETENESS), attempt=True)
    waves = open_waves(actor)
    if not waves:
        return []
    rows = pathways(actor, waves, today)
    people = participants(actor, waves, today)
    return [
        *of_sessions(actor, waves, today),
        *of_measures(people, {one.id: one for one in rows}),
        *of_pathways(rows, waves, today),
    ]


def _lines(owed: Iterable[Owed], today: date) -> Iterable[OwedLine]:
    for one in owed:
        state = how_owed(one.duty, today)
        if state is not None:
            line = Line(one.duty.kind, state, one.duty.due_on, one.role.value, one.worker_id)
            yield OwedLine(line, one)


def _order(one: OwedLine) -> tuple[object, ...]:
    return *completeness.pressing(one.line), one.what.name.lower(), one.what.target


def _tally(owed: Iterable[Owed], today: date) -> Tally:
    return tally((one.duty for one in owed), today)


def _count(lines: Iterable[OwedLine]) -> Counted:
    states = [one.line.state for one in lines]
    return Counted(*(states.count(one) for one in (State.OVERDUE, State.MISSING, State.DUE)))


def _key(one: OwedLine) -> str:
    return str(one.what.worker_id) if one.what.worker_id else one.what.role.value


def _workers(lines: Iterable[OwedLine]) -> tuple[WorkerLines, ...]:
    found: dict[str, list[OwedLine]] = {}
    for one in lines:
        found.setdefault(_key(one), []).append(one)
    rows = [WorkerLines(key, of[0].what.worker, of[0].what.role, _count(of)) for key, of in found.items()]
    return tuple(sorted(rows, key=lambda one: (-one.counted.overdue, not one.worker, one.worker, one.role)))


def _fits(one: OwedLine, chosen: Chosen) -> bool:
    return (
        (not chosen.wave or one.what.wave.reference == chosen.wave)
        and (not chosen.worker or _key(one) == chosen.worker)
        and (not chosen.kind or one.line.kind.value == chosen.kind)
    )
