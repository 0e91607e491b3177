"""A suggested split into groups: those of one counsellor together, groups alike in size, none too large."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pulih.rules.verdicts import ALLOWED, Verdict, refused

SMALLEST, LARGEST = 2, 60


@dataclass(frozen=True)
class Candidate:
    """Somebody without a group, and the counsellor who has the case, if anybody."""

    enrolment_id: UUID
    counsellor: str = ""


def check_size(size: int) -> Verdict:
    """Whether groups can be of that size."""
    if SMALLEST <= size <= LARGEST:
        return ALLOWED
    return refused("group_size", "size", least=SMALLEST, most=LARGEST)


def suggest(candidates: Sequence[Candidate], size: int) -> tuple[tuple[UUID, ...], ...]:
    """Groups of at most `size`, in the order given; the people of small caseloads share a group.

    Each counsellor's people are cut into even parts; parts are then put together where they fit.
    """
    by_counsellor: dict[str, list[UUID]] = defaultdict(list)
    for one in candidates:
        by_counsellor[one.counsellor].append(one.enrolment_id)
    parts = [part for _, people in sorted(by_counsellor.items()) for part in _even(people, size)]
    groups: list[list[UUID]] = []
    for part in sorted(parts, key=len, reverse=True):
        room = next((group for group in groups if len(group) + len(part) <= size), None)
        if room is None:
            groups.append(list(part))
        else:
            room.extend(part)
    return tuple(tuple(group) for group in groups)


def _even(people: list[UUID], size: int) -> list[list[UUID]]:
    count = -(-len(people) // size)
    least, more = divmod(len(people), count)
    cuts = [least + (place < more) for place in range(count)]
    return [people[sum(cuts[:place]) : sum(cuts[: place + 1])] for place in range(count)]
