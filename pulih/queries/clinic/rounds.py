"""The nurse's list, and a whole round of a wave: one row a person, whatever programmes they follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from pulih.queries.assessments.subject import Subject, subjects
from pulih.queries.clinic.rows import UrineRow, urine_at, urine_rows
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import check_reference
from pulih.rules.measuring import Due, how_due
from pulih.rules.permissions import Permission
from pulih.rules.programmes import URINE, Point, Window

DONE_LATELY_DAYS = 14
MOST_DONE = 50

_RUNNING = "e.status IN ('admitted', 'on_hold') AND e.admitted_on IS NOT NULL AND w.closed_on IS NULL"


@dataclass(frozen=True)
class DueTest:
    """A test of the plan that somebody is due for."""

    subject: Subject
    point: Point
    window: Window
    due: Due
    days_late: int


@dataclass(frozen=True)
class NamedTest:
    """A test with whom it is of."""

    subject: Subject
    test: UrineRow


@dataclass(frozen=True)
class Round:
    """A point of a wave for which tests are due: entered together."""

    wave_reference: str
    wave: str
    point: str
    waiting: int


@dataclass(frozen=True)
class Overview:
    """What the clinic has before it."""

    due: tuple[DueTest, ...]
    waiting: tuple[NamedTest, ...]
    """Positives nobody else has looked at."""
    done: tuple[NamedTest, ...]
    rounds: tuple[Round, ...]


@dataclass(frozen=True)
class RoundRow:
    """One person of a round."""

    subject: Subject
    window: Window
    due: Due
    test: UrineRow | None


@dataclass(frozen=True)
class RoundFacts:
    """A round: everybody of the wave for one point of the plan."""

    wave_reference: str
    wave: str
    point: str
    rows: tuple[RoundRow, ...]

    @property
    def waiting(self) -> tuple[RoundRow, ...]:
        """Those who can be entered now: their window is open or has passed."""
        return tuple(one for one in self.rows if one.due in (Due.DUE, Due.LATE))


def overview(actor: Actor) -> Overview:
    """Tests due and late, positives that wait for a second look, and what was entered of late."""
    require(actor.may(Permission.READ_TESTS), attempt=True)
    running = _one_a_person(subjects(actor, _RUNNING, {}))
    since = scope.today() - timedelta(days=DONE_LATELY_DAYS)
    rows = urine_rows(
        actor,
        "(u.wave_id = ANY (%(waves)s) OR u.taken_on >= %(since)s OR (u.state = 'positive' AND l.id IS NULL))",
        {"waves": list({one.wave_id for one in running}), "since": since},
    )
    named = _named(actor, [one for one in rows if one.waits or (one.taken_on >= since and not one.amended)])
    due = _due(running, rows)
    return Overview(
        due=due,
        waiting=tuple(one for one in named if one.test.waits),
        done=tuple(one for one in reversed(named) if not one.test.waits)[:MOST_DONE],
        rounds=_rounds(due),
    )


def _due(running: Iterable[Subject], rows: tuple[UrineRow, ...]) -> tuple[DueTest, ...]:
    today = scope.today()
    by_person: dict[UUID, list[UrineRow]] = {}
    for row in rows:
        by_person.setdefault(row.person_id, []).append(row)
    found = []
    for subject in running:
        for point in subject.points(URINE):
            window = subject.window(point, today)
            if window is None or urine_at(by_person.get(subject.person_id, []), subject, point.code):
                continue
            due = how_due(window, False, subject.ended_on, today)
            if due in (Due.DUE, Due.LATE):
                found.append(DueTest(subject, point, window, due, max(0, (today - window.last).days)))
    return tuple(sorted(found, key=lambda one: (-one.days_late, one.window.last, one.subject.name)))


def _rounds(due: Iterable[DueTest]) -> tuple[Round, ...]:
    found: dict[tuple[str, str], Round] = {}
    for one in due:
        key = (one.subject.wave_reference, one.point.code)
        known = found[key].waiting if key in found else 0
        found[key] = Round(one.subject.wave_reference, one.subject.wave, one.point.code, known + 1)
    return tuple(found.values())


def _named(actor: Actor, rows: list[UrineRow]) -> tuple[NamedTest, ...]:
    ids = [one.enrolment_id for one in rows]
    known = {one.enrolment_id: one for one in subjects(actor, "e.id = ANY (%(ids)s)", {"ids": ids})}
    return tuple(NamedTest(known[one.enrolment_id], one) for one in rows if one.enrolment_id in known)


def round_of(actor: Actor, wave_reference: str, point: str) -> RoundFacts:
    """Everybody ever admitted to the wave, with the test that counts for each."""
    require(actor.may(Permission.TEST_URINE), attempt=True)
    try:
        reference = check_reference(wave_reference)
    except RuleBroken:
        raise RuleBroken("wave_unknown", attempt=True) from None
    everybody = subjects(actor, "w.reference = %(wave)s AND e.admitted_on IS NOT NULL", {"wave": reference})
    if not everybody:
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=reference)
    if everybody[0].point(URINE, point) is None:
        raise RuleBroken("point_unknown", "point")
    rows = urine_rows(actor, "u.wave_id = %(wave)s", {"wave": everybody[0].wave_id})
    by_person: dict[UUID, list[UrineRow]] = {}
    for row in rows:
        by_person.setdefault(row.person_id, []).append(row)
    today = scope.today()
    found = [
        made
        for one in _one_a_person(everybody)
        if (made := _round_row(one, point, by_person.get(one.person_id, []), today))
    ]
    found.sort(key=lambda one: one.subject.name.casefold())
    return RoundFacts(everybody[0].wave_reference, everybody[0].wave, point, tuple(found))


def _round_row(subject: Subject, code: str, rows: list[UrineRow], today: date) -> RoundRow | None:
    window = subject.window(subject.point(URINE, code), today)
    if window is None:
        return None
    test = urine_at(rows, subject, code)
    return RoundRow(subject, window, how_due(window, test is not None, subject.ended_on, today), test)


def _one_a_person(found: Iterable[Subject]) -> tuple[Subject, ...]:
    """One enrolment a person and wave, the one that began first: a test counts for all of them."""
    kept: dict[tuple[UUID, UUID], Subject] = {}
    for one in sorted(found, key=lambda one: (one.admitted_on or date.max, one.programme)):
        kept.setdefault((one.wave_id, one.person_id), one)
    return tuple(kept.values())
