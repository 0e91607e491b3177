"""Somebody has to look at once: from a worrying answer, or because a worker is concerned."""

from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.people.facts import take_person
from pulih.records import audit, scope
from pulih.records.models import Response, Task
from pulih.records.together import Together
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Scored
from pulih.rules.measuring import check_concern
from pulih.rules.permissions import Permission, Role

CONCERN_ROLES = (Role.COUNSELLOR, Role.NURSE, Role.PROGRAMME_MANAGER)
"""To whom a concern can go."""


def raise_tasks(act: Together, response: Response, scored: Scored, by: Actor) -> tuple[str, ...]:
    """One task for each worrying answer, for the role the instrument names."""
    act.insert(
        *(
            Task(
                person_id=response.person_id,
                organisation_id=response.organisation_id,
                kind=alert.code,
                role=alert.role,
                source=f"response {response.pk}",
                raised_at=scope.now(),
                raised_by=by.account_id,
            )
            for alert in scored.alerts
        )
    )
    return tuple(alert.code for alert in scored.alerts)


@action(Permission.RAISE_CONCERN)
def raise_concern(*, person_id: UUID, role: str, why: str, token: UUID | None = None, by: Actor) -> UUID:
    """Ask a named role to look at somebody soon."""
    use_once(token, by)
    person = take_person(person_id, None, by)
    if role not in {one.value for one in CONCERN_ROLES}:
        raise RuleBroken("concern_role_unknown", "role")
    require(check_concern(why))
    row = Task.objects.create(
        person=person,
        organisation_id=by.organisation_id,
        kind="concern",
        role=role,
        why=why.strip(),
        raised_at=scope.now(),
        raised_by=by.account_id,
    )
    audit.note_event(
        "assessments.raise_concern",
        by=by,
        subject="task",
        subject_id=row.pk,
        person_id=person.pk,
        changes={"role": [None, role]},
    )
    return row.pk


@action(Permission.READ_MEASURES)
def finish_task(*, task_id: UUID, note: str, token: UUID | None = None, by: Actor) -> None:
    """Say what was done about it; only the role it was for."""
    use_once(token, by)
    row = Task.objects.select_for_update().filter(pk=task_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("task_unknown", attempt=True, subject="task", subject_id=str(task_id))
    if row.role != by.role.value:
        raise RuleBroken("task_not_yours", attempt=True, role=row.role)
    if row.done_at:
        raise RuleBroken("task_done_already")
    if len(note.strip()) < 5:
        raise RuleBroken("task_note_missing", "note")
    row.done_at, row.done_by, row.done_note = scope.now(), by.account_id, note.strip()
    row.save(update_fields=["done_at", "done_by", "done_note"])
    audit.note_event(
        "assessments.finish_task",
        by=by,
        subject="task",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"done": [False, True]},
    )
