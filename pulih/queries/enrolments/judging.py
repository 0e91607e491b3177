"""Whether a step is open to somebody: the same rules the actions ask, asked before the button is shown."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from pulih.queries.enrolments.pathways import PathwayFacts
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.admission import Admission, Arrival, check_admission, check_completion
from pulih.rules.lifecycles import NEEDS_WILLINGNESS, Pathway, Status, Transition, next_steps
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused
from pulih.rules.willingness import willing_on


@dataclass(frozen=True)
class OpenStep:
    """A step of the table for one enrolment: open today, or with every reason why not."""

    transition: Transition
    verdict: Verdict
    permitted: Verdict
    """Whether the role may take it at all; kept apart, so that a list can say it once."""
    too_short: bool = False
    """An admission refused for the time left alone: an exception can be asked for."""

    @property
    def target(self) -> Status:
        """Where it leads."""
        return self.transition.target

    @property
    def open(self) -> bool:
        """Whether it can be taken now."""
        return bool(self.permitted and self.verdict)


def admission_of(facts: PathwayFacts, on: date, today: date) -> Admission:
    """Judge an admission on a day, by the facts as they stand."""
    wave, cycle = facts.wave, facts.cycle
    return check_admission(
        Arrival(
            on=on,
            today=today,
            willing=willing_on(facts.willing, on),
            stay_since=facts.stay_since,
            stay_kind=StayKind(facts.stay_kind) if facts.stay_kind else None,
            expires_on=facts.expires_on,
            cycle_starts_on=wave.starts_on,
            cycle_ends_on=programmes.ends_on(wave.starts_on, cycle.months, wave.still_days, today),
            suspended=any(one.holds(on) for one in wave.suspensions),
            closed=wave.closed_on is not None,
            capacity=cycle.capacity,
            taken=cycle.taken,
            exception_granted=bool(facts.exception and facts.exception.granted),
        )
    )


def steps_of(actor: Actor, facts: PathwayFacts, today: date) -> tuple[OpenStep, ...]:
    """Everything that can follow, in the order of the table."""
    return tuple(_judged(actor, facts, one, today) for one in next_steps(facts.pathway))


def step_ahead(actor: Actor, facts: PathwayFacts, today: date) -> OpenStep | None:
    """The step a row is about, without judging the ways out that a list does not show."""
    ahead = _steps_ahead(facts.status, facts.held_from)
    return next_step(facts, tuple(_judged(actor, facts, one, today) for one in ahead))


@cache
def _steps_ahead(status: Status, held_from: Status | None) -> tuple[Transition, ...]:
    """The rows of the table that lead on: the same for everybody who stands at a step."""
    return tuple(one for one in next_steps(Pathway(status, date.min, held_from)) if _forwards(one))


def _judged(actor: Actor, facts: PathwayFacts, step: Transition, today: date) -> OpenStep:
    permitted = actor.may(step.permission)
    if step.action == "admit":
        judged = admission_of(facts, today, today)
        return OpenStep(step, judged.verdict, permitted, judged.too_short)
    return OpenStep(step, all_of(_reasons(facts, step.target, today)), permitted)


def _reasons(facts: PathwayFacts, target: Status, today: date) -> list[Verdict]:
    found = [ALLOWED]
    if facts.wave.closed_on and target not in (Status.AFTERCARE, Status.CLOSED):
        found.append(refused("wave_closed"))
    if target in NEEDS_WILLINGNESS:
        found.append(willing_on(facts.willing, today))
    if target is Status.COMPLETED and facts.admitted_on:
        ends = programmes.ends_on(facts.admitted_on, facts.cycle.months, facts.wave.still_days, today)
        found.append(check_completion(today, ends))
    if target is Status.ADMITTED and facts.stay_since is None:
        found.append(refused("not_held_here"))
    return found


LIKELY = (
    Status.ASSESSED,
    Status.RECOMMENDED,
    Status.ADMITTED,
    Status.OFFERED,
    Status.WAITING,
    Status.COMPLETED,
    Status.AFTERCARE,
    Status.CLOSED,
)
"""Which step a row offers first: forwards, and the furthest that is open."""


def next_step(facts: PathwayFacts, steps: tuple[OpenStep, ...]) -> OpenStep | None:
    """The one step a row is about: the furthest forwards that is open, else the one that should be.

    Where no place is free nobody is offered one: the waiting list comes before an empty promise. And
    whoever leaves before the end waits for nothing: the exception is asked for first.
    """
    short = next((one for one in steps if one.too_short and one.permitted), None)
    if short is not None:
        return short
    forwards = [one for one in steps if _forwards(one.transition)]
    opened = [one for one in forwards if one.open]
    if facts.cycle.free <= 0 and any(one.target is Status.WAITING for one in opened):
        opened = [one for one in opened if one.target is not Status.OFFERED]
    return min(opened or forwards, key=_place, default=None)


def _forwards(step: Transition) -> bool:
    return step.target in LIKELY or step.action == "take_up"


def _place(step: OpenStep) -> int:
    return -1 if step.transition.action == "take_up" else LIKELY.index(step.target)
