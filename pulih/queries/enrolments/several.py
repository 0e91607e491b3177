"""For whom something can be done at once: papers nobody recorded yet, and programmes that have come to their end."""

from dataclasses import dataclass

from pulih.queries.enrolments.board import BoardRow, board_row, waiting_pathways
from pulih.queries.enrolments.pathways import PathwayFacts, pathways
from pulih.queries.programmes import WaveFacts, wave_of
from pulih.queries.programmes.waves import BEFORE
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission


def without_statement(actor: Actor) -> tuple[PathwayFacts, ...]:
    """People on the way to an admission whose statement of willingness is owed, each once, by name."""
    require(actor.may(Permission.RECORD_WILLINGNESS), attempt=True)
    owed = {
        one.person_id: one
        for one in waiting_pathways(actor)
        if not one.admitted_on and one.stay_since and one.standing_statement is None
    }
    return tuple(sorted(owed.values(), key=lambda one: (one.name.lower(), str(one.id))))


def on_the_way(actor: Actor, reference: str) -> tuple[WaveFacts, tuple[PathwayFacts, ...]]:
    """A wave's people who were never admitted and of whom nobody said why, by name."""
    require(actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    wave = wave_of(actor, reference)
    which = "c.wave_id = %(wave)s AND e.admitted_on IS NULL AND e.status = ANY (%(before)s)"
    values = {"wave": wave.id, "before": BEFORE}
    return wave, pathways(actor, which, values, "e.programme_id, lower(p.name), e.id")


@dataclass(frozen=True)
class Finishing:
    """A wave's people in place, each with whether the programme can be called completed today."""

    wave: WaveFacts
    rows: tuple[BoardRow, ...]

    @property
    def ready(self) -> tuple[BoardRow, ...]:
        """Those for whom it can."""
        return tuple(one for one in self.rows if (step := one.step(Status.COMPLETED)) and step.open)


def finishing(actor: Actor, reference: str) -> Finishing:
    """Whoever is in a wave's programmes now, by name; as many statements for one as for a hundred."""
    require(actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    wave, today = wave_of(actor, reference), scope.today()
    found = pathways(
        actor,
        "c.wave_id = %(wave)s AND e.status = %(status)s",
        {"wave": wave.id, "status": Status.ADMITTED.value},
        "lower(p.name), e.id",
    )
    return Finishing(wave, tuple(board_row(actor, one, today) for one in found))
