"""What waits for those who answer complaints; one statement."""

from pulih.queries.today.facts import Todo
from pulih.queries.voice import owed_answers
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission

_ROUTE = "voice:complaints"


def of_voice(actor: Actor) -> list[Todo]:
    """Complaints whose answer is owed past its day, and those within it."""
    if not actor.may(Permission.ANSWER_COMPLAINTS):
        return []
    late, within = owed_answers(actor)
    return [Todo("complaints_late", late, "late", _ROUTE), Todo("complaints", within, "due", _ROUTE)]
