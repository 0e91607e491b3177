"""Absences that somebody should ask about become a task for the counsellor, once until it is done."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pulih.actions.attendance.facts import as_mark
from pulih.language.wording import number, say
from pulih.records import scope
from pulih.records.models import Attendance, Enrolment, PlannedSession, StatusChange, Task
from pulih.rules.actors import Actor
from pulih.rules.attendance import PATTERN, Mark, Pattern, pattern_in
from pulih.rules.lifecycles import Change, Status, days_on_hold
from pulih.rules.permissions import Role


def raise_patterns(missed: Sequence[Enrolment], by: Actor) -> int:
    """Look at everybody who was just marked absent; answers how many tasks were made.

    Nobody is looked at whose enrolment has ended: there is nobody left to ask. Days on hold do not count:
    whoever is in hospital misses nothing of their own. Sessions up to the day on
    which the last such task was done were talked about, and do not count again.
    """
    running = [one for one in missed if one.ended_on is None]
    if not running:
        return 0
    people = [one.person_id for one in running]
    known = Task.objects.filter(organisation_id=by.organisation_id, kind=PATTERN, person_id__in=people)
    waiting = set(known.filter(done_at=None).values_list("person_id", flat=True))
    since: dict[UUID, date] = {}
    for person_id, done_at in known.values_list("person_id", "done_at"):
        if done_at is not None:
            since[person_id] = max(since.get(person_id, date.min), scope.day_of(done_at))
    marks = _marks([one.pk for one in running], by)
    held = _holds([one.pk for one in running], by)
    made = []
    for one in running:
        after = since.get(one.person_id, date.min)
        found = pattern_in([mark for on, mark in marks[one.pk] if on > after and not _held(held[one.pk], on)])
        if found and one.person_id not in waiting:
            waiting.add(one.person_id)
            made.append(_task(one, found, by))
    Task.objects.bulk_create(made)
    return len(made)


def _holds(enrolments: Sequence[UUID], by: Actor) -> dict[UUID, list[tuple[date, date | None]]]:
    """When each enrolment was on hold; one statement."""
    changes: dict[UUID, list[Change]] = defaultdict(list)
    rows = StatusChange.objects.filter(organisation_id=by.organisation_id, enrolment_id__in=enrolments)
    for row in rows.order_by("id"):
        changes[row.enrolment_id].append(
            Change(
                row.pk,
                Status(row.to_status),
                row.effective_on,
                corrects=row.corrects_id,
                annuls=row.annuls,
            )
        )
    return defaultdict(list, {id: days_on_hold(of) for id, of in changes.items()})


def _held(holds: list[tuple[date, date | None]], on: date) -> bool:
    return any(first <= on and (last is None or on < last) for first, last in holds)


def _marks(enrolments: Sequence[UUID], by: Actor) -> dict[UUID, list[tuple[date, Mark]]]:
    """What counts of each enrolment, oldest session first; two statements whatever their number."""
    rows = Attendance.objects.filter(organisation_id=by.organisation_id, enrolment_id__in=enrolments)
    newest = {(one.enrolment_id, one.session_id): one for one in rows.order_by("id")}
    sessions = {key for _enrolment, key in newest}
    hours = dict(
        PlannedSession.objects.filter(organisation_id=by.organisation_id, pk__in=sessions).values_list(
            "pk", "starts_at"
        )
    )
    found: dict[UUID, list[tuple[date, Mark]]] = defaultdict(list)
    for row in sorted(newest.values(), key=lambda one: (one.on, hours[one.session_id], one.session_id)):
        found[row.enrolment_id].append((row.on, as_mark(row)))
    return found


def _task(one: Enrolment, found: Pattern, by: Actor) -> Task:
    return Task(
        person_id=one.person_id,
        organisation_id=by.organisation_id,
        kind=PATTERN,
        role=Role.COUNSELLOR.value,
        why=_words(found, by.language),
        source=f"enrolment {one.pk}",
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
