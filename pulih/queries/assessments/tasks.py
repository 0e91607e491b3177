"""Tasks of a role: worrying answers and workers' concerns. The list names people, the page says why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records import reading, scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

SHOWN_DONE_DAYS = 14
MOST = 200


@dataclass(frozen=True)
class TaskRow:
    """A task as the list shows it; what was seen or answered stands on its own page."""

    id: UUID
    kind: str
    role: str
    reference: str
    name: str
    register_number: str
    block: str
    raised_at: datetime
    raised_by: str
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True)
class TaskFacts:
    """One task, whole."""

    row: TaskRow
    person_id: UUID
    why: str
    done_note: str
    response_id: UUID | None
    """The form that raised it; None for a concern."""


_COLUMNS = """
SELECT t.id, t.kind, t.role, p.reference, p.name, coalesce(s.register_number, ''), coalesce(s.block, ''),
       t.raised_at, coalesce(a.full_name, ''), t.done_at, coalesce(d.full_name, ''),
       t.person_id, t.why, t.done_note, t.source
FROM task t
JOIN person p ON p.id = t.person_id
LEFT JOIN stay s ON s.person_id = t.person_id AND s.organisation_id = %(office)s AND s.ended_on IS NULL
LEFT JOIN account a ON a.id = t.raised_by
LEFT JOIN account d ON d.id = t.done_by
WHERE t.organisation_id = %(office)s
"""


def tasks_for(actor: Actor) -> tuple[TaskRow, ...]:
    """What waits for the actor's role, oldest first, then what was done of late."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    since = scope.now() - timedelta(days=SHOWN_DONE_DAYS)
    rows = _rows(
        actor,
        "AND t.role = %(role)s AND (t.done_at IS NULL OR t.done_at >= %(since)s)"
        " ORDER BY t.done_at IS NOT NULL, t.done_at DESC, t.raised_at LIMIT %(most)s",
        {"role": actor.role.value, "since": since, "most": MOST},
    )
    return tuple(TaskRow(*row[:11]) for row in rows)


def task_of(actor: Actor, task_id: UUID) -> TaskFacts:
    """One task of the actor's role, with why; leaves a read event."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    rows = _rows(actor, "AND t.id = %(task)s AND t.role = %(role)s",
                 {"task": task_id, "role": actor.role.value})  # fmt: skip
    if not rows:
        raise RuleBroken("not_found", attempt=True, subject="task", subject_id=str(task_id))
    row = rows[0]
    reading.note(actor, row[11], "task")
    kind, _space, source = row[14].partition(" ")
    return TaskFacts(
        TaskRow(*row[:11]),
        person_id=row[11],
        why=row[12],
        done_note=row[13],
        response_id=UUID(source) if kind == "response" else None,
    )


def _rows(actor: Actor, which: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS + which, {"office": actor.organisation_id, **values})
        return list(cursor.fetchall())
