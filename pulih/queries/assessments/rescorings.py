"""Runs that scored an office's forms again, and every score that came out otherwise."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.records.models import Rescoring
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

MOST = 500
"""Changes shown on a page; the whole report is in the command's document."""


@dataclass(frozen=True)
class Run:
    """One run at this office."""

    id: UUID
    instrument: str
    version: str
    engine: str
    why: str
    responses: int
    changed: int
    held: int
    ran_at: datetime


@dataclass(frozen=True)
class ChangedScore:
    """One score before and after; left as it was where an approved sheet holds it."""

    response_id: UUID
    reference: str
    name: str
    taken_on: date
    scale: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    held_by: str


@dataclass(frozen=True)
class RunReport:
    """A run with its changes."""

    run: Run
    changes: tuple[ChangedScore, ...]


_FIELDS = ("id", "instrument", "version", "engine", "why", "responses", "changed", "held", "ran_at")

_CHANGES = """
SELECT c.response_id, p.reference, p.name, r.taken_on, c.scale, c.before::text, c.after::text, c.held_by
FROM score_change c
JOIN response r ON r.id = c.response_id
JOIN person p ON p.id = c.person_id
WHERE c.organisation_id = %(office)s AND c.rescoring_id = %(run)s
ORDER BY c.held_by <> '', r.taken_on, p.name, c.scale LIMIT %(most)s
"""


def runs(actor: Actor) -> tuple[Run, ...]:
    """Every run at the office, newest first."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    rows = Rescoring.objects.filter(organisation_id=actor.organisation_id).order_by("-ran_at")
    return tuple(Run(*row) for row in rows.values_list(*_FIELDS))


def run_report(actor: Actor, run_id: UUID) -> RunReport:
    """One run with the scores that changed, those first that are in force; a list of the office's people."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    row = Rescoring.objects.filter(organisation_id=actor.organisation_id, pk=run_id)
    found = row.values_list(*_FIELDS).first()
    if found is None:
        raise RuleBroken("not_found", attempt=True, subject="rescoring", subject_id=str(run_id))
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"office": actor.organisation_id, "run": run_id, "most": MOST}
        cursor.execute(_CHANGES, values)
        changes = tuple(_change(row) for row in cursor.fetchall())
    return RunReport(Run(*found), changes)


def _change(row: tuple[Any, ...]) -> ChangedScore:
    response_id, reference, name, taken_on, scale, before, after, held_by = row
    return ChangedScore(
        response_id, reference, name, taken_on, scale, json.loads(before), json.loads(after), held_by
    )
