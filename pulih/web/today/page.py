"""The day as a page: groups of work, most urgent first, each row leading to where it is done."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language

from pulih.language.curricula import session_title
from pulih.language.wording import day, number, say
from pulih.queries.today import Completeness, Today, Todo, Work
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission, Role

MANAGES = (Role.PROGRAMME_MANAGER, Role.HEAD_OF_FACILITY)


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
class WorkRow:
    """One thing to do about one person or wave, in words."""

    name: str
    under: str
    words: str
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
    late_works: tuple[WorkRow, ...]
    late: tuple[Row, ...]
    soon_works: tuple[WorkRow, ...]
    soon: tuple[Row, ...]
    coming: tuple[WorkRow, ...]
    gaps: tuple[Gap, ...]
    occupancy: int | None
    may_import: bool
    caseload: str
    """Where whoever looks after people, or assigns counsellors, goes on to; nothing for others."""
    may_read_sessions: bool
    own_people: bool
    manages: bool
    """Whoever looks after the programmes of a facility: the figures by month are one click away."""
    may_read_completeness: bool

    @property
    def count_late(self) -> int:
        """How many rows press."""
        return len(self.late_works) + len(self.late)

    @property
    def count_soon(self) -> int:
        """How many rows are to be done."""
        return len(self.soon_works) + len(self.soon)

    @property
    def nothing(self) -> bool:
        """Whether nothing waits."""
        return not (self.count_late or self.count_soon)

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
        late_works=_works(today, "late", language),
        soon_works=_works(today, "due", language),
        coming=_works(today, "not-started", language),
        late=tuple(_row(todo, language) for todo in today.todos if todo.urgency == "late"),
        soon=tuple(_row(todo, language) for todo in today.todos if todo.urgency != "late"),
        gaps=tuple(_gap(one, language) for one in register.completeness if one.of) if register else (),
        occupancy=100 * register.people // register.capacity if register and register.capacity else None,
        may_import=bool(actor.may(Permission.IMPORT_REGISTER)),
        caseload=_caseload(actor),
        may_read_sessions=bool(actor.may(Permission.READ_SESSIONS)),
        own_people=actor.role is Role.COUNSELLOR,
        manages=actor.role in MANAGES,
        may_read_completeness=bool(actor.may(Permission.READ_COMPLETENESS)),
    )


def _caseload(actor: Actor) -> str:
    if actor.role is Role.COUNSELLOR:
        return reverse("caseload:mine")
    return reverse("caseload:workload") if actor.role in MANAGES else ""


def _works(today: Today, urgency: str, language: str) -> tuple[WorkRow, ...]:
    return tuple(_work(one, today.day, language) for one in today.works if one.urgency == urgency)


def _work(work: Work, today: date, language: str) -> WorkRow:
    parts = (work.register_number, work.block, say("work_mine", language) if work.mine else "")
    return WorkRow(
        name=session_title(work.name, language) if work.code == "mark_session" else work.name,
        under=" · ".join(part for part in parts if part),
        words=say(f"work.{work.code}", language, **work.what),
        urgency="waiting" if _waits(work) and work.urgency == "due" else work.urgency,
        state=_state(work, today, language),
        href=reverse(work.route, args=work.args) + ("?" + work.query if work.query else ""),
        button=say(f"work_button.{work.code}", language),
    )


MEASURED = ("measure", "more", "late_group", "mark_session", "review_plan", "release")


def _waits(work: Work) -> bool:
    """Whether it waits since a day, rather than until one."""
    return work.code not in MEASURED


def _state(work: Work, today: date, language: str) -> str:
    if _waits(work):
        code = "waiting_new" if work.days < 1 else "waiting"
    elif work.urgency == "late":
        code = "late_one" if work.days == 1 else "late"
    else:
        code = "today" if work.urgency == "due" and work.day == today else work.urgency
    on = day(work.day, language).rsplit(" ", 1)[0] if work.day else ""
    return say(f"work_state.{code}", language, days=number(work.days, language), day=on)


def _gap(one: Completeness, language: str) -> Gap:
    words = say(f"complete.{one.code}", language)
    return Gap(words, one.have, one.of, 100 * one.have // one.of, _address("people:list", one.query))


def _row(todo: Todo, language: str) -> Row:
    return Row(
        words=say(f"todo.{todo.code}", language, count=number(todo.count, language)),
        note=say(f"todo_note.{todo.code}", language, names=_named(todo.names, language)),
        urgency=todo.urgency,
        state=say(f"todo_state.{todo.urgency}", language),
        href=_address(todo.route, todo.query),
        button=say(f"todo_button.{todo.code}", language),
    )


NAMED = 4
"""Names a line of work holds; the rest are counted."""


def _named(names: tuple[str, ...], language: str) -> str:
    shown = ", ".join(names[:NAMED])
    rest = len(names) - NAMED
    return shown if rest <= 0 else say("todo_names", language, names=shown, rest=number(rest, language))


def _address(route: str, query: str) -> str:
    return reverse(route) + ("?" + query if query else "")
