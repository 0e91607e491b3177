"""Attendance: whose doing an absence was, when a session may be marked, how a mark is corrected, what stands out.

A worker says one of four words for everybody; a word alone is enough of a reason, a finer one may be added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from pulih.rules.lifecycles import Side
from pulih.rules.sessions import SessionState
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

LATE_ENTRY_DAYS = 3
"""Marks that come later than so many days after the session are accepted, and carry that they came late."""
LEAST_WHY = 5
LONGEST_WHY = 500

IN_A_ROW = 3
LAST_SESSIONS = 10
LEAST_PERCENT = 60
PATTERN = "absence_pattern"
"""The kind of the task that a pattern of absences makes."""


class Word(StrEnum):
    """What is said of somebody with one tap."""

    PRESENT = "present"
    EXCUSED = "excused"
    ILL = "ill"
    ABSENT = "absent"


@dataclass(frozen=True)
class AbsenceReason:
    """Why somebody did not come: under which word it is said, and whose doing it was."""

    code: str
    word: Word
    side: Side


REASONS: Mapping[str, AbsenceReason] = {
    one.code: one
    for one in (
        AbsenceReason("excused", Word.EXCUSED, Side.EXTERNAL),
        AbsenceReason("court", Word.EXCUSED, Side.EXTERNAL),
        AbsenceReason("clinic", Word.EXCUSED, Side.EXTERNAL),
        AbsenceReason("visit", Word.EXCUSED, Side.EXTERNAL),
        AbsenceReason("work_duty", Word.EXCUSED, Side.FACILITY),
        AbsenceReason("isolation", Word.EXCUSED, Side.FACILITY),
        AbsenceReason("lockdown", Word.EXCUSED, Side.FACILITY),
        AbsenceReason("staff_absent", Word.EXCUSED, Side.FACILITY),
        AbsenceReason("room", Word.EXCUSED, Side.FACILITY),
        AbsenceReason("ill", Word.ILL, Side.EXTERNAL),
        AbsenceReason("no_word", Word.ABSENT, Side.PERSON),
        AbsenceReason("refused", Word.ABSENT, Side.PERSON),
        AbsenceReason("too_late", Word.ABSENT, Side.PERSON),
        AbsenceReason("asleep", Word.ABSENT, Side.PERSON),
    )
}
"""The first of a word is what the word alone says. Illnesses are not told apart: that is the clinic's record."""

PLAIN: Mapping[Word, str] = {Word.EXCUSED: "excused", Word.ILL: "ill", Word.ABSENT: "no_word"}


@dataclass(frozen=True)
class Mark:
    """What is said of one person. `side` follows from the reason and need not be given."""

    attended: bool
    side: str = ""
    reason: str = ""
    late_minutes: int = 0

    @property
    def whose(self) -> str:
        """Whose doing an absence was; nothing for somebody who came."""
        known = REASONS.get(self.reason)
        return known.side.value if known and not self.attended else ""

    @property
    def word(self) -> Word:
        """Which of the four words says it."""
        known = REASONS.get(self.reason)
        return Word.PRESENT if self.attended or known is None else known.word

    @property
    def finer(self) -> str:
        """The reason where it says more than the word does."""
        return "" if self.attended or self.reason in PLAIN.values() else self.reason


PRESENT = Mark(True)


@dataclass(frozen=True)
class Sitting:
    """A session as marking sees it."""

    on: date
    state: str
    minutes: int
    suspended: bool = False
    """Whether the wave stood still on its day."""


@dataclass(frozen=True)
class Attendee:
    """Somebody a session is for: enrolled and in the group on its day or not, and until when."""

    enrolment_id: UUID
    member: bool
    admitted_on: date | None
    ended_on: date | None = None

    def enrolled(self, on: date) -> bool:
        """Whether the enrolment ran on that day; the last day still counts."""
        return (
            self.admitted_on is not None
            and self.admitted_on <= on
            and (self.ended_on is None or on <= self.ended_on)
        )


def check_open(sitting: Sitting, today: date) -> Verdict:
    """Whether a session can be marked at all, now. Any past day can: late entries only carry that they were late.

    Codes: `attendance_in_future`, `attendance_cancelled`, `attendance_suspended`, `attendance_marked`.
    """
    if sitting.state == SessionState.CANCELLED:
        return refused("attendance_cancelled")
    if sitting.state == SessionState.HELD:
        return refused("attendance_marked")
    if sitting.suspended:
        return refused("attendance_suspended", date=sitting.on)
    if sitting.on > today:
        return refused("attendance_in_future", date=sitting.on)
    return ALLOWED


def check_marking(
    sitting: Sitting, people: Iterable[Attendee], marks: Mapping[UUID, Mark], today: date
) -> Verdict:
    """Whether a whole group may be marked so. A reason about one person names the enrolment as its field.

    Codes: those of `check_open`, `check_attendee` and `check_mark`, `attendance_nobody`.
    """
    if not (gate := check_open(sitting, today)):
        return gate
    known = {one.enrolment_id: one for one in people}
    here = [one for one in known.values() if one.member and one.enrolled(sitting.on)]
    found = [] if here else [refused("attendance_nobody", date=sitting.on)]
    for enrolment_id, mark in marks.items():
        who = known.get(enrolment_id) or Attendee(enrolment_id, False, None)
        found += [check_attendee(sitting, who), check_mark(mark, sitting.minutes, str(enrolment_id))]
    return all_of(found)


def check_everybody(here: Iterable[UUID], marks: Mapping[UUID, Mark]) -> Verdict:
    """Whether nobody who is here was left out by oversight. Codes: `attendance_unmarked`."""
    return all_of(refused("attendance_unmarked", str(one)) for one in here if one not in marks)


def check_attendee(sitting: Sitting, who: Attendee) -> Verdict:
    """Whether somebody was of those the session was for. Codes: `attendance_not_member`, `attendance_had_left`."""
    about = str(who.enrolment_id)
    if who.ended_on is not None and who.ended_on < sitting.on:
        return refused("attendance_had_left", about, date=sitting.on, ended_on=who.ended_on)
    if not (who.member and who.enrolled(sitting.on)):
        return refused("attendance_not_member", about, date=sitting.on)
    return ALLOWED


def check_mark(mark: Mark, minutes: int, about: str | None = None) -> Verdict:
    """Whether a mark is whole: an absence has a reason, a late arrival came before the end.

    Codes: `attendance_reason_missing`, `attendance_reason_unknown`, `attendance_side_differs`,
    `attendance_reason_present`, `attendance_late_minutes`, `attendance_late_absent`.
    """
    found = []
    if mark.attended and (mark.reason or mark.side):
        found.append(refused("attendance_reason_present", about))
    if not mark.attended:
        if not mark.reason:
            found.append(refused("attendance_reason_missing", about))
        elif mark.reason not in REASONS:
            found.append(refused("attendance_reason_unknown", about))
        elif mark.side and mark.side != mark.whose:
            found.append(refused("attendance_side_differs", about))
        if mark.late_minutes:
            found.append(refused("attendance_late_absent", about))
    elif not 0 <= mark.late_minutes < minutes:
        found.append(refused("attendance_late_minutes", about, minutes=minutes))
    return all_of(found)


def check_not_held(sitting: Sitting, today: date, side: str, because: str) -> Verdict:
    """Whether a session may be reported as not held: it was due, whose doing is known, and why is said.

    Codes: those of `check_open`, `attendance_side_unknown`, `attendance_because_missing`,
    `attendance_why_long`.
    """
    found = [check_open(sitting, today)]
    if side not in {one.value for one in Side}:
        found.append(refused("attendance_side_unknown", "side"))
    if len(because.strip()) < LEAST_WHY:
        found.append(refused("attendance_because_missing", "because"))
    elif len(because.strip()) > LONGEST_WHY:
        found.append(refused("attendance_why_long", "because", most=LONGEST_WHY))
    return all_of(found)


def check_correction(sitting: Sitting, before: Mark | None, after: Mark, why: str) -> Verdict:
    """Whether a mark may be replaced by a further row. Without an earlier one somebody is added who was missed.

    Codes: those of `check_mark`, `attendance_not_marked`, `attendance_same`, `attendance_why_missing`,
    `attendance_why_long`.
    """
    found = [check_mark(after, sitting.minutes, "word")]
    if sitting.state != SessionState.HELD:
        found.append(refused("attendance_not_marked"))
    if before is not None and _said(before) == _said(after):
        found.append(refused("attendance_same", "word"))
    if len(why.strip()) < LEAST_WHY:
        found.append(refused("attendance_why_missing", "why"))
    elif len(why.strip()) > LONGEST_WHY:
        found.append(refused("attendance_why_long", "why", most=LONGEST_WHY))
    return all_of(found)


def _said(mark: Mark) -> tuple[bool, str, int]:
    return mark.attended, "" if mark.attended else mark.reason, mark.late_minutes


def entered_late(on: date, today: date) -> bool:
    """Whether a mark of that day, entered today, carries that it came late."""
    return (today - on).days > LATE_ENTRY_DAYS


@dataclass(frozen=True)
class Pattern:
    """Absences that somebody should ask about, with what they were."""

    in_a_row: int
    """At the end of the list; 0 where that alone would not stand out."""
    attended: int
    sessions: int
    sides: Mapping[str, int] = field(default_factory=dict)
    """Absences among these sessions by whose doing they were."""


def pattern_in(marks: Sequence[Mark]) -> Pattern | None:
    """Whether the sessions of one enrolment, oldest first, show a pattern: three absences in a row up to now,
    or fewer than 60 of 100 of the last ten attended.

    Every absence counts, whoever's doing it was: somebody kept away by the facility misses the programme too.
    Fewer than ten sessions give no percentage, since two absences would already be half of four.
    """
    last = marks[-LAST_SESSIONS:]
    attended = sum(one.attended for one in last)
    row = 0
    for one in reversed(marks):
        if one.attended:
            break
        row += 1
    few = len(last) == LAST_SESSIONS and 100 * attended < LEAST_PERCENT * len(last)
    if row < IN_A_ROW and not few:
        return None
    sides: dict[str, int] = {}
    for one in last:
        if not one.attended:
            sides[one.whose] = sides.get(one.whose, 0) + 1
    return Pattern(row if row >= IN_A_ROW else 0, attended, len(last), sides)
