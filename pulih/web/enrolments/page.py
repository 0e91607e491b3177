"""What the pages about pathways are handed; rendering them asks nothing more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pulih.queries.enrolments import RECHECK, ListedRow, OpenStep, PathwayFacts
from pulih.rules.actors import Actor
from pulih.rules.lifecycles import TRANSITIONS, Status, Transition
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason
from pulih.web.enrolments.words import counted, on_day, said, step_meaning, step_words, words
from pulih.web.ui.addresses import address

PAGE = 50
WILLING = frozenset({"willingness_missing", "willingness_withdrawn"})
BULK: Mapping[str, tuple[str, ...]] = {
    "candidate": ("assessed",),
    "assessed": ("recommended",),
    "recommended": ("admitted", "offered", "waiting"),
    "waiting": ("admitted",),
    "offered": ("admitted",),
    "on_hold": ("take_up",),
}
"""Steps several people may take at once: those that owe no reason of their own."""


@dataclass(frozen=True)
class Button:
    """Where somebody goes on; without an address it is locked, and the row says why."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class StepChoice:
    """Something that can be done with a pathway, or why not."""

    words: str
    meaning: str
    href: str
    reasons: tuple[str, ...]
    first: bool = False

    @property
    def open(self) -> bool:
        """Whether it can be taken."""
        return not self.reasons


def step_address(facts: PathwayFacts, step: OpenStep) -> str:
    """Where a step is recorded; an admission and an offer out of the list have their own pages."""
    if step.transition.source is Status.WAITING and step.target is Status.OFFERED:
        return address("enrolments:offer", facts.id)
    if step.transition.action == "admit":
        return address("enrolments:admit", facts.id)
    return address("enrolments:step", facts.id, step.target.value)


def willingness_address(facts: PathwayFacts) -> str:
    """Where the statement of somebody is recorded, and the way back to this pathway."""
    return address("enrolments:willingness", facts.reference) + f"?pathway={facts.id}"


def stay_end(facts: PathwayFacts, today: date) -> tuple[str, str]:
    """When the stay ends and how far that is."""
    return end_in_words(facts.stay_since is not None, facts.stay_kind, facts.expires_on, today)


def end_in_words(here: bool, kind: str, expires_on: date | None, today: date) -> tuple[str, str]:
    """When a stay ends and how far that is; a remand has no end, which is normal."""
    if not here:
        return "–", _("tidak lagi di sini")
    if kind == "remand" or expires_on is None:
        return _("belum diketahui"), ""
    days = (expires_on - today).days
    note = (
        _("sudah lewat")
        if days < 0
        else ngettext("%(days)s hari lagi", "%(days)s hari lagi", days) % {"days": counted(days)}
    )
    return on_day(expires_on), note


def recheck_way(actor: Actor, facts: PathwayFacts) -> tuple[tuple[str, ...], Button]:
    last = facts.rechecked_on or facts.admitted_on or facts.since
    may = actor.may(Permission.RECHECK_REMAND)
    reasons = (_("Terakhir dilihat %(day)s") % {"day": on_day(last)},)
    if not may:
        return (*reasons, *(said(one) for one in may.reasons)), Button(_("Periksa lagi"))
    return reasons, Button(_("Periksa lagi"), address("enrolments:recheck", facts.id))


def way(actor: Actor, row: ListedRow) -> tuple[tuple[str, ...], Button | None]:
    """What stands in the way of the next step, and the button that goes on."""
    facts, step = row.facts, row.next
    if step is None:
        return (), None
    reasons = tuple(said(one) for one in step.verdict.reasons)
    name = step_words(step.transition)
    if step.open:
        return reasons + exception_words(facts), Button(name, step_address(facts, step))
    missing = any(one.code in WILLING for one in step.verdict.reasons)
    if missing and actor.may(Permission.RECORD_WILLINGNESS):
        return reasons, Button(_("Catat kesediaan"), willingness_address(facts))
    if step.too_short and step.permitted:
        if facts.exception and facts.exception.waiting:
            return (*reasons, *exception_words(facts)), Button(name)
        return (*reasons, *exception_words(facts)), Button(
            _("Minta pengecualian"), address("enrolments:ask", facts.id)
        )
    return reasons, Button(name)


def exception_words(facts: PathwayFacts) -> tuple[str, ...]:
    """How a request for an exception stands."""
    asked = facts.exception
    if asked is None:
        return ()
    if asked.waiting:
        return (_("Pengecualian menunggu keputusan kepala UPT."),)
    if asked.granted:
        return (_("Pengecualian disetujui."),)
    return (_("Pengecualian ditolak. %(note)s") % {"note": asked.note},)


def lacking(rows: Sequence[ListedRow]) -> tuple[Reason, ...]:
    """What the role may not do with these rows: said once above the list, not in each row."""
    found = {
        one.facts["permission"]: one
        for row in rows
        if row.next is not None and not row.next.permitted
        for one in row.next.permitted.reasons
    }
    return tuple(found.values())


def bulk_targets(actor: Actor, tab: str) -> tuple[tuple[str, str], ...]:
    """The steps several of these people may take at once, by what the role may do."""
    found = []
    for target in BULK.get(tab, ()):
        step = next((one for one in TRANSITIONS if one.source.value == tab and _leads(one, target)), None)
        if step is not None and actor.may(step.permission):
            found.append((target, step_words(step)))
    return tuple(found)


def _leads(step: Transition, target: str) -> bool:
    return step.action == target if target == "take_up" else step.target.value == target


def choices(
    facts: PathwayFacts, steps: tuple[OpenStep, ...], first: OpenStep | None
) -> tuple[StepChoice, ...]:
    """Everything that can follow, open ones first; each that is closed says why."""
    found = [
        StepChoice(
            step_words(one.transition),
            step_meaning(one.transition),
            step_address(facts, one),
            () if one.open else tuple(said(why) for why in (*one.permitted.reasons, *_refusals(one))),
            one == first and one.open,
        )
        for one in steps
    ]
    taken_back = words(f"step.{Status.REMOVED.value}")
    return tuple(sorted(found, key=lambda one: (not one.first, not one.open, one.words == taken_back)))


def _refusals(step: OpenStep) -> tuple[Reason, ...]:
    return () if step.verdict else step.verdict.reasons


def tab_words(tab: str) -> str:
    """A tab of the board."""
    return _("Akhir belum diketahui") if tab == RECHECK else words(f"status.{Status(tab).value}")
