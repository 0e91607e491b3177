"""What there is to do today: counts from facts, each with the place where it is done. Nothing is entered here."""

from pulih.queries.today.facts import Completeness, OfficeBelow, OfficesBelow, Register, Today, Todo
from pulih.queries.today.oversight import of_offices_below, of_reviews, of_staff, of_the_trail
from pulih.queries.today.residents import of_residents
from pulih.records import scope
from pulih.rules.actors import Actor

__all__ = ["Completeness", "OfficeBelow", "OfficesBelow", "Register", "Today", "Todo", "today_for"]

_ORDER = ("late", "due", "not-started")


def today_for(actor: Actor) -> Today:
    """The day of this actor: what their permissions let them do, most urgent first, and the state of things."""
    own, register = of_residents(actor)
    below, offices = of_offices_below(actor)
    found = [*own, *of_reviews(actor), *of_the_trail(actor), *of_staff(actor), *below]
    waiting = sorted((todo for todo in found if todo.count), key=lambda todo: _ORDER.index(todo.urgency))
    return Today(scope.today(), tuple(waiting), register, offices)
