"""The day as a page: groups of work, most urgent first, each row leading to where it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from pulih.language.wording import number, say
from pulih.queries.today import Completeness, Today, Todo
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class Row:
    """A row of work in words."""

    words: str
    note: str
    urgency: str
    state: str
    href: str
    button: str


@dataclass(frozen=True)
class Gap:
    """A completeness figure in words."""

    words: str
    have: int
    of: int
    percent: int
    href: str


@dataclass(frozen=True)
class TodayPage:
    """What the template shows."""

    today: Today
    late: tuple[Row, ...]
    soon: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    occupancy: int | None
    may_import: bool

    @property
    def starting(self) -> bool:
        """Whether somebody who may import has nobody in the register yet."""
        return self.may_import and self.today.register is not None and not self.today.register.people


def today_page(actor: Actor, today: Today) -> TodayPage:
    """Word the day; nothing is looked up here."""
    language = get_language() or "id"
    register = today.register
    return TodayPage(
        today=today,
        late=tuple(_row(todo, language) for todo in today.todos if todo.urgency == "late"),
        soon=tuple(_row(todo, language) for todo in today.todos if todo.urgency != "late"),
        gaps=tuple(_gap(one, language) for one in register.completeness if one.of) if register else (),
        occupancy=100 * register.people // register.capacity if register and register.capacity else None,
        may_import=bool(actor.may(Permission.IMPORT_REGISTER)),
    )


def _gap(one: Completeness, language: str) -> Gap:
    words = say(f"complete.{one.code}", language)
    return Gap(words, one.have, one.of, 100 * one.have // one.of, _address("people:list", one.query))


def _row(todo: Todo, language: str) -> Row:
    return Row(
        words=say(f"todo.{todo.code}", language, count=number(todo.count, language)),
        note=say(f"todo_note.{todo.code}", language),
        urgency=todo.urgency,
        state=say(f"todo_state.{todo.urgency}", language),
        href=_address(todo.route, todo.query),
        button=say(f"todo_button.{todo.code}", language),
    )


def _address(route: str, query: str) -> str:
    return reverse(route) + ("?" + query if query else "")
