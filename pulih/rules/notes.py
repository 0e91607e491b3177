"""Notes on meetings: in which compartment, of which day, and how one is put right. A note never changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission
from pulih.rules.stays import Stay
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

LATE_AFTER_DAYS = 2
"""A note written more than so many days after the meeting is accepted, and carries that it came late."""
LEAST_TEXT = 10
LONGEST_TEXT = 5000
LEAST_WHY = 5
LONGEST_WHY = 500


class Compartment(StrEnum):
    """Who may read a note follows from this alone, whoever wrote it."""

    CLINICAL = "clinical"
    PSYCHOLOGICAL = "psychological"


READING: Mapping[Compartment, Permission] = {
    Compartment.CLINICAL: Permission.READ_CLINICAL_NOTES,
    Compartment.PSYCHOLOGICAL: Permission.READ_PSYCHOLOGICAL_NOTES,
}


def readable(actor: Actor) -> tuple[Compartment, ...]:
    """The compartments open to somebody; of the others they learn nothing, not even whether they are empty."""
    return tuple(one for one, permission in READING.items() if actor.may(permission))


def check_reading(actor: Actor) -> Verdict:
    """Whether any note is open to somebody; the refusal names a permission of its own, never a compartment's rows."""
    return ALLOWED if readable(actor) else actor.may(Permission.READ_PSYCHOLOGICAL_NOTES)


@dataclass(frozen=True)
class Meeting:
    """The session a note is about, as far as the note is judged by it."""

    on: date
    cancelled: bool
    for_them: bool
    """Whether the person follows the programme the session belongs to."""


def check_note(
    compartment: str,
    open_to_writer: Iterable[Compartment],
    on: date,
    text: str,
    stays: Iterable[Stay],
    today: date,
    meeting: Meeting | None = None,
) -> Verdict:
    """Whether a note may be written. `stays` are those at the writer's own office.

    Codes: `note_compartment_closed`, `note_in_future`, `note_not_here`, those of `_check_text` and
    `_check_meeting`.
    """
    found = [_check_text(text)]
    if compartment not in set(open_to_writer):
        found.append(refused("note_compartment_closed", "compartment"))
    if on > today:
        found.append(refused("note_in_future", "on", date=on))
    elif not any(stay.covers(on) or stay.ended_on == on for stay in stays):
        found.append(refused("note_not_here", "on", date=on))
    if meeting is not None:
        found.append(_check_meeting(meeting, on))
    return all_of(found)


def check_correction(before: str, text: str, why: str, *, corrected: bool) -> Verdict:
    """Whether a further note may stand in the place of one that was wrong.

    Codes: `note_corrected_already`, `note_unchanged`, `note_why_missing`, `note_why_long`, those of
    `_check_text`.
    """
    if corrected:
        return refused("note_corrected_already")
    found = [_check_text(text)]
    if text.strip() == before.strip():
        found.append(refused("note_unchanged", "text"))
    if len(why.strip()) < LEAST_WHY:
        found.append(refused("note_why_missing", "why"))
    elif len(why.strip()) > LONGEST_WHY:
        found.append(refused("note_why_long", "why", most=LONGEST_WHY))
    return all_of(found)


def written_late(on: date, today: date) -> bool:
    """Whether a note comes later than memory should be trusted."""
    return (today - on).days > LATE_AFTER_DAYS


def _check_text(text: str) -> Verdict:
    """Codes: `note_text_missing`, `note_text_long`."""
    if len(text.strip()) < LEAST_TEXT:
        return refused("note_text_missing", "text")
    if len(text.strip()) > LONGEST_TEXT:
        return refused("note_text_long", "text", most=LONGEST_TEXT)
    return ALLOWED


def _check_meeting(meeting: Meeting, on: date) -> Verdict:
    """Codes: `note_session_not_theirs`, `note_session_cancelled`, `note_session_other_day`."""
    if not meeting.for_them:
        return refused("note_session_not_theirs")
    if meeting.cancelled:
        return refused("note_session_cancelled")
    return ALLOWED if meeting.on == on else refused("note_session_other_day", "on", date=meeting.on)
