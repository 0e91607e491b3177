"""What waits in the office's own register, and how complete it is: one statement."""

from pulih.queries.people.listing import LONG_REMAND_DAYS
from pulih.queries.today.facts import (
    STALE_REGISTER_DAYS,
    Completeness,
    Register,
    Todo,
    row_of,
    values_of,
)
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission

_REGISTER = """
SELECT (SELECT count(*) FROM departure_question q
        WHERE q.organisation_id = %(office)s AND q.answered_at IS NULL),
       (SELECT count(*) FROM import_batch b WHERE b.organisation_id = %(office)s AND b.state = 'checked'
        AND b.kind <> 'responses'),
       (SELECT max(b.applied_at) FROM import_batch b WHERE b.organisation_id = %(office)s
        AND b.kind <> 'responses'),
       (SELECT o.capacity FROM organisation o WHERE o.id = %(office)s),
       r.people, r.remand, r.numbers, r.sentenced, r.dated, r.expired, r.long_remand, r.categorised
FROM gate.count_register(%(today)s::date, %(long_remand)s::int) r
"""
_HOW_MANY = """
SELECT count(*), count(*) FILTER (WHERE t.kind = 'remand'),
       (SELECT o.capacity FROM organisation o WHERE o.id = %(office)s)
FROM stay t WHERE t.organisation_id = %(office)s AND t.ended_on IS NULL
"""
_CONCERNED = (Permission.IMPORT_REGISTER, Permission.SET_CATEGORY, Permission.DECIDE_EXCEPTIONS)
"""Whoever mends the register or answers for it is shown its gaps; to others they say nothing to do."""


def of_residents(actor: Actor) -> tuple[list[Todo], Register | None]:
    """The work of whoever keeps the register or sets categories; how many are here for everybody who cares."""
    if not actor.may(Permission.FIND_PEOPLE):
        return [], None
    if not any(actor.may(one) for one in _CONCERNED):
        people, remand, capacity = row_of(_HOW_MANY, values_of(actor))
        return [], Register(people, capacity, remand, None, ())
    values = values_of(actor) | {"long_remand": LONG_REMAND_DAYS}
    gone, checked, at, capacity, *counts = row_of(_REGISTER, values)
    people, remand, numbers, sentenced, dated, expired, long_remand, categorised = counts
    todos: list[Todo] = []
    if actor.may(Permission.IMPORT_REGISTER):
        old = at is None or (scope.now() - at).days > STALE_REGISTER_DAYS
        todos += [
            Todo("expired", expired, "late", "people:list", "show=expired&order=expiry"),
            Todo("departures", gone, "late", "people:departures"),
            Todo("checked_batch", checked, "due", "people:import"),
            Todo("register_old", int(old and people > 0), "due", "people:import"),
            Todo("long_remand", long_remand, "due", "people:list", "show=long_remand"),
            Todo("no_sentence", sentenced - dated, "due", "people:list", "show=no_sentence"),
            Todo("no_number", people - numbers, "not-started", "people:list", "show=no_number"),
        ]
    if actor.may(Permission.SET_CATEGORY):
        todos.append(
            Todo("no_category", people - categorised, "not-started", "people:list", "show=no_category")
        )
    completeness = (
        Completeness("national_number", numbers, people, "show=no_number"),
        Completeness("sentence", dated, sentenced, "show=no_sentence"),
        Completeness("category", categorised, people, "show=no_category"),
    )
    last_import = scope.day_of(at) if at else None
    return todos, Register(people, capacity, remand, last_import, completeness)
