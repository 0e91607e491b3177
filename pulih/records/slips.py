"""The gates of what participants say, as Python calls; a code is hashed before it reaches the database.

Keyed with what lies outside the database: eight signs could be tried through by whoever has the hashes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from pulih.records.keys import keys


def hash_of(code: str) -> bytes:
    """What is kept of a code in its one form; no national number is hashed with letters before it."""
    return keys().index_number(f"slip {code}")


@dataclass(frozen=True)
class OpenSlip:
    """What whoever holds a slip is told: what is asked about, and until when."""

    round_id: UUID
    title: str
    wave: str
    closes_on: date
    organisation_id: int


def open_slip(code: str, at: datetime) -> OpenSlip | None:
    """The questions a code opens; None for a used, unknown or late one alike."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gate.open_slip(%s, %s)", [hash_of(code), at])
        row = cursor.fetchone()
        return OpenSlip(*row) if row else None


def leave(code: str, answers: Mapping[str, int], text: str, *, typed: bool, at: datetime) -> UUID | None:
    """Use a slip once; answers the round, or None where the slip opens nothing.

    `typed` by a worker from paper: then the slip must be one of their office.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gate.leave_feedback(%s, %s::jsonb, %s, %s, %s)",
            [hash_of(code), json.dumps(dict(answers)), text, typed, at],
        )
        row: tuple[UUID | None] = cursor.fetchone()
        return row[0]


@dataclass(frozen=True)
class Tally:
    """What the gate tells of a round: answers only after it closed, counts only from five answers up."""

    slips: int
    answers: int | None
    counts: Mapping[str, Mapping[int, int]]
    texts: tuple[str, ...]


def tallies(wave_id: UUID, at: datetime) -> dict[UUID, Tally]:
    """Every round of a wave of the acting office."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT round_id, slips, answers, tally::text, texts FROM gate.tally_feedback(%s, %s)",
            [wave_id, at],
        )
        found = {}
        for round_id, slips, answers, tally, texts in cursor.fetchall():
            counts = {
                question: {int(points): count for points, count in points_of.items()}
                for question, points_of in json.loads(tally or "{}").items()
            }
            found[round_id] = Tally(slips, answers, counts, tuple(texts or ()))
        return found


@dataclass(frozen=True)
class AskedComplaint:
    """What whoever holds the number of a complaint is told."""

    received_on: date
    owed_by: date
    answered_on: date | None
    decision: str
    answer: str


def ask_complaint(reference: str) -> AskedComplaint | None:
    """State and answer of a complaint; needs nobody signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gate.ask_complaint(%s)", [reference])
        row = cursor.fetchone()
        return AskedComplaint(*row) if row else None


def one_at_a_time(round_id: UUID) -> None:
    """Let only one printing or answer of a round go on at a time; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pulih.voice'), hashtext(%s))", [str(round_id)])
