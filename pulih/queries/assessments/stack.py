"""A stack of paper sheets to key: everybody of a wave at one point of the plan, and which stacks wait.

As in any list nobody's record is opened here and no read event is left: names, and whether a form is there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.assessments.subject import Subject, subjects
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import check_reference
from pulih.rules.measuring import Due, how_due
from pulih.rules.names import register_key
from pulih.rules.permissions import Permission
from pulih.rules.programmes import URINE, Window

EXTRA = "extra"
"""The point of forms beside every plan."""
OPEN = (Due.DUE, Due.LATE)


@dataclass(frozen=True)
class StackRow:
    """One person of a stack."""

    subject: Subject
    window: Window | None
    """None beside the plan."""
    due: Due
    done: UUID | None
    """The form that stands already; its answers are not read here."""
    done_on: date | None

    @property
    def open(self) -> bool:
        """Whether a sheet can be keyed."""
        return self.due in OPEN


@dataclass(frozen=True)
class StackFacts:
    """A stack: whoever can be keyed or was, in the order of the register."""

    wave_reference: str
    wave: str
    wave_id: UUID
    instrument: str
    point: str
    rows: tuple[StackRow, ...]
    last_coding: str
    last_mode: str
    """As the office's latest form of this instrument had them; empty before the first."""

    @property
    def waiting(self) -> int:
        """How many sheets are still to be keyed."""
        return sum(one.open for one in self.rows)


@dataclass(frozen=True)
class Stack:
    """Sheets of a wave and point that wait together."""

    wave_reference: str
    wave: str
    instrument: str
    point: str
    waiting: int
    late: int


@dataclass(frozen=True)
class _Form:
    id: UUID
    instrument: str
    point: str
    taken_on: date


_FORMS = """
SELECT r.person_id, r.wave_id, r.id, r.instrument, r.point, r.taken_on
FROM response r
WHERE r.organisation_id = %(office)s AND (r.wave_id = ANY (%(waves)s) OR {beside})
  AND NOT EXISTS (SELECT 1 FROM response n WHERE n.amends_id = r.id)
ORDER BY r.recorded_at, r.id
"""
_BESIDE = (
    "r.enrolment_id IS NULL AND r.instrument = %(instrument)s"
    " AND r.taken_on >= (SELECT w.starts_on - 90 FROM wave w WHERE w.id = ANY (%(waves)s))"
)
"""Beside the plan a form counts for a stack from three months before its wave: older ones may be asked anew."""

_LAST = """
SELECT r.coding, r.mode FROM response r
WHERE r.organisation_id = %s AND r.instrument = %s ORDER BY r.recorded_at DESC LIMIT 1
"""


def stack_of(actor: Actor, wave_reference: str, instrument: str, point: str) -> StackFacts:
    """Everybody of the wave whose form of that point can be keyed or stands already.

    With the point `extra` it is a form beside the plan, for everybody whose pathway in the wave is open.
    """
    require(actor.may(Permission.MEASURE), attempt=True)
    try:
        reference = check_reference(wave_reference)
    except RuleBroken:
        raise RuleBroken("wave_unknown", attempt=True) from None
    everybody = subjects(actor, "w.reference = %(wave)s", {"wave": reference})
    if not everybody:
        raise RuleBroken("wave_unknown", attempt=True, subject="wave", subject_id=reference)
    first = everybody[0]
    if point != EXTRA:
        everybody = tuple(one for one in everybody if one.point(instrument, point))
        if not everybody:
            raise RuleBroken("point_unknown", "point")
    forms = _forms(actor, [first.wave_id], instrument if point == EXTRA else None)
    today = scope.today()
    rows = _one_a_person(
        row
        for one in everybody
        if (row := _row(one, instrument, point, forms.get((first.wave_id, one.person_id), []), today))
    )
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [actor.organisation_id, instrument])
        coding, mode = cursor.fetchone() or ("", "")
    return StackFacts(
        first.wave_reference, first.wave, first.wave_id, instrument, point, rows, coding, mode
    )  # fmt: skip


def stacks_waiting(actor: Actor) -> tuple[Stack, ...]:
    """The stacks of every wave that is not closed, with how many sheets of each wait, the latest first."""
    require(actor.may(Permission.MEASURE), attempt=True)
    running = subjects(actor, "e.admitted_on IS NOT NULL AND e.ended_on IS NULL AND w.closed_on IS NULL", {})
    forms = _forms(actor, list({one.wave_id for one in running}), None)
    today = scope.today()
    found: dict[tuple[str, str, str], dict[UUID, StackRow]] = {}
    for one in running:
        for point in one.plan:
            if point.kind == URINE:
                continue
            known = forms.get((one.wave_id, one.person_id), [])
            row = _row(one, point.kind, point.code, known, today)
            if row and row.open:
                found.setdefault((one.wave_reference, point.kind, point.code), {})[one.person_id] = row
    stacks = [
        Stack(reference, next(iter(rows.values())).subject.wave, instrument, point, len(rows),
              sum(row.due is Due.LATE for row in rows.values()))
        for (reference, instrument, point), rows in found.items()
    ]  # fmt: skip
    return tuple(sorted(stacks, key=lambda one: (-one.late, one.wave, one.instrument, one.point)))


def _forms(
    actor: Actor, waves: list[UUID], beside: str | None
) -> Mapping[tuple[UUID, UUID], list[_Form]]:  # fmt: skip
    """The forms in force, by wave and person; those beside the plan stand under the one wave asked for."""
    if not waves:
        return {}
    values: dict[str, Any] = {"office": actor.organisation_id, "waves": waves, "instrument": beside}
    found: dict[tuple[UUID, UUID], list[_Form]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FORMS.format(beside=_BESIDE if beside else "false"), values)
        for person, wave, *form in cursor.fetchall():
            found.setdefault((wave or waves[0], person), []).append(_Form(*form))
    return found


def _row(
    subject: Subject, instrument: str, point: str, forms: Iterable[_Form], today: date
) -> StackRow | None:  # fmt: skip
    """How somebody stands in the stack; None for whom nothing can be keyed and nothing stands."""
    mine = [one for one in forms if (one.instrument, one.point) == (instrument, point)]
    if point == EXTRA:
        done = mine[-1] if mine else None
        if done is None and subject.ended_on is not None:
            return None
        due = Due.DONE if done else Due.DUE
        return StackRow(subject, None, due, done.id if done else None, done.taken_on if done else None)
    window = subject.window(subject.point(instrument, point), today)
    if window is None:
        return None
    standing = [one for one in mine if subject.ran_on(one.taken_on)]
    done = standing[-1] if standing else None
    due = how_due(window, done is not None, subject.ended_on, today)
    if due not in (*OPEN, Due.DONE):
        return None
    return StackRow(subject, window, due, done.id if done else None, done.taken_on if done else None)


def _one_a_person(rows: Iterable[StackRow]) -> tuple[StackRow, ...]:
    """One row a person, by register number: an enrolment that waits goes before one that has its form."""
    kept: dict[UUID, StackRow] = {}
    for row in sorted(rows, key=lambda one: (not one.open, one.subject.admitted_on or date.max)):
        kept.setdefault(row.subject.person_id, row)
    return tuple(
        sorted(kept.values(), key=lambda one: (_in_order(one.subject.register_number), one.subject.name))
    )


def _in_order(register_number: str) -> tuple[tuple[int, int, str], ...]:
    """A register number as the register is read: BI.9/2024 before BI.12/2024."""
    parts: list[str] = []
    for sign in register_key(register_number):
        if parts and sign.isdigit() == parts[-1][-1].isdigit():
            parts[-1] += sign
        else:
            parts.append(sign)
    return tuple((0, int(one), "") if one.isdigit() else (1, 0, one) for one in parts)
