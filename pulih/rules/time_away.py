"""Days on which somebody is held here and yet cannot come: isolation, court, hospital.

Only facts are recorded, never plans. A short time away excuses single sessions; a long one, or one whose
end nobody knows, puts the programme on hold, so that the days are nobody's fault and nobody forgets to resume.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.stays import Stay
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

HOLD_AFTER_DAYS = 7
"""A week of isolation or hospital loses the rhythm of a programme; a shorter one is made up by catch-ups."""
LONGEST_NOTE = 500


class AwayKind(StrEnum):
    """Where somebody is while away."""

    ISOLATION = "isolation"
    COURT = "court"
    HOSPITAL = "hospital"


HOLD_REASON: Mapping[AwayKind, str] = {
    AwayKind.ISOLATION: "isolation",
    AwayKind.COURT: "court_hearing",
    AwayKind.HOSPITAL: "hospital",
}
"""By which reason an enrolment is put on hold; codes of `lifecycles.REASONS`."""

ABSENCE_REASON: Mapping[AwayKind, str] = {
    AwayKind.ISOLATION: "isolation",
    AwayKind.COURT: "court",
    AwayKind.HOSPITAL: "clinic",
}
"""What is suggested when a session falls into it; codes of `attendance.REASONS`, which say whose doing it is."""


@dataclass(frozen=True)
class Away:
    """A time away; the day of return counts as being here again."""

    kind: AwayKind
    from_on: date
    back_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether somebody could not come on that day; the day one goes is a day away, as in a court day."""
        return self.from_on <= day and (self.back_on is None or day < self.back_on or day == self.from_on)

    def overlaps(self, other: "Away") -> bool:
        """Whether two times away claim the same day."""
        return (other.back_on is None or self.from_on < other.back_on) and (
            self.back_on is None or other.from_on < self.back_on
        )


def check_away(away: Away, stay: Stay | None, others: Iterable[Away], today: date, note: str = "") -> Verdict:
    """Whether a time away may be recorded beside the person's stay here and the other times away.

    Codes: `not_held_here`, `away_before_stay`, `away_in_future`, `away_overlaps`, `away_note_long`, and those
    of `check_return`.
    """
    if stay is None:
        return refused("not_held_here")
    refusals = (
        (away.from_on > today, refused("away_in_future", "from_on", date=away.from_on)),
        (away.from_on < stay.started_on, refused("away_before_stay", "from_on", since=stay.started_on)),
        (len(note) > LONGEST_NOTE, refused("away_note_long", "note", most=LONGEST_NOTE)),
    )
    found = [refusal for broken, refusal in refusals if broken]
    found += [refused("away_overlaps", "from_on", since=one.from_on) for one in others if one.overlaps(away)]
    back = ALLOWED if away.back_on is None else check_return(away.from_on, away.back_on, today)
    return all_of([*found, back])


def check_return(from_on: date, back_on: date, today: date) -> Verdict:
    """Whether somebody may have come back on that day. Codes: `away_back_before`, `away_back_in_future`."""
    if back_on < from_on:
        return refused("away_back_before", "back_on", since=from_on)
    if back_on > today:
        return refused("away_back_in_future", "back_on", date=back_on)
    return ALLOWED


def holds_programme(away: Away, today: date) -> bool:
    """Whether programmes stand still for it: longer than a week, or without a known end.

    A hearing is dated by its day and mostly over in the evening, so a court without a return day holds only
    once it has kept somebody for more than a week.
    """
    if away.back_on is None and away.kind is not AwayKind.COURT:
        return True
    return ((away.back_on or today) - away.from_on).days > HOLD_AFTER_DAYS
