"""For the head of a facility: how much of what was owed is done, and objections that wait for an answer."""

from pulih.queries.completeness import share
from pulih.queries.enrolments.objections import objections_owed
from pulih.queries.today.facts import Todo
from pulih.rules.actors import Actor
from pulih.rules.completeness import Tally
from pulih.rules.permissions import Permission, Role


def of_completeness(actor: Actor) -> tuple[list[Todo], Tally | None]:
    """Nothing for whoever answers no objection and looks after nobody's work."""
    if not actor.may(Permission.PUBLISH_RANKING):
        return [], None
    todos = [Todo("objections", objections_owed(actor), "due", "enrolments:objections")]
    return todos, share(actor) if actor.role is Role.HEAD_OF_FACILITY else None
