"""Two records of one person become one: what must be put right before, because afterwards nobody can tell.

What both records know stays: rows move, nothing is chosen for the reader. What cannot both be true (two
national numbers, two stays at once, two open pathways of one programme) is refused and corrected first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pulih.rules.stays import Stay
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

LEAST_REASON = 10
"""Letters of a reason, so that somebody can judge it a year later."""


@dataclass(frozen=True)
class Twin:
    """One of two records that may be about one person, as far as the office may see it."""

    reference: str
    sex: str
    held_here: bool
    held_elsewhere: bool = False
    number: bytes | None = None
    """Blind index of the national number."""
    stays: tuple[Stay, ...] = ()
    open_programmes: frozenset[str] = frozenset()
    away: bool = False
    """Whether a time away goes on."""
    moving: bool = False
    """Whether a transfer waits for an answer."""

    def open_stay(self, office: int) -> Stay | None:
        """The stay that runs at an office."""
        return next((one for one in self.stays if one.open and one.organisation_id == office), None)


def one_stay(kept: Twin, gone: Twin, office: int) -> Stay | None:
    """The one stay two open ones at an office were in truth; it began on the earlier first day."""
    mine, theirs = kept.open_stay(office), gone.open_stay(office)
    if mine is None or theirs is None:
        return None
    return replace(mine, started_on=min(mine.started_on, theirs.started_on))


def check_merge(kept: Twin, gone: Twin, office: int) -> Verdict:
    """Whether two records can become one now, every reason at once.

    Codes: `merge_same`, `merge_not_held_here`, `merge_held_elsewhere`, `merge_sex_differs`,
    `merge_numbers_differ`, `merge_stays_overlap`, `merge_enrolled_twice`, `merge_away_twice`,
    `merge_transfer_waits`.
    """
    if kept.reference == gone.reference:
        return refused("merge_same", "other")
    both_numbered = kept.number is not None and gone.number is not None
    refusals = (
        (not (kept.held_here or gone.held_here), refused("merge_not_held_here")),
        (kept.held_elsewhere or gone.held_elsewhere, refused("merge_held_elsewhere")),
        (kept.sex != gone.sex, refused("merge_sex_differs")),
        (both_numbered and kept.number != gone.number, refused("merge_numbers_differ")),
        (bool(kept.open_programmes & gone.open_programmes), refused("merge_enrolled_twice")),
        (kept.away and gone.away, refused("merge_away_twice")),
        (kept.moving or gone.moving, refused("merge_transfer_waits")),
    )
    return all_of([*(refusal for broken, refusal in refusals if broken), _check_stays(kept, gone, office)])


def _check_stays(kept: Twin, gone: Twin, office: int) -> Verdict:
    same = one_stay(kept, gone, office)
    mine, theirs = list(kept.stays), list(gone.stays)
    if same:
        mine = [same if one.open and one.organisation_id == office else one for one in mine]
        theirs = [one for one in theirs if not (one.open and one.organisation_id == office)]
    # The folded stay may now begin within an earlier one of its own record.
    pairs = [(one, other) for one in mine for other in theirs]
    pairs += [(same, one) for one in mine if same and one is not same]
    return all_of(_apart(pairs))


def _apart(pairs: Iterable[tuple[Stay, Stay]]) -> Iterable[Verdict]:
    for one, other in pairs:
        if one.overlaps(other) and not (_empty(one) or _empty(other)):
            yield refused("merge_stays_overlap", one=one.started_on, other=other.started_on)


def _empty(stay: Stay) -> bool:
    """A stay that ended on its first day claims no day."""
    return stay.ended_on == stay.started_on


def check_confirmation(typed: str, gone_reference: str, reason: str) -> Verdict:
    """Whether somebody knows which record will go, and says why they are one person.

    Codes: `merge_not_confirmed`, `merge_reason_short`.
    """
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    owed = "".join(letter for letter in gone_reference.upper() if letter.isalnum())
    verdicts = [ALLOWED]
    if plain != owed:
        verdicts.append(refused("merge_not_confirmed", "confirmed"))
    if len(reason.strip()) < LEAST_REASON:
        verdicts.append(refused("merge_reason_short", "reason", owed=LEAST_REASON))
    return all_of(verdicts)
