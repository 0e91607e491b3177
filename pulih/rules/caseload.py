"""Whom a counsellor looks after: how many, who has room, and to whom somebody without one might go.

A suggestion is advice with its reasons. It knows counts, days and earlier counsellors, never a name, so
that nobody is dealt out by the alphabet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from pulih.rules.verdicts import Reason

WARN_ABOVE = 20
"""More people than this with one counsellor is said to be too many, where no curriculum says otherwise."""
UNEVEN = 3
"""So many people more or fewer than an even share are worth a word; less is chance."""


def limit_of(ratios: Mapping[str, int | None]) -> tuple[int, str]:
    """How many people are too many, and the programme that says so: the strictest of those that run.

    Where no curriculum says anything it is the general figure, of no programme.
    """
    said = [(most, programme) for programme, most in ratios.items() if most]
    return min(said, default=(WARN_ABOVE, ""))


def ratio(people: int, counsellors: int) -> Decimal | None:
    """People to one counsellor with one decimal; None where nobody looks after anybody."""
    if counsellors <= 0:
        return None
    return (Decimal(people) / counsellors).quantize(Decimal("0.1"), ROUND_HALF_UP)


def above(people: int, counsellors: int, limit: int = WARN_ABOVE) -> bool:
    """Whether that many people for so few counsellors is above the limit; nobody for somebody is."""
    return people > limit * counsellors


class Load(StrEnum):
    """How a counsellor stands beside the others."""

    OVER = "over"
    """Above the limit."""
    MORE = "more"
    """Within it, and clearly above an even share."""
    EVEN = "even"
    UNDER = "under"
    """Clearly below an even share: room for more."""
    AWAY = "away"


@dataclass(frozen=True)
class Worker:
    """A counsellor as the balance sees one."""

    id: UUID
    people: int
    last_on: date | None = None
    """When somebody was last given to them; None for never."""
    away: bool = False
    may_take: frozenset[str] = frozenset()
    """Programmes for which they hold what is needed."""


@dataclass(frozen=True)
class Waiting:
    """Somebody who needs a main counsellor."""

    enrolment: UUID
    programme: str
    since: date
    before: tuple[UUID, ...] = ()
    """Earlier main counsellors of this person, the latest first."""
    now: UUID | None = None
    """Whom they leave, where they have one."""


@dataclass(frozen=True)
class Suggestion:
    """To whom somebody might go, and why; without a worker it says why nobody."""

    enrolment: UUID
    worker: UUID | None
    reasons: tuple[Reason, ...]
    leaves: UUID | None = None


def loads(workers: Iterable[Worker], limit: int = WARN_ABOVE) -> dict[UUID, Load]:
    """How each stands; the even share is among those who are here."""
    known = tuple(workers)
    here = [one for one in known if not one.away]
    share = Decimal(sum(one.people for one in here)) / len(here) if here else Decimal(0)
    return {one.id: _load(one, share, limit) for one in known}


def _load(one: Worker, share: Decimal, limit: int) -> Load:
    if one.people > limit:
        return Load.OVER
    if one.away:
        return Load.AWAY
    if one.people >= share + UNEVEN:
        return Load.MORE
    return Load.UNDER if one.people <= share - UNEVEN else Load.EVEN


@dataclass
class _Balance:
    """Counts that move on with each suggestion, so that many suggestions together are even too."""

    limit: int
    known: dict[UUID, Worker] = field(default_factory=dict)

    def fit(self, one: Waiting) -> list[Worker]:
        """Who could take this person at all."""
        return [
            worker
            for worker in self.known.values()
            if not worker.away and one.programme in worker.may_take and worker.id != one.now
        ]

    def give(self, worker_id: UUID, on: date) -> None:
        """Count somebody for a worker from now on."""
        worker = self.known[worker_id]
        last = max(worker.last_on or on, on)
        self.known[worker_id] = replace(worker, people=worker.people + 1, last_on=last)

    def release(self, worker_id: UUID) -> None:
        """Count somebody no more."""
        worker = self.known[worker_id]
        self.known[worker_id] = replace(worker, people=worker.people - 1)


def suggest(
    workers: Iterable[Worker], waiting: Iterable[Waiting], on: date, limit: int = WARN_ABOVE
) -> tuple[Suggestion, ...]:
    """A counsellor for everybody who needs one: whom they know if there is room, else who has the fewest.

    Those who wait longest come first. Among equals, it is the one to whom nobody was given for longest.
    Reasons: `suggest_returns`, `suggest_fewest`, `suggest_longest_since`, `suggest_above`, `suggest_nobody`.
    """
    balance = _Balance(limit, {one.id: one for one in workers})
    return tuple(_suggest_one(balance, one, on) for one in sorted(waiting, key=_turn))


def _turn(one: Waiting) -> tuple[date, str]:
    return one.since, str(one.enrolment)


def _suggest_one(balance: _Balance, one: Waiting, on: date) -> Suggestion:
    fitting = {worker.id: worker for worker in balance.fit(one)}
    if not fitting:
        return Suggestion(one.enrolment, None, (Reason("suggest_nobody"),), one.now)
    known = next((id for id in one.before if id in fitting and fitting[id].people < balance.limit), None)
    if known is not None:
        reasons: tuple[Reason, ...] = (Reason("suggest_returns", {"count": fitting[known].people}),)
        chosen = known
    else:
        ordered = sorted(fitting.values(), key=_fewest)
        chosen, reasons = ordered[0].id, _why(ordered, balance.limit)
    balance.give(chosen, on)
    return Suggestion(one.enrolment, chosen, reasons, one.now)


def _fewest(worker: Worker) -> tuple[int, date, str]:
    return worker.people, worker.last_on or date.min, str(worker.id)


def _why(ordered: Sequence[Worker], limit: int) -> tuple[Reason, ...]:
    first = ordered[0]
    reasons = [Reason("suggest_fewest", {"count": first.people})]
    if len(ordered) > 1 and ordered[1].people == first.people:
        reasons.append(Reason("suggest_longest_since", {"date": first.last_on} if first.last_on else {}))
    if first.people >= limit:
        reasons.append(Reason("suggest_above", {"limit": limit, "count": first.people + 1}))
    return tuple(reasons)


@dataclass(frozen=True)
class Looked:
    """A main assignment as it runs, for the question whether it should move."""

    enrolment: UUID
    worker: UUID
    programme: str
    from_on: date
    before: tuple[UUID, ...] = ()


def relieve(
    workers: Iterable[Worker], running: Iterable[Looked], on: date, limit: int = WARN_ABOVE
) -> tuple[Suggestion, ...]:
    """Whom to move from counsellors above the limit to others with room; the newest first.

    Somebody who has been with a counsellor for long has more to lose. Nobody is moved to a place that
    would be fuller than the one they leave. Reasons: `suggest_relieves`, and those of `suggest`.
    """
    balance = _Balance(limit, {one.id: one for one in workers})
    newest = sorted(running, key=lambda one: (-one.from_on.toordinal(), str(one.enrolment)))
    return tuple(found for one in newest if (found := _relieve_one(balance, one, on)) is not None)


def _relieve_one(balance: _Balance, one: Looked, on: date) -> Suggestion | None:
    leaves = balance.known.get(one.worker)
    if leaves is None or leaves.people <= balance.limit:
        return None
    asked = Waiting(one.enrolment, one.programme, on, one.before, one.worker)
    room = [worker for worker in balance.fit(asked) if worker.people < balance.limit]
    if not room:
        return None
    whole = balance.known
    balance.known = {worker.id: worker for worker in room}
    found = _suggest_one(balance, asked, on)
    balance.known = {**whole, **balance.known}
    balance.release(one.worker)
    why = Reason("suggest_relieves", {"count": leaves.people, "limit": balance.limit})
    return replace(found, reasons=(why, *found.reasons))
