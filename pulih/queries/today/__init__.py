"""What there is to do today: counts from facts, each with the place where it is done. Nothing is entered here."""

from datetime import date

from pulih.queries.today.caseload import of_caseload
from pulih.queries.today.completeness import of_completeness
from pulih.queries.today.custody import of_custody
from pulih.queries.today.facts import (
    Completeness,
    OfficeBelow,
    OfficesBelow,
    Register,
    Today,
    Todo,
    Work,
)
from pulih.queries.today.oversight import (
    of_competencies,
    of_offices_below,
    of_reviews,
    of_staff,
    of_the_trail,
)
from pulih.queries.today.plans import of_plans
from pulih.queries.today.programmes import of_programmes
from pulih.queries.today.residents import of_residents
from pulih.queries.today.sessions import of_sessions
from pulih.queries.today.voice import of_voice
from pulih.records import scope
from pulih.rules.actors import Actor

__all__ = ["Completeness", "OfficeBelow", "OfficesBelow", "Register", "Today", "Todo", "Work", "today_for"]

_ORDER = ("late", "due", "not-started")


def today_for(actor: Actor) -> Today:
    """The day of this actor: what their permissions let them do, most urgent first, and the state of things."""
    own, register = of_residents(actor)
    below, offices = of_offices_below(actor)
    steps, works = of_programmes(actor)
    forgotten, held = of_sessions(actor)
    reviews, looks = of_plans(actor)
    brought, leaving = of_custody(actor)
    objected, done = of_completeness(actor)
    watched = [
        *of_reviews(actor),
        *objected,
        *of_the_trail(actor),
        *of_staff(actor),
        *of_competencies(actor),
        *of_caseload(actor),
        *of_voice(actor),
    ]
    found = [*own, *steps, *forgotten, *reviews, *brought, *watched, *below]
    waiting = sorted((todo for todo in found if todo.count), key=lambda todo: _ORDER.index(todo.urgency))
    ordered = sorted([*works, *leaving, *held, *looks], key=_pressing)
    return Today(scope.today(), tuple(waiting), tuple(ordered), register, offices, done)


GRAVE = frozenset({"suicide_thought", "self_harm_incident", "severe_withdrawal"})
"""Tasks about somebody's life: whoever opens the day sees them before anything that is merely late."""


def _pressing(work: Work) -> tuple[int, bool, bool, int, date, str]:
    """Late before due; a life first, one's own people and sessions, the longest wait, the nearest day."""
    grave = work.code == "task" and work.what.get("task") in GRAVE
    own = work.mine or work.code == "mark_session"
    return (
        _ORDER.index(work.urgency),
        not grave,
        not own,
        -work.days,
        work.day or date.max,
        work.name.lower(),
    )
