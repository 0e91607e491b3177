"""What custody brings to the day: releases to get ready for, dates that moved, and who is away for long."""

from pulih.queries.custody import cannot_finish, due_releases
from pulih.queries.today.facts import Todo, Work, row_of, values_of
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission
from pulih.rules.time_away import HOLD_AFTER_DAYS

NAMED = 6
"""How many whose day has passed are named, the latest days first to be; a day long gone is a date to mend, and those
are one row that leads to the list."""
_AWAY = f"""
SELECT count(*)::int FROM time_away a
WHERE a.organisation_id = %(office)s AND a.back_on IS NULL AND a.from_on < %(today)s - {HOLD_AFTER_DAYS}
"""


def of_custody(actor: Actor) -> tuple[list[Todo], list[Work]]:
    """Each person with something left for this role before their release, and counts for who decides."""
    todos, works = [], []
    if actor.may(Permission.PREPARE_RELEASE):
        today = scope.today()
        waiting = [(one, left) for one in due_releases(actor) if (left := one.left_for(actor.role))]
        past = [one for one in waiting if one[0].expected_on < today]
        works = [
            Work("release", "late" if one.expected_on < today else "due", one.name, one.register_number,
                 one.block, "custody:release", (one.reference,), what={"count": len(left)},
                 day=one.expected_on, days=(today - one.expected_on).days)
            for one, left in waiting[max(0, len(past) - NAMED) :]
        ]  # fmt: skip
        todos.append(Todo("releases_past", max(0, len(past) - NAMED), "late", "custody:releases"))
    if actor.may(Permission.MANAGE_ENROLMENTS):
        todos.append(Todo("cannot_finish", len(cannot_finish(actor)), "due", "custody:finishing"))
    if actor.may(Permission.RECORD_TIME_AWAY):
        todos.append(Todo("away", row_of(_AWAY, values_of(actor))[0], "not-started", "custody:away"))
    return todos, works
