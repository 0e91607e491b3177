"""What an office owes, in words: each line leads straight to where it is done, for whoever may do it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from pulih.language.curricula import session_title
from pulih.language.wording import day, number, say
from pulih.queries.completeness import Chosen, Counted, Overview, OwedLine
from pulih.rules.actors import Actor
from pulih.rules.completeness import Kind, State, Tally
from pulih.rules.permissions import Permission, Role
from pulih.web.ui.paging import Pager

SIZE = 50
MINE = 8
"""One's own lines that stand above everything; the rest are one click away."""
SEES_ALL = (Role.PROGRAMME_MANAGER, Role.HEAD_OF_FACILITY)
"""Roles that look after others' work and so see whose it is."""


@dataclass(frozen=True)
class Row:
    """A line in words."""

    name: str
    under: str
    what: str
    whose: str
    wave: str
    shape: str
    state: str
    when: str
    href: str
    button: str


@dataclass(frozen=True)
class Share:
    """A share in words: so many of so many, with the percentage where anything was owed."""

    words: str
    said: str
    percent: int | None
    href: str = ""
    counted: Counted | None = None


@dataclass(frozen=True)
class Page:
    """What the template shows."""

    day: date
    office: Share
    kinds: tuple[Share, ...]
    waves: tuple[Share, ...]
    workers: tuple[tuple[str, str, Counted], ...]
    """Name, address, and what presses; empty for whoever sees only their own."""
    mine: tuple[Row, ...]
    more_of_mine: int
    rows: tuple[Row, ...]
    pager: Pager
    choices: tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...]
    """Filters: name, label, and values with whether they are chosen."""
    narrowed: bool


def page_of(actor: Actor, found: Overview, chosen: Chosen, number_of_page: int) -> Page:
    """Word the overview; nothing is looked up here."""
    language = get_language() or "id"
    oversees = actor.role in SEES_ALL
    lines = found.lines if oversees or _narrowed(chosen) else found.mine
    query = urlencode({name: value for name, value in vars(chosen).items() if value})
    pages = Pager(1, SIZE, len(lines)).pages
    pager = Pager(min(max(1, number_of_page), pages), SIZE, len(lines), query + "&" if query else "")
    shown = lines[(pager.page - 1) * SIZE : pager.page * SIZE]
    own = found.mine if oversees else ()
    return Page(
        day=found.day,
        office=_share(say("completeness.office", language), found.tally, language),
        kinds=tuple(_share(say(f"owed.{kind}", language), one, language) for kind, one in found.kinds),
        waves=tuple(
            _share(one.name, one.tally, language, f"?wave={one.reference}", one.counted)
            for one in found.waves
        ),
        workers=tuple(
            (one.worker or say(f"role.{one.role}", language), f"?worker={one.key}#daftar", one.counted)
            for one in found.workers
        )
        if oversees
        else (),
        mine=tuple(_row(actor, one, found.day, language) for one in own[:MINE]),
        more_of_mine=max(0, len(own) - MINE),
        rows=tuple(_row(actor, one, found.day, language) for one in shown),
        pager=pager,
        choices=_choices(found, chosen, language, oversees),
        narrowed=_narrowed(chosen),
    )


def _narrowed(chosen: Chosen) -> bool:
    return bool(chosen.wave or chosen.worker or chosen.kind)


def _choices(
    found: Overview, chosen: Chosen, language: str, oversees: bool
) -> tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...]:
    kinds = ((kind.value, say(f"owed.{kind}", language), kind.value == chosen.kind) for kind in Kind)
    waves = ((one.reference, one.name, one.reference == chosen.wave) for one in found.waves)
    workers = (
        (one.key, one.worker or say(f"role.{one.role}", language), one.key == chosen.worker)
        for one in found.workers
    )
    filters = [("wave", waves), ("kind", kinds), *([("worker", workers)] if oversees else [])]
    return tuple((name, say(f"completeness.by_{name}", language), tuple(of)) for name, of in filters)


def _share(words: str, one: Tally, language: str, href: str = "", counted: Counted | None = None) -> Share:
    facts = {"done": number(one.done, language), "owed": number(one.owed, language)}
    said = say("completeness.share", language, **facts) if one.owed else say("completeness.nothing", language)
    return Share(words, said, one.percent, href, counted)


_SHAPES = {State.OVERDUE: "late", State.MISSING: "not-started", State.DUE: "due"}


def _row(actor: Actor, one: OwedLine, today: date, language: str) -> Row:
    what, line = one.what, one.line
    href, button = _way(actor, one)
    when = ""
    if line.due_on is not None:
        late = line.state is State.OVERDUE
        days = number((today - line.due_on).days, language)
        code = "completeness.since" if late else "completeness.until"
        when = say(code, language, date=day(line.due_on, language), days=days)
    return Row(
        name=session_title(what.name, language) if what.enrolment_id is None else what.name,
        under=what.under,
        what=_what(one, language),
        whose=what.worker or say(f"role.{what.role}", language),
        wave=what.wave.name,
        shape=_SHAPES[line.state],
        state=say(f"owed_state.{line.state}", language),
        when=when,
        href=href,
        button=say(f"owed_button.{button}", language),
    )


def _what(one: OwedLine, language: str) -> str:
    if one.line.kind in (Kind.MEASUREMENT, Kind.URINE):
        _, instrument, point = one.what.target
        return f"{say(f'measurement.{instrument}', language)} {say(f'point.{point}', language)}"
    return say(f"owed.{one.line.kind}", language)


_NEEDS = {
    Kind.SESSION: Permission.MARK_ATTENDANCE,
    Kind.CATCH_UP: Permission.PLAN_SESSIONS,
    Kind.MEASUREMENT: Permission.MEASURE,
    Kind.URINE: Permission.TEST_URINE,
    Kind.PLAN: Permission.READ_PLANS,
    Kind.REVIEW: Permission.READ_PLANS,
    Kind.WILLINGNESS: Permission.RECORD_WILLINGNESS,
    Kind.SENTENCE: Permission.REGISTER_PEOPLE,
    Kind.CATEGORY: Permission.SET_CATEGORY,
}
"""What whoever opens the form must hold; a decision is on the pathway's page for everybody."""


def _way(actor: Actor, one: OwedLine) -> tuple[str, str]:
    """The form itself for whoever may fill it; for others where it can be read. And the word on the button."""
    kind, what = one.line.kind, one.what
    target, needed = what.target, _NEEDS.get(kind)
    if needed is not None and not actor.may(needed):
        return _reading(one), "look"
    if kind is Kind.SESSION:
        return reverse("attendance:session", args=target), kind.value
    if kind is Kind.CATCH_UP:
        return reverse("sessions:catch_up", args=target), kind.value
    if kind is Kind.URINE:
        return reverse("clinic:test", args=(target[0], target[2])), kind.value
    if kind is Kind.MEASUREMENT:
        return reverse("assessments:fill", args=target), kind.value
    if kind in (Kind.PLAN, Kind.REVIEW):
        return reverse("plans:plan", args=target), kind.value
    if kind is Kind.DECISION:
        return reverse("enrolments:enrolment", args=target), kind.value
    routes = {Kind.WILLINGNESS: "enrolments:willingness", Kind.SENTENCE: "people:sentence"}
    return reverse(routes.get(kind, "people:category"), args=(what.reference,)), kind.value


def _reading(one: OwedLine) -> str:
    if one.what.enrolment_id is None:
        return reverse("sessions:session", args=one.what.target)
    return reverse("enrolments:enrolment", args=(one.what.enrolment_id,))
