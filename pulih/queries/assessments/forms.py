"""What a form needs to know before anything is typed, and what a finished one came to.

Neither earlier answers nor scores are read for a form: nobody who keys may be led by them.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from pulih.queries.assessments.drafts import Draft
from pulih.queries.assessments.holder import Holder, holder_of
from pulih.queries.assessments.responses import ResponseRow, history, responses, standing
from pulih.queries.assessments.subject import Subject, subject_of
from pulih.records import reading, scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.programmes import Window


@dataclass(frozen=True)
class FormFacts:
    """A measurement that somebody is about to key."""

    subject: Subject
    point: str
    window: Window | None
    draft: Draft | None
    done: UUID | None
    """The form that counts already, so that nobody keys the same sheet twice."""
    last_coding: str
    """How this office's last sheet was coded; nothing before the first."""


_FORM = """
SELECT (SELECT r.id FROM response r
        WHERE r.organisation_id = %(office)s AND r.person_id = %(person)s AND r.wave_id = %(wave)s
          AND r.instrument = %(instrument)s AND r.point = %(point)s
          AND NOT EXISTS (SELECT 1 FROM response n WHERE n.amends_id = r.id)
          AND r.taken_on >= %(from)s AND (%(until)s::date IS NULL OR r.taken_on <= %(until)s)
        ORDER BY r.taken_on DESC, r.id DESC LIMIT 1),
       (SELECT r.coding FROM response r
        WHERE r.organisation_id = %(office)s AND r.instrument = %(instrument)s
        ORDER BY r.recorded_at DESC LIMIT 1),
       d.fields::text, d.kept_at
FROM (SELECT 1) one LEFT JOIN response_draft d
  ON d.organisation_id = %(office)s AND d.enrolment_id = %(enrolment)s AND d.instrument = %(instrument)s
 AND d.point = %(point)s
"""


def form_of(actor: Actor, enrolment_id: UUID, instrument: str, point: str) -> FormFacts:
    """The facts of one form; refused by `point_unknown` where the plan has no such measurement."""
    require(actor.may(Permission.MEASURE), attempt=True)
    subject = subject_of(actor, enrolment_id)
    planned = subject.point(instrument, point)
    if planned is None:
        raise RuleBroken("point_unknown", "point")
    with connection.cursor() as cursor:
        cursor.execute(
            _FORM,
            {
                "office": actor.organisation_id,
                "person": subject.person_id,
                "wave": subject.wave_id,
                "enrolment": subject.enrolment_id,
                "instrument": instrument,
                "point": point,
                "from": subject.admitted_on,
                "until": subject.ended_on,
            },
        )
        done, coding, fields, kept_at = cursor.fetchone()
    reading.note(actor, subject.person_id, "measuring")
    return FormFacts(
        subject,
        point,
        subject.window(planned, scope.today()),
        Draft(json.loads(fields), kept_at) if fields else None,
        done,
        coding or "",
    )


@dataclass(frozen=True)
class ResponseFacts:
    """A finished form with what it is compared to and what it set going."""

    holder: Holder
    subject: Subject | None
    """The enrolment; None for a form beside every programme."""
    response: ResponseRow
    history: tuple[ResponseRow, ...]
    """From the first form to the one in force."""
    first: ResponseRow | None
    """The form at the first point of the plan; None where there is none, or this is it."""
    tasks: tuple["RaisedTask", ...]
    window: Window | None


@dataclass(frozen=True)
class RaisedTask:
    """A task a worrying answer made."""

    id: UUID
    kind: str
    role: str
    done: bool


_TASKS = """
SELECT t.id, t.kind, t.role, t.done_at IS NOT NULL FROM task t
WHERE t.organisation_id = %s AND t.person_id = %s AND t.source = ANY (%s) ORDER BY t.raised_at, t.id
"""


def response_of(actor: Actor, response_id: UUID) -> ResponseFacts:
    """One finished form of the office, its history, its comparison and its tasks; leaves a read event."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    rows = responses(
        actor,
        "EXISTS (SELECT FROM response x WHERE x.id = %(response)s AND x.organisation_id = %(office)s"
        " AND x.person_id = r.person_id AND x.instrument = r.instrument"
        " AND x.wave_id IS NOT DISTINCT FROM r.wave_id)",
        {"response": response_id},
    )
    found = next((one for one in rows if one.id == response_id), None)
    if found is None:
        raise RuleBroken("not_found", attempt=True, subject="response", subject_id=str(response_id))
    subject = subject_of(actor, found.enrolment_id) if found.enrolment_id else None
    chain = history(rows, response_id)
    points = subject.points(found.instrument) if subject else ()
    first = standing(rows, subject, found.instrument, points[0].code) if subject and points else None
    with connection.cursor() as cursor:
        sources = [f"response {one.id}" for one in chain]
        cursor.execute(_TASKS, [actor.organisation_id, found.person_id, sources])
        tasks = tuple(RaisedTask(*row) for row in cursor.fetchall())
    reading.note(actor, found.person_id, "measures")
    planned = subject.point(found.instrument, found.point) if subject else None
    return ResponseFacts(
        holder_of(actor, found.person_id),
        subject,
        found,
        chain,
        first if first and first.point != found.point else None,
        tasks,
        subject.window(planned, scope.today()) if subject else None,
    )
