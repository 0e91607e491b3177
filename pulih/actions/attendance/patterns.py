"""Absences that somebody should ask about become a task for the counsellor, once until it is done."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from pulih.actions.attendance.facts import Taken
from pulih.language.wording import number, say
from pulih.records import scope
from pulih.records.asking import ask
from pulih.records.models import Task
from pulih.rules.actors import Actor
from pulih.rules.attendance import PATTERN, Mark, Pattern, pattern_in
from pulih.rules.lifecycles import Change, Status, days_on_hold
from pulih.rules.permissions import Role

_LOOK = """
WITH looked AS (
    SELECT e.id, e.person_id, u.reason, greatest(e.admitted_on, (
               SELECT max((k.done_at AT TIME ZONE %(zone)s::text)::date) + 1 FROM task k
               WHERE k.person_id = e.person_id AND k.organisation_id = %(office)s::bigint
                 AND k.kind = %(kind)s::text)) AS since
    FROM unnest(%(missed)s::uuid[], %(reasons)s::text[]) AS u (id, reason) JOIN enrolment e ON e.id = u.id
    WHERE e.organisation_id = %(office)s::bigint AND e.ended_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM task k WHERE k.person_id = e.person_id AND k.organisation_id = %(office)s::bigint
        AND k.kind = %(kind)s::text AND k.done_at IS NULL)
), said AS (
    (SELECT DISTINCT ON (a.enrolment_id, a.session_id) a.enrolment_id, a.session_id, a."on", a.attended, a.reason
     FROM looked l JOIN attendance a ON a.enrolment_id = l.id AND a."on" BETWEEN l.since AND %(today)s::date
     WHERE a."on" >= %(earliest)s::date AND a.organisation_id = %(office)s::bigint AND a.session_id <> %(session)s::uuid
     ORDER BY a.enrolment_id, a.session_id, a.id DESC)
    UNION ALL
    SELECT l.id, %(session)s::uuid, %(on)s::date, false, l.reason FROM looked l WHERE l.since <= %(on)s::date
), counted AS (
    SELECT s.*, count(*) OVER (PARTITION BY s.enrolment_id, s."on") AS that_day FROM said s
), placed AS MATERIALIZED (
    SELECT c.*, CASE WHEN c.that_day > 1 THEN (
        SELECT p.starts_at FROM session_plan p WHERE p.id = c.session_id
        AND p.organisation_id = %(office)s::bigint) END AS hour FROM counted c
)
SELECT l.id, l.person_id, m.days, m.attended, m.reasons, h.ids, h.targets, h.days, h.corrects, h.annuls
FROM looked l
CROSS JOIN LATERAL (
    SELECT array_agg(p."on" ORDER BY p."on", p.hour, p.session_id) AS days,
           array_agg(p.attended ORDER BY p."on", p.hour, p.session_id) AS attended,
           array_agg(p.reason ORDER BY p."on", p.hour, p.session_id) AS reasons
    FROM placed p WHERE p.enrolment_id = l.id) m
CROSS JOIN LATERAL (
    SELECT array_agg(c.id ORDER BY c.id) AS ids, array_agg(c.to_status ORDER BY c.id) AS targets,
           array_agg(c.effective_on ORDER BY c.id) AS days, array_agg(c.corrects_id ORDER BY c.id) AS corrects,
           array_agg(c.annuls ORDER BY c.id) AS annuls
    FROM status_change c WHERE c.enrolment_id = l.id AND c.organisation_id = %(office)s::bigint) h
WHERE m.days IS NOT NULL
ORDER BY l.id
"""
"""An hour is looked up only where somebody had two sessions on a day. `earliest` is the first day of any of
them: a day out of a join would have every month of attendance opened."""


def tasks_for(missed: Mapping[UUID, Mark], taken: Taken, by: Actor) -> list[Task]:
    """Look at everybody who is being marked absent at a session; answers tasks to be written with the marks.

    Nobody is looked at whose enrolment has ended: there is nobody left to ask; nor for whom such a task waits
    already. Days on hold do not count: whoever is in hospital misses nothing of their own. Sessions up to the
    day on which the last such task was done were talked about, and do not count again.
    """
    if not missed:
        return []
    values = {
        "missed": list(missed),
        "reasons": [mark.reason for mark in missed.values()],
        "session": taken.id,
        "on": taken.on,
        "today": scope.today(),
        "earliest": min((one.admitted_on or taken.on for one in taken.people), default=taken.on),
        "office": by.organisation_id,
        "zone": by.time_zone,
        "kind": PATTERN,
    }
    made: dict[UUID, Task] = {}
    for enrolment_id, person_id, days, attended, reasons, *steps in ask(_LOOK, values):
        held = _holds(*steps)
        marks = [
            _mark(came, reason)
            for on, came, reason in zip(days, attended, reasons, strict=True)
            if not any(first <= on and (last is None or on < last) for first, last in held)
        ]
        if person_id not in made and (found := pattern_in(marks)):
            made[person_id] = _task(enrolment_id, person_id, found, by)
    return list(made.values())


def _holds(
    ids: Any, targets: list[str] | None, days: Any, corrects: Any, annuls: Any
) -> list[tuple[date, date | None]]:
    """When an enrolment was on hold; most never were."""
    if not targets or Status.ON_HOLD.value not in targets:
        return []
    rows = zip(ids, targets, days, corrects, annuls, strict=True)
    return days_on_hold(
        Change(id, Status(target), on, corrects=other, annuls=gone) for id, target, on, other, gone in rows
    )


@cache
def _mark(attended: bool, reason: str) -> Mark:
    """There are few different ones, and hundreds of each."""
    return Mark(attended, reason=reason)


def _task(enrolment_id: UUID, person_id: UUID, found: Pattern, by: Actor) -> Task:
    return Task(
        person_id=person_id,
        organisation_id=by.organisation_id,
        kind=PATTERN,
        role=Role.COUNSELLOR.value,
        why=_words(found, by.language),
        source=f"enrolment {enrolment_id}",
        raised_at=scope.now(),
        raised_by=by.account_id,
    )


def _words(found: Pattern, language: str) -> str:
    """Kept as words, as a worker's concern is: the sessions it was seen in may be corrected later."""
    parts = []
    if found.in_a_row:
        parts.append(say("absence_pattern.row", language, count=number(found.in_a_row, language)))
    parts.append(
        say(
            "absence_pattern.share",
            language,
            attended=number(found.attended, language),
            sessions=number(found.sessions, language),
        )
    )
    for side, count in sorted(found.sides.items()):
        parts.append(say(f"absence_pattern.{side}", language, count=number(count, language)))
    return " ".join(parts)
