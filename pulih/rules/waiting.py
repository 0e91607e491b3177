"""The order of a waiting list: published weights of known factors, each with its points and its reason.

The order is advice, never a decision. Whoever is put before others is put there with a reason on record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any

from pulih.rules.verdicts import ALLOWED, Reason, Verdict, all_of, refused


class Factor(StrEnum):
    """What the order may depend on; nothing else of a person does."""

    NEED = "need"
    TIME = "time"
    WAITED = "waited"


STANDARD: Mapping[str, int] = {Factor.NEED: 50, Factor.TIME: 30, Factor.WAITED: 20}
"""Weights until an office publishes its own."""
LARGEST = 100
LEAST_WHY = 20
LEAST_BECAUSE = 10

LONG_WAIT_DAYS = 180
"""From so many days on, waiting longer adds no further points."""
LAST_CHANCE, FAR_OFF = 1.0, 5.0
"""Time left beyond the end of the programme, in lengths of it. Up to one: full points, since another round
would come too late. From five on a quarter: there is time for a later one."""
FAR_SHARE = 0.25
UNKNOWN_SHARE = 0.5
"""Of whom nobody knows how long they stay."""

HIGH, MODERATE = 0.75, 0.4
"""From which need on it is called high, or moderate."""


@dataclass(frozen=True)
class Need:
    """What an assessment says of somebody: 0 to 1, and where that comes from."""

    share: float
    instrument: str = ""
    scale: str = ""


@dataclass(frozen=True)
class Waiting:
    """Somebody on the list."""

    reference: str
    need: Need | None
    """None where nothing was assessed that tells need."""
    days_left: int | None
    """Days until the sentence ends; None where nobody knows."""
    ends_in: int
    """Days until the programme ends."""
    length: int
    """Days a whole programme takes."""
    days_waited: int
    able: Verdict = ALLOWED
    """Whether a place could be offered; who cannot be offered one has no rank, but stays in view."""


@dataclass(frozen=True)
class Part:
    """The points one factor gives."""

    factor: Factor
    share: float
    points: float


@dataclass(frozen=True)
class Ranked:
    """Somebody's place in the order, and how it came about."""

    who: Waiting
    rank: int | None
    points: float
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]


def check_rule(weights: Mapping[str, Any], why: str) -> Verdict:
    """Whether weights can be published: known factors, whole numbers in range, somebody is ranked by them."""
    found = []
    known = {one.value for one in Factor}
    for name, weight in weights.items():
        if name not in known:
            found.append(refused("ranking_factor_unknown", factor=name))
        elif not isinstance(weight, int) or isinstance(weight, bool) or not 0 <= weight <= LARGEST:
            found.append(refused("ranking_weight_range", name, largest=LARGEST))
    if not found and not any(weights.values()):
        found.append(refused("ranking_ranks_nobody", Factor.NEED.value))
    if len(why.strip()) < LEAST_WHY:
        found.append(refused("ranking_why_short", "why", owed=LEAST_WHY))
    return all_of(found)


def rank(entries: Iterable[Waiting], weights: Mapping[str, int]) -> tuple[Ranked, ...]:
    """Everybody in order: most points, then longest waited, then reference. Points add up to 100 at most."""
    scored = [(one, parts_of(one, weights)) for one in entries]
    longest = max((one.days_waited for one, _parts in scored), default=0)
    scored.sort(key=lambda pair: (-points_of(pair[1]), -pair[0].days_waited, pair[0].reference))
    places = count(1)
    return tuple(
        Ranked(
            one,
            next(places) if one.able else None,
            points_of(parts),
            parts,
            reasons_of(one, weights, longest) if one.able else one.able.reasons,
        )
        for one, parts in scored
    )


def parts_of(one: Waiting, weights: Mapping[str, int]) -> tuple[Part, ...]:
    """The points of each factor that counts."""
    whole = sum(weights.values())
    shares = {
        Factor.NEED: one.need.share if one.need else 0.0,
        Factor.TIME: time_share(one.days_left, one.ends_in, one.length),
        Factor.WAITED: min(1.0, max(0, one.days_waited) / LONG_WAIT_DAYS),
    }
    return tuple(
        Part(factor, share, 100 * share * weights[factor] / whole)
        for factor, share in shares.items()
        if weights.get(factor, 0)
    )


def points_of(parts: Sequence[Part]) -> float:
    """All points; rounded once, so that equal cases are equal and ties are settled by the days waited."""
    return round(sum(part.points for part in parts), 1)


def time_share(days_left: int | None, ends_in: int, length: int) -> float:
    """How well the time left fits: none where the programme cannot be finished, full where it just can."""
    if days_left is None:
        return UNKNOWN_SHARE
    spare = (days_left - ends_in) / max(1, length)
    if spare < 0:
        return 0.0
    gone = min(1.0, max(0.0, spare - LAST_CHANCE) / (FAR_OFF - LAST_CHANCE))
    return 1.0 - gone * (1.0 - FAR_SHARE)


def reasons_of(one: Waiting, weights: Mapping[str, int], longest: int) -> tuple[Reason, ...]:
    """Why somebody stands where they stand, a reason for each factor that counts."""
    found = {
        Factor.NEED: _need_reason(one.need),
        Factor.TIME: _time_reason(one),
        Factor.WAITED: Reason("rank_waited_longest" if one.days_waited == longest else "rank_waited",
                              {"days": one.days_waited}),
    }  # fmt: skip
    return tuple(reason for factor, reason in found.items() if weights.get(factor, 0))


def _need_reason(need: Need | None) -> Reason:
    if need is None:
        return Reason("rank_need_unknown")
    level = "high" if need.share >= HIGH else "moderate" if need.share >= MODERATE else "low"
    return Reason(f"rank_need_{level}", {"need_instrument": need.instrument, "need_scale": need.scale})


def _time_reason(one: Waiting) -> Reason:
    if one.days_left is None:
        return Reason("rank_time_unknown")
    spare = one.days_left - one.ends_in
    code = "short" if spare < 0 else "last" if spare <= LAST_CHANCE * one.length else "long"
    return Reason(f"rank_time_{code}", {"months": round(one.days_left / 30.4)})


_BANDS: Mapping[str, Mapping[str, float]] = {
    "assist-3.1": {"low": 0.0, "moderate": 0.5, "high": 1.0},
    "dast-10": {"none": 0.0, "low": 0.25, "moderate": 0.5, "substantial": 0.75, "severe": 1.0},
}
_ASI, _ASI_SCALES = "asi-5-composite", frozenset({"alcohol", "drug"})
NEED_INSTRUMENTS = (*_BANDS, _ASI)
"""By what need is told; anything else measured says nothing about the order."""
_NOT_NEED = frozenset({"tobacco"})


def need_share(instrument: str, scale: str, bands: Iterable[str], value: float | None) -> float | None:
    """What one score says about need, 0 to 1; None where it says nothing."""
    if instrument == _ASI:
        return min(1.0, max(0.0, value)) if value is not None and scale in _ASI_SCALES else None
    if scale in _NOT_NEED:
        return None
    known = [share for band in bands if (share := _BANDS.get(instrument, {}).get(band)) is not None]
    return max(known, default=None)


def greatest_need(found: Iterable[Need]) -> Need | None:
    """The greatest of what several scores say; the first of equal ones by instrument and scale."""
    return min(found, key=lambda one: (-one.share, one.instrument, one.scale), default=None)


@dataclass(frozen=True)
class Offer:
    """Everything an offer of a place is judged by."""

    held_here: bool
    willing: Verdict
    expires_before_end: bool
    """Whether the sentence ends before the programme and nobody allowed it."""
    closed: bool


def check_offer(offer: Offer) -> Verdict:
    """Whether a place can be offered now; every reason, for the button and for the refusal alike."""
    if not offer.held_here:
        return refused("offer_not_held_here")
    found = [offer.willing]
    if offer.closed:
        found.append(refused("wave_closed"))
    if offer.expires_before_end:
        found.append(refused("offer_time_short"))
    return all_of(found)


def check_place(free: int) -> Verdict:
    """Whether a place is neither filled nor offered; asked apart, since it is nobody's own obstacle."""
    return ALLOWED if free > 0 else refused("offer_no_place")


def check_order(wanted: int | None, because: str) -> Verdict:
    """Whether somebody may be offered a place before others: the first may, another only with a reason."""
    if wanted in (1, None) or len(because.strip()) >= LEAST_BECAUSE:
        return ALLOWED
    return refused("offer_before_others", "because", rank=wanted, owed=LEAST_BECAUSE)


def check_objection(text: str, waiting: bool) -> Verdict:
    """Whether an objection can be raised: something is said, and none of the person's waits already."""
    if waiting:
        return refused("objection_open_already")
    return (
        ALLOWED
        if len(text.strip()) >= LEAST_BECAUSE
        else refused("objection_short", "text", owed=LEAST_BECAUSE)
    )


def check_answer(answer: str, raised_by: object, answered_by: object, answered: bool) -> Verdict:
    """Whether an objection can be answered: once, with words, by another than who wrote it down."""
    if answered:
        return refused("objection_answered")
    if raised_by is not None and raised_by == answered_by:
        return refused("objection_own")
    return (
        ALLOWED
        if len(answer.strip()) >= LEAST_BECAUSE
        else refused("objection_answer_short", "answer", owed=LEAST_BECAUSE)
    )
