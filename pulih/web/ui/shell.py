"""The frame around every page: navigation by role, who is signed in, where, in which language."""

from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as lazy

from pulih.language.wording import say
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission, Role
from pulih.web.ui.addresses import address
from pulih.web.ui.templatetags.ui import icon


@dataclass(frozen=True)
class NavItem:
    """One entry of the side column: route, words, drawing, the namespace it stands for, words for phones."""

    route: str
    words: Any
    icon: str
    namespace: str
    short: Any = ""


TODAY = NavItem("today:home", lazy("Hari ini"), "today", "today")
PEOPLE = NavItem("people:list", lazy("Warga binaan"), "people", "people", lazy("Orang"))
IMPORT = NavItem("people:import", lazy("Impor register"), "import", "people:import", lazy("Impor"))
DEPARTURES = NavItem(
    "people:departures", lazy("Tidak ada lagi"), "question", "people:departure", lazy("Tak ada")
)
ORGANISATIONS = NavItem("organisations:tree", lazy("Organisasi"), "organisations", "organisations")
STAFF = NavItem("staff:list", lazy("Staf"), "staff", "staff")
EVENTS = NavItem("audit:events", lazy("Jejak audit"), "audit", "audit", lazy("Jejak"))
READS = NavItem("audit:reads", lazy("Pembacaan"), "read", "audit:reads")
REFUSALS = NavItem("audit:refusals", lazy("Penolakan"), "refusal", "audit:refusals")
REVIEWS = NavItem(
    "audit:break_glass", lazy("Akses darurat"), "break-glass", "audit:break_glass", lazy("Darurat")
)
SEALS = NavItem("audit:seals", lazy("Segel"), "seal", "audit:seals")
CLINIC = NavItem("clinic:list", lazy("Tes urine"), "clinic", "clinic", lazy("Tes"))
TASKS = NavItem("assessments:tasks", lazy("Tugas"), "tasks", "assessments:task")
INSTRUMENTS = NavItem("assessments:instruments", lazy("Instrumen"), "instruments", "assessments:instrument")

PROGRAMMES = NavItem("programmes:list", lazy("Program dan tahap"), "programmes", "programmes", lazy("Tahap"))
PATHWAY = NavItem("enrolments:board", lazy("Jalur peserta"), "pathways", "enrolments", lazy("Jalur"))
TRANSFERS = NavItem(
    "enrolments:transfers", lazy("Pemindahan"), "transfer", "enrolments:transfer", lazy("Pindah")
)
OUTCOMES = NavItem("outcomes:list", lazy("Lembar hasil"), "report", "outcomes", lazy("Hasil"))
MEETINGS = NavItem("network:list", lazy("Acara"), "opening", "network")
TARGETS = NavItem("targets:list", lazy("Target"), "target", "targets")

NAVIGATION: dict[Role, tuple[NavItem, ...]] = {
    Role.REGISTRAR: (TODAY, PEOPLE, IMPORT, DEPARTURES, PROGRAMMES, TRANSFERS, ORGANISATIONS),
    Role.ASSESSOR: (TODAY, PEOPLE, PROGRAMMES, PATHWAY, CLINIC, OUTCOMES, INSTRUMENTS),
    Role.COUNSELLOR: (TODAY, PEOPLE, PROGRAMMES, TASKS, OUTCOMES, INSTRUMENTS, ORGANISATIONS),
    Role.NURSE: (TODAY, PEOPLE, CLINIC, PROGRAMMES, TASKS, INSTRUMENTS, ORGANISATIONS),
    Role.PROGRAMME_MANAGER: (TODAY, PEOPLE, PROGRAMMES, PATHWAY, OUTCOMES, MEETINGS, ORGANISATIONS),
    Role.HEAD_OF_FACILITY: (TODAY, PEOPLE, PROGRAMMES, OUTCOMES, STAFF, EVENTS, REVIEWS),
    Role.REGIONAL_OFFICER: (TODAY, TARGETS, ORGANISATIONS),
    Role.AUDITOR: (TODAY, EVENTS, READS, REFUSALS, REVIEWS, SEALS, ORGANISATIONS),
    Role.ADMINISTRATOR: (TODAY, STAFF, INSTRUMENTS, ORGANISATIONS),
}
"""At most seven entries a role; each leads only where the role may go."""


@dataclass(frozen=True)
class NavLink:
    """A navigation entry as the page shows it."""

    href: str
    words: str
    icon: str
    current: bool
    short: str


@dataclass(frozen=True)
class Menu:
    """The links of a role, written out: they are the same on every page of a kind, and on every page twice."""

    side: SafeString
    foot: SafeString
    more: SafeString
    """What phones fold away; nothing where all fits."""


@dataclass(frozen=True)
class Shell:
    """Everything the frame needs; rendering runs no query."""

    menu: Menu
    name: str
    role: str
    organisation: str
    parent: str
    account: str
    language: str
    theme: str
    may_search: bool
    memberships: tuple[tuple[str, str, str, bool], ...]
    lock_minutes: int


@lru_cache(maxsize=1024)
def navigation(role: Role, view_name: str, language: str = "id") -> tuple[NavLink, ...]:
    """The entries of a role in the language of the page; the most specific one that stands for it is current."""
    items = NAVIGATION.get(role, ())
    fitting = [item for item in items if _stands_for(item, view_name)]
    current = max(fitting, key=lambda item: len(item.namespace), default=None)
    with override(language):
        return tuple(
            NavLink(
                address(item.route),
                str(item.words),
                item.icon,
                item is current,
                str(item.short or item.words),
            )
            for item in items
        )


FOOT = 5
"""Entries at the bottom of a phone; where there are more, the last place is a menu with the rest."""


def split_for_phones(nav: tuple[NavLink, ...]) -> tuple[tuple[NavLink, ...], tuple[NavLink, ...]]:
    """What a phone shows at once, and what it keeps in the menu."""
    return (nav, ()) if len(nav) <= FOOT else (nav[: FOOT - 1], nav[FOOT - 1 :])


@lru_cache(maxsize=1024)
def menu(role: Role, view_name: str, language: str) -> Menu:
    """The navigation of a role as the frame shows it."""
    nav = navigation(role, view_name, language)
    foot, more = split_for_phones(nav)
    return Menu(_links(nav, 18), _links(foot, 22, short=True), _links(more, 18))


def _links(items: tuple[NavLink, ...], size: int, *, short: bool = False) -> SafeString:
    here = mark_safe(' aria-current="page"')
    return format_html_join(
        "",
        '<a href="{}"{}>{}{}</a>',
        (
            (one.href, here if one.current else "", icon(one.icon, size), one.short if short else one.words)
            for one in items
        ),
    )


def _stands_for(item: NavItem, view_name: str) -> bool:
    return view_name == item.route or view_name.startswith(item.namespace)


def _memberships(actor: Actor, language: str) -> tuple[tuple[str, str, str, bool], ...]:
    return tuple(
        (
            str(one.id),
            say(f"role.{one.role.value}", language),
            one.organisation_name,
            one.id == actor.membership_id,
        )
        for one in actor.memberships
    )


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `shell`, and `actor` for templates that ask what a role may.

    All of it is made when a template first asks: a list that changes beneath a frame asks for none.
    """
    language = get_language() or "id"
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"shell": None, "actor": None, "language": language}
    return {
        "language": language,
        "actor": actor,
        "may_register": partial(_may, actor, Permission.REGISTER_PEOPLE),
        "may_measure": partial(_may, actor, Permission.MEASURE),
        "may_break_glass": partial(_may, actor, Permission.BREAK_GLASS),
        "shell": cache(partial(_shell_of, request, actor, language)),
    }


def _may(actor: Actor, permission: Permission) -> bool:
    return bool(actor.may(permission))


def _shell_of(request: HttpRequest, actor: Actor, language: str) -> Shell:
    match = request.resolver_match
    return Shell(
        menu=menu(actor.role, match.view_name if match else "", language),
        name=actor.name,
        role=say(f"role.{actor.role.value}", language),
        organisation=actor.organisation_name,
        parent=actor.parent_name,
        account=str(actor.account_id),
        language=language,
        theme=actor.theme,
        may_search=bool(actor.may(Permission.FIND_PEOPLE)),
        memberships=_memberships(actor, language),
        lock_minutes=max(1, settings.SESSION_COOKIE_AGE // 60),
    )
