"""Incidents in custody: recorded, put right by a further row, and of self-harm a task for the nurse."""

from datetime import date
from hashlib import sha256
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import stays_of, take_person
from pulih.language.wording import day, say
from pulih.records import audit, scope
from pulih.records.models import Incident, Task
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.incidents import TASK, TASK_ROLE, Told, check_correction, check_incident, needs_a_nurse
from pulih.rules.permissions import Permission
from pulih.rules.stays import Stay


@action(Permission.RECORD_INCIDENTS)
def record_incident(
    *,
    person_id: UUID,
    kind: str,
    on: date,
    text: str,
    followed_by: str = "",
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record what somebody was part of; answers the incident's id."""
    use_once(token, by)
    person = take_person(person_id, None, by)
    told = Told(kind, on, text, followed_by)
    require(check_incident(told, _stays(person.pk, by), scope.today()))
    row = _keep(told, person.pk, None, "", by)
    audit.note_event(
        "custody.record_incident",
        by=by,
        subject="incident",
        subject_id=row.pk,
        person_id=person.pk,
        changes={"on": [None, row.on], "told": [None, _hash(row)]},
    )
    _call_nurse(row, "", by)
    return row.pk


@action(Permission.RECORD_INCIDENTS)
def correct_incident(
    *,
    incident_id: UUID,
    kind: str,
    on: date,
    text: str,
    followed_by: str = "",
    why: str,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Put an incident right, or add what followed, by a further row that says why; the earlier one stays."""
    use_once(token, by)
    before = take_incident(incident_id, by)
    take_person(before.person_id, None, by)
    told = Told(kind, on, text, followed_by)
    said = Told(before.kind, before.on, before.text, before.followed_by)
    corrected = Incident.objects.filter(corrects_id=before.pk).exists()
    stays = _stays(before.person_id, by)
    require(check_correction(said, told, why, stays, scope.today(), corrected=corrected))
    row = _keep(told, before.person_id, before, why, by)
    audit.note_event(
        "custody.correct_incident",
        by=by,
        subject="incident",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={
            "on": [before.on, row.on],
            "told": [_hash(before), _hash(row)],
            "corrects": [None, before.pk],
        },
    )
    _call_nurse(row, before.kind, by)
    return row.pk


def take_incident(incident_id: UUID, by: Actor) -> Incident:
    """An incident this office recorded; another's is mended by the office that saw it."""
    row = Incident.objects.filter(pk=incident_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="incident", subject_id=str(incident_id))
    return row


def _keep(told: Told, person_id: UUID, corrects: Incident | None, why: str, by: Actor) -> Incident:
    return Incident.objects.create(
        organisation_id=by.organisation_id,
        person_id=person_id,
        kind=told.kind,
        on=told.on,
        text=told.text.strip(),
        followed_by=told.followed_by.strip(),
        corrects=corrects,
        why=why.strip(),
        recorded_at=scope.now(),
        recorded_by=by.account_id,
    )


def _call_nurse(row: Incident, before: str, by: Actor) -> None:
    """The task says that there was one and when, nothing of what was told: that stays with custody."""
    if not needs_a_nurse(row.kind, before):
        return
    Task.objects.create(
        person_id=row.person_id,
        organisation_id=by.organisation_id,
        kind=TASK,
        role=TASK_ROLE.value,
        why=say("incident_task.self_harm", by.language, day=day(row.on, by.language)),
        source=f"incident {row.pk}",
        raised_at=scope.now(),
        raised_by=by.account_id,
    )


def _stays(person_id: UUID, by: Actor) -> list[Stay]:
    """The person's stays at this office: what happened elsewhere is written down there."""
    return [one for one in stays_of(person_id) if one.organisation_id == by.organisation_id]


def _hash(row: Incident) -> str:
    """What the trail keeps of it: neither the kind nor the words, which are custody's, only that they differ."""
    told = "\n".join((row.kind, row.text, row.followed_by, row.why))
    return sha256(told.encode()).hexdigest()[:12]
