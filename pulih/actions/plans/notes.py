"""Notes on meetings: written once into their compartment, put right by a further note, never changed."""

from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import stays_of, take_person
from pulih.records import audit, scope
from pulih.records.models import Enrolment, Note, PlannedSession
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.notes import Compartment, Meeting, check_correction, check_note, readable, written_late
from pulih.rules.permissions import Permission
from pulih.rules.stays import Stay


@action(Permission.WRITE_NOTES)
def write_note(
    *,
    person_id: UUID,
    compartment: str,
    on: date,
    text: str,
    session_id: UUID | None = None,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Write down a meeting with somebody, of a session or beside every session; answers the note's id.

    The note hangs on the enrolment the session belongs to, or on the only one that ran that day.
    """
    use_once(token, by)
    person = take_person(person_id, None, by)
    session = _session(session_id, by)
    enrolment = _enrolment(person.pk, on, session, by)
    meeting = Meeting(session.on, session.state == "cancelled", enrolment is not None) if session else None
    today = scope.today()
    require(check_note(compartment, readable(by), on, text, _stays(person.pk, by), today, meeting))
    row = Note.objects.create(
        organisation_id=by.organisation_id,
        person=person,
        enrolment=enrolment,
        session=session,
        compartment=compartment,
        on=on,
        text=text.strip(),
        late=written_late(on, today),
        written_at=scope.now(),
        written_by=by.account_id,
    )
    audit.note_event(
        "plans.write_note",
        by=by,
        subject="note",
        subject_id=row.pk,
        person_id=person.pk,
        changes={
            "compartment": [None, row.compartment],
            "on": [None, row.on],
            "late": [None, row.late],
            "text": [None, _hash(row.text)],
        },
    )
    return row.pk


@action(Permission.WRITE_NOTES)
def correct_note(*, note_id: UUID, text: str, why: str, token: UUID | None = None, by: Actor) -> UUID:
    """Put a note right by a further one that says why; the earlier one stays and is read beneath it.

    Day, session and compartment stay: a note in the wrong compartment was read by whoever may read there.
    """
    use_once(token, by)
    before = take_note(note_id, by)
    take_person(before.person_id, None, by)
    corrected = Note.objects.filter(corrects_id=before.pk).exists()
    require(check_correction(before.text, text, why, corrected=corrected))
    row = Note.objects.create(
        organisation_id=by.organisation_id,
        person_id=before.person_id,
        enrolment_id=before.enrolment_id,
        session_id=before.session_id,
        compartment=before.compartment,
        on=before.on,
        text=text.strip(),
        late=before.late,
        corrects=before,
        why=why.strip(),
        written_at=scope.now(),
        written_by=by.account_id,
    )
    # The reason of a correction speaks of the same matters as the note: it goes by its hash as well.
    audit.note_event(
        "plans.correct_note",
        by=by,
        subject="note",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={
            "text": [_hash(before.text), _hash(row.text)],
            "why": [None, _hash(row.why)],
            "corrects": [None, before.pk],
        },
    )
    return row.pk


def take_note(note_id: UUID, by: Actor) -> Note:
    """A note in a compartment that is open to whoever asks; every other is not there for them."""
    row = Note.objects.filter(pk=note_id).first()
    if row is None or Compartment(row.compartment) not in readable(by):
        raise RuleBroken("not_found", attempt=True, subject="note", subject_id=str(note_id))
    return row


def _session(session_id: UUID | None, by: Actor) -> PlannedSession | None:
    if session_id is None:
        return None
    row = PlannedSession.objects.filter(pk=session_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("session_unknown", attempt=True, subject="session", subject_id=str(session_id))
    return row


def _enrolment(person_id: UUID, on: date, session: PlannedSession | None, by: Actor) -> Enrolment | None:
    """The enrolment a note belongs to; none beside every programme, or where two ran and no session tells."""
    ran = Enrolment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=on),
        organisation_id=by.organisation_id,
        person_id=person_id,
        admitted_on__lte=on,
    )
    if session is not None:
        ran = ran.filter(cycle_id=session.cycle_id)
        if session.enrolment_id:
            ran = ran.filter(pk=session.enrolment_id)
    found = list(ran[:2])
    return found[0] if len(found) == 1 else None


def _stays(person_id: UUID, by: Actor) -> list[Stay]:
    """The person's stays at this office: what happened elsewhere is written down there."""
    return [one for one in stays_of(person_id) if one.organisation_id == by.organisation_id]


def _hash(text: str) -> str:
    """What the trail keeps of words from a compartment."""
    return sha256(text.encode()).hexdigest()[:12]
