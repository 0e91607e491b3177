"""Sessions to mark: a counsellor's own by name, today's before what was forgotten; a manager's as a count."""

from datetime import date

from pulih.queries.attendance import SessionRow, unmarked_sessions
from pulih.queries.today.facts import Todo, Work
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from pulih.rules.sessions import clock

NAMED = 4
"""How many forgotten sessions are named; the rest is one row that leads to the list."""
_LIST = "attendance:home"


def of_sessions(actor: Actor) -> tuple[list[Todo], list[Work]]:
    """The sessions this worker marks; one statement, nothing for whoever marks none."""
    today = scope.today()
    found = unmarked_sessions(actor)
    past = [one for one in found if one.on < today]
    if actor.role is not Role.COUNSELLOR:
        return [Todo("unmarked_sessions", len(past), "late", _LIST)], []
    named = [one for one in found if one.on == today] + past[:NAMED]
    rest = len(past) - NAMED
    return [Todo("unmarked_sessions", max(0, rest), "late", _LIST)], [_work(one, today) for one in named]


def _work(one: SessionRow, today: date) -> Work:
    return Work(
        code="mark_session",
        urgency="late" if one.on < today else "due",
        name=one.title,
        register_number=f"{clock(one.starts_at)}–{clock(one.ends_at)}",
        block=one.group,
        route="attendance:session",
        args=(str(one.id),),
        what={"people": one.people},
        day=one.on,
        days=(today - one.on).days,
    )
