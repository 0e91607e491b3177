"""Notes on meetings with somebody, as far as their compartment is open to whoever asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.people import PersonRecord, open_person
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.notes import Compartment, check_reading, readable
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

PAGE = 20


@dataclass(frozen=True)
class NoteText:
    """What one note says, and who wrote it when."""

    id: UUID
    text: str
    why: str
    """Why it corrects an earlier one; nothing for the first."""
    written_at: datetime
    written_by: str


@dataclass(frozen=True)
class NoteThread:
    """A note in force with what it corrected beneath it, newest first."""

    texts: tuple[NoteText, ...]
    compartment: str
    on: date
    late: bool
    office: str
    """Where it was written, if not here."""
    session_id: UUID | None
    session: str
    programme: str

    @property
    def newest(self) -> NoteText:
        """What counts."""
        return self.texts[0]

    @property
    def earlier(self) -> tuple[NoteText, ...]:
        """What stood there before."""
        return self.texts[1:]


@dataclass(frozen=True)
class PersonNotes:
    """A page of somebody's notes. Nothing here tells of a compartment that is closed."""

    record: PersonRecord
    compartments: tuple[Compartment, ...]
    threads: tuple[NoteThread, ...]
    total: int
    page: int
    may_write: Verdict


@dataclass(frozen=True)
class NoteSession:
    """The session a note is about to be written of."""

    id: UUID
    title: str
    on: date
    starts_at: time
    group: str


@dataclass(frozen=True)
class NoteForm:
    """What the form of a note needs."""

    record: PersonRecord
    compartments: tuple[Compartment, ...]
    session: NoteSession | None
    may_write: Verdict


_NOTES = """
SELECT n.id, n.corrects_id, n.compartment, n."on", n.late,
       CASE WHEN n.organisation_id = %(office)s THEN '' ELSE o.name END,
       s.id, coalesce(s.title, ''), coalesce(e.programme_id, ''),
       n.text, n.why, n.written_at, coalesce(a.full_name, '')
FROM note n
JOIN organisation o ON o.id = n.organisation_id
LEFT JOIN account a ON a.id = n.written_by
LEFT JOIN session_plan s ON s.id = n.session_id
LEFT JOIN enrolment e ON e.id = n.enrolment_id
WHERE n.person_id = %(person)s AND n.compartment = ANY (%(compartments)s)
ORDER BY n."on" DESC, n.written_at DESC, n.id DESC
"""


def notes_of(actor: Actor, reference: str, page: int = 1) -> PersonNotes:
    """Somebody's notes, newest meeting first; leaves a read event. A page beyond the last is the last."""
    require(check_reading(actor), attempt=True)
    record = open_person(actor, reference, "notes")
    threads = _threads(_rows(actor, record.id))
    page = min(max(page, 1), max(1, -(-len(threads) // PAGE)))
    shown = threads[(page - 1) * PAGE : page * PAGE]
    return PersonNotes(record, readable(actor), shown, len(threads), page, _may_write(actor, record))


def note_form(actor: Actor, reference: str, session_id: UUID | None) -> NoteForm:
    """Whom a note is about to be written of, and of which session; leaves a read event."""
    require(actor.may(Permission.WRITE_NOTES), attempt=True)
    require(check_reading(actor), attempt=True)
    record = open_person(actor, reference, "notes")
    session = _session(actor, session_id) if session_id else None
    return NoteForm(record, readable(actor), session, _may_write(actor, record))


def note_to_correct(actor: Actor, reference: str, note_id: UUID) -> tuple[PersonRecord, NoteThread]:
    """A note with what it corrected already; in a closed compartment it is not there. Leaves a read event."""
    require(actor.may(Permission.WRITE_NOTES), attempt=True)
    require(check_reading(actor), attempt=True)
    record = open_person(actor, reference, "notes")
    for one in _threads(_rows(actor, record.id)):
        if note_id in {text.id for text in one.texts}:
            if one.newest.id != note_id:
                raise RuleBroken("note_corrected_already")
            return record, one
    raise RuleBroken("not_found", attempt=True, subject="note", subject_id=str(note_id))


def _may_write(actor: Actor, record: PersonRecord) -> Verdict:
    """Nobody writes of somebody who has left, nor in an emergency."""
    here = record.works_here and record.open_stay is not None
    return all_of((actor.may(Permission.WRITE_NOTES), ALLOWED if here else refused("not_held_here")))


def _rows(actor: Actor, person_id: UUID) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "office": actor.organisation_id,
            "person": person_id,
            "compartments": [one.value for one in readable(actor)],
        }
        cursor.execute(_NOTES, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _threads(rows: Sequence[tuple[Any, ...]]) -> tuple[NoteThread, ...]:
    """Notes with what they corrected beneath them, in the order of their meetings."""
    by_id = {row[0]: row for row in rows}
    corrected = {row[1] for row in rows}
    return tuple(NoteThread(tuple(_texts(row, by_id)), *row[2:9]) for row in rows if row[0] not in corrected)


def _texts(row: tuple[Any, ...], by_id: dict[UUID, tuple[Any, ...]]) -> Iterable[NoteText]:
    at: tuple[Any, ...] | None = row
    while at is not None:
        yield NoteText(at[0], *at[9:13])
        at = by_id.get(at[1])


def _session(actor: Actor, session_id: UUID) -> NoteSession:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, s.title, s.\"on\", s.starts_at, coalesce(g.name, '') FROM session_plan s"
            " LEFT JOIN session_group g ON g.id = s.group_id"
            " WHERE s.id = %(session)s AND s.organisation_id = %(office)s",
            {"session": session_id, "office": actor.organisation_id},
        )
        row = cursor.fetchone()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="session", subject_id=str(session_id))
    return NoteSession(*row)
