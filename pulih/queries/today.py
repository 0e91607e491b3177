"""What there is to do today, by role: counts from facts, each with the place where it is done.

One or two statements a role; nothing here is entered for the page's sake.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission, Role

STALE_REGISTER_DAYS = 35
"""A register is exported monthly; some days of grace before it is called old."""


@dataclass(frozen=True)
class Todo:
    """A kind of work that waits: how many, how urgent (late | due | not-started), and where to go."""

    code: str
    count: int
    urgency: str
    route: str
    query: str = ""


@dataclass(frozen=True)
class Completeness:
    """How much of the register is filled in: `have` of `of`, and where the gaps are listed."""

    code: str
    have: int
    of: int
    query: str


@dataclass(frozen=True)
class Today:
    """The page that opens the day."""

    day: date
    todos: tuple[Todo, ...]
    people: int | None = None
    capacity: int | None = None
    remand: int = 0
    completeness: tuple[Completeness, ...] = ()
    last_import: date | None = None
    offices: tuple[tuple[int, str, int, int], ...] = ()


_REGISTER = """
SELECT count(*), count(*) FILTER (WHERE t.kind = 'remand'),
       count(*) FILTER (WHERE p.national_number_hash IS NOT NULL),
       count(*) FILTER (WHERE t.kind = 'sentenced'),
       count(*) FILTER (WHERE t.kind = 'sentenced' AND n.expires_on IS NOT NULL),
       count(*) FILTER (WHERE n.expires_on < %(today)s),
       count(*) FILTER (WHERE c.there),
       (SELECT count(*) FROM departure_question q
        WHERE q.organisation_id = %(office)s AND q.answered_at IS NULL),
       (SELECT count(*) FROM import_batch b WHERE b.organisation_id = %(office)s AND b.state = 'checked'),
       (SELECT max(b.applied_at) FROM import_batch b WHERE b.organisation_id = %(office)s),
       (SELECT o.capacity FROM organisation o WHERE o.id = %(office)s)
FROM stay t JOIN person p ON p.id = t.person_id
LEFT JOIN LATERAL (SELECT s.expires_on FROM sentence s WHERE s.person_id = p.id
                   ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT true AS there FROM participant_category k WHERE k.person_id = p.id
                   LIMIT 1) c ON true
WHERE t.organisation_id = %(office)s AND t.ended_on IS NULL
"""

_REVIEWS = """
SELECT count(*) FROM break_glass b WHERE b.reviewed_at IS NULL AND b.account_id <> %(account)s
"""

_STAFF = """
SELECT count(*) FILTER (WHERE a.must_change_password),
       count(*) FILTER (WHERE a.last_login IS NULL)
FROM account a WHERE a.is_active AND EXISTS (
    SELECT 1 FROM membership m WHERE m.account_id = a.id AND m.organisation_id = %(office)s
      AND m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s))
"""

_TRAIL = """
SELECT count(*) FROM audit_event e WHERE e.outcome = 'refused' AND e.day >= %(today)s - 7
"""

_BELOW = """
SELECT o.id, o.name, count(d.id), coalesce(sum(d.target), 0)::int
FROM organisation o LEFT JOIN designation d ON d.organisation_id = o.id AND d.budget_year = %(year)s
WHERE o.ancestors @> ARRAY[%(office)s] AND o.exists_to IS NULL
  AND o.kind IN ('prison', 'remand_centre', 'womens_prison', 'juvenile_institution')
GROUP BY o.id, o.name ORDER BY o.name LIMIT 60
"""


def today_for(actor: Actor) -> Today:
    """The day of this actor. A role without its own work sees its office's people in short."""
    day = scope.today()
    values = {
        "office": actor.organisation_id,
        "account": actor.account_id,
        "today": day,
        "year": day.year,
    }
    if actor.role is Role.REGIONAL_OFFICER:
        return Today(day, (), offices=tuple(_all(_BELOW, values)))
    if actor.role is Role.ADMINISTRATOR:
        unchanged, never = _one(_STAFF, values)
        return Today(
            day,
            _some(
                Todo("first_password", unchanged, "due", "staff:list"),
                Todo("never_signed_in", never, "not-started", "staff:list"),
            ),
        )
    if actor.role is Role.AUDITOR:
        (reviews,), (refusals,) = _one(_REVIEWS, values), _one(_TRAIL, values)
        return Today(
            day,
            _some(
                Todo("review", reviews, "late", "audit:break_glass"),
                Todo("refusals", refusals, "not-started", "audit:refusals"),
            ),
        )
    return _register(actor, day, values)


def _register(actor: Actor, day: date, values: dict[str, Any]) -> Today:
    row = _one(_REGISTER, values)
    people, remand, numbers, sentenced, dated, expired, categorised, gone, checked, imported, capacity = row
    todos: list[Todo] = []
    if actor.may(Permission.IMPORT_REGISTER):
        old = imported is None or (scope.now() - imported).days > STALE_REGISTER_DAYS
        todos += [
            Todo("expired", expired, "late", "people:list", "show=expired&order=expiry"),
            Todo("departures", gone, "late", "people:departures"),
            Todo("checked_batch", checked, "due", "people:import"),
            Todo("register_old", int(old and people > 0), "due", "people:import"),
            Todo("no_sentence", sentenced - dated, "due", "people:list", "show=no_sentence"),
            Todo("no_number", people - numbers, "not-started", "people:list", "show=no_number"),
        ]
    if actor.may(Permission.REVIEW_BREAK_GLASS):
        (reviews,) = _one(_REVIEWS, values)
        todos.append(Todo("review", reviews, "late", "audit:break_glass"))
    return Today(
        day=day,
        todos=_some(*todos),
        people=people,
        capacity=capacity,
        remand=remand,
        completeness=(
            Completeness("national_number", numbers, people, "show=no_number"),
            Completeness("sentence", dated, sentenced, "show=no_sentence"),
            Completeness("category", categorised, people, ""),
        ),
        last_import=imported.date() if imported else None,
    )


def _some(*todos: Todo) -> tuple[Todo, ...]:
    return tuple(todo for todo in todos if todo.count)


def _one(sql: str, values: dict[str, Any]) -> tuple[Any, ...]:
    return _all(sql, values)[0]


def _all(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
