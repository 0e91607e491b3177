"""Whether workers who watched the same person saw the same: agreement between observers (D5).

Two observations make a pair when different workers watched the same person within a few days. Pairs have
no first and second observer, so each is read both ways: no figure hangs on who came first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from pulih.rules.verdicts import Reason

WITHIN_DAYS = 7
"""How far apart two observations may be: long enough for shifts to alternate, short enough that a difference
is of the observers rather than of a person who changed."""
LEAST_PAIRS = 10
"""Pairs of answers below which no figure is shown: a single pair would be worth more than ten per cent."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Observation:
    """What one worker saw of one person on one day, topic by topic; what was not seen is left out."""

    person: UUID
    observer: UUID
    on: date
    seen: Mapping[str, int]


@dataclass(frozen=True)
class Agreement:
    """How far observers agree; without figures where there are too few pairs, and then with the reason."""

    pairs: int
    """Pairs of answers to the same topic."""
    exact: float | None = None
    """Share of pairs with the same answer."""
    within_one: float | None = None
    """Share of pairs at most one step apart."""
    kappa: float | None = None
    """Agreement beyond chance, quadratic weights; 1 is perfect, 0 what chance gives."""
    reason: Reason | None = None
    """Why a figure is missing: `agreement_too_few`, `agreement_one_answer`."""


def paired(observations: Iterable[Observation]) -> tuple[tuple[Observation, Observation], ...]:
    """Every two observations of one person by different workers at most `WITHIN_DAYS` apart."""
    of_person: dict[UUID, list[Observation]] = defaultdict(list)
    for each in sorted(observations, key=lambda one: (one.on, one.observer)):
        of_person[each.person].append(each)
    return tuple(
        (one, other)
        for theirs in of_person.values()
        for one, other in combinations(theirs, 2)
        if one.observer != other.observer and (other.on - one.on).days <= WITHIN_DAYS
    )


def by_topic(pairs: Iterable[tuple[Observation, Observation]], topics: Sequence[str]) -> dict[str, Agreement]:
    """The agreement on each topic that both observers of a pair saw."""
    held = tuple(pairs)
    return {topic: agreement(answers(held, [topic])) for topic in topics}


def answers(pairs: Iterable[tuple[Observation, Observation]], topics: Sequence[str]) -> tuple[Pair, ...]:
    """The answers that can be laid side by side."""
    return tuple(
        (one.seen[topic], other.seen[topic])
        for one, other in pairs
        for topic in topics
        if topic in one.seen and topic in other.seen
    )


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Exact and near agreement, and weighted kappa with quadratic weights (Cohen 1968).

    Kappa is 1 minus the mean squared difference seen, divided by the one that chance gives from how often
    each answer occurs at all; read both ways that is twice the variance of all answers. No interval is
    given: pairs that share an observation are not independent, so the number of pairs stands beside it.
    """
    count = len(pairs)
    if count < LEAST_PAIRS:
        return Agreement(count, reason=Reason("agreement_too_few", {"pairs": count, "least": LEAST_PAIRS}))
    exact = sum(one == other for one, other in pairs) / count
    within_one = sum(abs(one - other) <= 1 for one, other in pairs) / count
    pooled = [value for pair in pairs for value in pair]
    squares = sum(value * value for value in pooled)
    # Twice the variance, times the square of how many answers there are: whole numbers, so zero is zero.
    by_chance = 2 * (len(pooled) * squares - sum(pooled) ** 2)
    if by_chance == 0:
        return Agreement(count, exact, within_one, reason=Reason("agreement_one_answer"))
    seen = sum((one - other) ** 2 for one, other in pairs) / count
    return Agreement(count, exact, within_one, 1 - seen * len(pooled) ** 2 / by_chance)


def least_agreed(topics: Mapping[str, Agreement], most: int = 3) -> tuple[str, ...]:
    """The topics a team should talk about first: the lowest exact agreement, without those where all agreed."""
    known = [(one.exact, code) for code, one in topics.items() if one.exact is not None and one.exact < 1]
    return tuple(code for _, code in sorted(known)[:most])
