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

_REGISTER = f"""
SELECT count(*), count(*) FILTER (WHERE t.kind = 'remand'),
       count(*) FILTER (WHERE p.national_number_hash IS NOT NULL),
       count(*) FILTER (WHERE t.kind = 'sentenced'),
       count(*) FILTER (WHERE t.kind = 'sentenced' AND n.expires_on IS NOT NULL),
       count(*) FILTER (WHERE n.expires_on < %(today)s),
       count(*) FILTER (WHERE t.kind = 'remand' AND t.started_on < %(today)s - {LONG_REMAND_DAYS}),
       count(*) FILTER (WHERE c.there),
       (SELECT count(*) FROM departure_question q
        WHERE q.organisation_id = %(office)s AND q.answered_at IS NULL),
       (SELECT count(*) FROM import_batch b WHERE b.organisation_id = %(office)s AND b.state = 'checked'
        AND b.kind <> 'responses'),
       (SELECT max(b.applied_at) FROM import_batch b WHERE b.organisation_id = %(office)s
        AND b.kind <> 'responses'),
       (SELECT o.capacity FROM organisation o WHERE o.id = %(office)s)
FROM stay t JOIN person p ON p.id = t.person_id
LEFT JOIN LATERAL (SELECT s.expires_on FROM sentence s WHERE s.person_id = p.id
                   ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT true AS there FROM participant_category k WHERE k.person_id = p.id
                   LIMIT 1) c ON true
WHERE t.organisation_id = %(office)s AND t.ended_on IS NULL
"""


def of_residents(actor: Actor) -> tuple[list[Todo], Register | None]:
    """The work of whoever keeps the register or sets categories; its state for everybody who cares here."""
    if not actor.may(Permission.FIND_PEOPLE):
        return [], None
    (
        people,
        remand,
        numbers,
        sentenced,
        dated,
        expired,
        long_remand,
        categorised,
        gone,
        checked,
        at,
        capacity,
    ) = row_of(_REGISTER, values_of(actor))
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
