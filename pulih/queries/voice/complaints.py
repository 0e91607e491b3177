"""Complaints: all of them for those who answer; for whoever recorded one, that it was answered and how."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import reading, scope, slips
from pulih.records.slips import AskedComplaint
from pulih.rules import complaints as rules
from pulih.rules.actors import Actor
from pulih.rules.documents import read_code
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

MOST = 200


@dataclass(frozen=True)
class ComplaintRow:
    """A complaint; what was said, by whom and what about only for those who may read complaints."""

    id: UUID
    reference: str
    received_on: date
    owed_by: date
    answered_on: date | None
    decision: str
    answer: str
    whole: bool
    """Whether what follows is told."""
    about: str = ""
    text: str = ""
    wave: str = ""
    person_id: UUID | None = None
    person: str = ""
    person_reference: str = ""
    recorded_by: str = ""
    answered_by: str = ""

    def late(self, today: date) -> bool:
        """Whether its answer is owed past its day."""
        return rules.is_late(self.owed_by, self.answered_on, today)


_COMPLAINTS = """
SELECT c.id, c.reference, c.received_on, c.owed_by, c.answered_on, c.decision, c.answer, %(whole)s,
       c.about, c.text, coalesce(w.name, ''), c.person_id, coalesce(p.name, ''), coalesce(p.reference, ''),
       coalesce(r.full_name, ''), coalesce(a.full_name, '')
FROM complaint c LEFT JOIN wave w ON w.id = c.wave_id LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN account r ON r.id = c.recorded_by LEFT JOIN account a ON a.id = c.answered_by
WHERE c.organisation_id = %(office)s AND (%(whole)s OR c.recorded_by = %(account)s) AND {which}
ORDER BY c.answered_on IS NOT NULL, CASE WHEN c.answered_on IS NULL THEN c.owed_by END,
         c.answered_on DESC, c.recorded_at LIMIT %(most)s
"""


def complaints(actor: Actor) -> tuple[ComplaintRow, ...]:
    """Those owed an answer first, the longest owed before others."""
    return _rows(actor, "true")


def complaint_of(actor: Actor, complaint_id: UUID) -> ComplaintRow:
    """One complaint; reading one that bears a name leaves a read event."""
    found = _rows(actor, "c.id = %(id)s", id=complaint_id)
    if not found:
        raise RuleBroken("complaint_unknown", attempt=True, subject="complaint", subject_id=str(complaint_id))
    if found[0].person_id:
        reading.note(actor, found[0].person_id, "complaint")
    return found[0]


def may_read(actor: Actor) -> bool:
    """Whether complaints are read whole, by whomever they were recorded."""
    return bool(actor.may(Permission.READ_COMPLAINTS))


def _rows(actor: Actor, which: str, **values: Any) -> tuple[ComplaintRow, ...]:
    whole = may_read(actor)
    if not whole:
        require(actor.may(Permission.RECORD_COMPLAINTS), attempt=True)
    values |= {"office": actor.organisation_id, "account": actor.account_id, "whole": whole, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(_COMPLAINTS.format(which=which), values)
        return tuple(ComplaintRow(*(row if whole else row[:8])) for row in cursor.fetchall())


def owed_answers(actor: Actor) -> tuple[int, int]:
    """How many complaints are owed an answer past their day, and how many within it."""
    require(actor.may(Permission.ANSWER_COMPLAINTS), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE owed_by < %(today)s), count(*) FILTER (WHERE owed_by >= %(today)s)"
            " FROM complaint WHERE organisation_id = %(office)s AND answered_on IS NULL",
            {"today": scope.today(), "office": actor.organisation_id},
        )
        late, within = cursor.fetchone()
        return late, within


def ask_complaint(typed: str) -> AskedComplaint | None:
    """State and answer of a complaint by its number; needs nobody signed in, tells nothing else."""
    code = read_code(typed)
    return slips.ask_complaint(code) if code else None
