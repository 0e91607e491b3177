"""Complaints: recorded for anybody, with or without a name, and answered once."""

import secrets
from datetime import date
from hashlib import sha256
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.queries.voice.facts import known_as
from pulih.records import audit, scope
from pulih.records.models import Complaint, Wave
from pulih.rules.actors import Actor
from pulih.rules.complaints import check_answer, check_complaint, owed_by
from pulih.rules.documents import new_code
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@action(Permission.RECORD_COMPLAINTS)
def record_complaint(
    *,
    about: str,
    text: str,
    received_on: date,
    who: str = "",
    wave_id: UUID | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record what somebody complains of. `who` is a register number or reference, or nobody.

    The trail keeps that it was recorded and a mark of the text, not the text.
    """
    use_once(token, by)
    require(check_complaint(about, text, received_on, scope.today()))
    person_id = known_as(by, who) if who.strip() else None
    if who.strip() and person_id is None:
        raise RuleBroken("complaint_person_unknown", "who")
    if wave_id and not Wave.objects.filter(pk=wave_id, organisation_id=by.organisation_id).exists():
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=str(wave_id))
    row = Complaint.objects.create(
        organisation_id=by.organisation_id,
        wave_id=wave_id,
        person_id=person_id,
        reference=new_code(secrets.token_bytes(8)),
        about=about,
        text=text.strip(),
        received_on=received_on,
        owed_by=owed_by(received_on),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )
    audit.note_event(
        "voice.record_complaint",
        by=by,
        subject="complaint",
        subject_id=row.pk,
        person_id=person_id,
        changes={
            "about": [None, about],
            "text": [None, _mark(row.text)],
            "owed_by": [None, row.owed_by],
        },
    )
    return row.pk


@action(Permission.ANSWER_COMPLAINTS)
def answer_complaint(
    *, complaint_id: UUID, decision: str, answer: str, token: UUID | None = None, by: Actor
) -> None:
    """Answer a complaint, once; whoever holds its number reads the answer without an account."""
    use_once(token, by)
    row = (
        Complaint.objects.select_for_update()
        .filter(pk=complaint_id, organisation_id=by.organisation_id)
        .first()
    )
    if row is None:
        raise RuleBroken("complaint_unknown", attempt=True, subject="complaint", subject_id=str(complaint_id))
    require(check_answer(decision, answer, row.answered_on))
    row.decision, row.answer = decision, answer.strip()
    row.answered_on, row.answered_by = scope.today(), by.account_id
    row.save(update_fields=["decision", "answer", "answered_on", "answered_by"])
    audit.note_event(
        "voice.answer_complaint",
        by=by,
        subject="complaint",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={
            "decision": [None, decision],
            "answer": [None, _mark(row.answer)],
            "answered_on": [None, row.answered_on],
        },
    )


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
