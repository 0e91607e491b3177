"""The office's pathways before admission, by step, and whose unknown end is to be looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulih.queries.enrolments.judging import OpenStep, next_step, steps_of
from pulih.queries.enrolments.pathways import PathwayFacts, pathways
from pulih.queries.programmes.waves import BEFORE
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission

BOARD = (
    Status.CANDIDATE,
    Status.ASSESSED,
    Status.RECOMMENDED,
    Status.WAITING,
    Status.OFFERED,
    Status.ON_HOLD,
)
RECHECK = "recheck"


@dataclass(frozen=True)
class BoardRow:
    """A pathway on the board, with what can follow."""

    facts: PathwayFacts
    steps: tuple[OpenStep, ...]
    next: OpenStep | None

    def step(self, target: Status | str) -> OpenStep | None:
        """One of the steps."""
        return next((one for one in self.steps if one.target.value == str(target)), None)


@dataclass(frozen=True)
class Board:
    """Everything before admission, and the monthly second looks; narrowed to a wave or a name."""

    rows: Mapping[str, tuple[BoardRow, ...]]
    """By step; `recheck` holds those admitted with an unknown end."""
    waves: tuple[tuple[str, str], ...]
    """The waves somebody is on the way to: reference and name."""
    programmes: tuple[str, ...] = ()
    """The programmes somebody is on the way to."""

    @property
    def total(self) -> int:
        """How many pathways lie before an admission."""
        return sum(len(rows) for step, rows in self.rows.items() if step != RECHECK)


_WHICH = "((e.admitted_on IS NULL AND e.status = ANY (%(before)s)) OR (e.end_unknown AND e.in_place))"


def waiting_pathways(actor: Actor) -> tuple[PathwayFacts, ...]:
    """Pathways before admission and those with an unknown end; who may see them is asked before."""
    return pathways(actor, _WHICH, {"before": BEFORE})


def board(actor: Actor, *, wave: str = "", programme: str = "", text: str = "") -> Board:
    """The board of the working office, each row with its next step and why it is not open."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    today = scope.today()
    found = waiting_pathways(actor)
    waves = dict.fromkeys((one.wave.reference, one.wave.name) for one in found)
    wanted = [one for one in found if _fits(one, wave, programme, text)]
    rows: dict[str, tuple[BoardRow, ...]] = {
        step.value: tuple(
            board_row(actor, one, today) for one in wanted if one.status is step and not one.admitted_on
        )
        for step in BOARD
    }
    rows[RECHECK] = tuple(board_row(actor, one, today) for one in wanted if one.recheck_due(today))
    return Board(rows, tuple(waves), tuple(sorted({one.programme for one in found})))


def _fits(one: PathwayFacts, wave: str, programme: str, text: str) -> bool:
    said = f"{one.name} {one.register_number} {one.block}".lower()
    return (
        (not wave or one.wave.reference == wave)
        and (not programme or one.programme == programme)
        and (not text or text.lower() in said)
    )


def board_row(actor: Actor, facts: PathwayFacts, today: date) -> BoardRow:
    """A pathway with what can follow."""
    steps = steps_of(actor, facts, today)
    return BoardRow(facts, steps, next_step(facts, steps))


def some(actor: Actor, ids: list[UUID]) -> tuple[BoardRow, ...]:
    """Ticked rows, for the page that takes one step for several people."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    today = scope.today()
    return tuple(
        board_row(actor, one, today)
        for one in pathways(actor, "e.id = ANY (%(ids)s)", {"ids": ids}, "lower(p.name), e.id")
    )
