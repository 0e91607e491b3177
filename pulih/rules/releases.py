"""Getting ready for release: what is to be done for somebody from the programme before they go, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pulih.rules.permissions import Role
from pulih.rules.stays import Ending
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

AHEAD_DAYS = 7
"""How long before the expected day the list stands there."""
VALID_DAYS = 60
"""A step done longer than this before the expected day was for another release, and is owed again."""
LEAST_NOTE = 5
LONGEST_NOTE = 500


class Item(StrEnum):
    """What is to be done before somebody goes."""

    EXIT_ASSESSMENT = "exit_assessment"
    MEDICINE = "medicine"
    """Supply for the first days, and the letter to the clinic outside."""
    OVERDOSE_ADVICE = "overdose_advice"
    """Tolerance is lost inside; the first weeks outside are the most dangerous."""
    AFTERCARE = "aftercare"
    """An appointment with a day and a name, not an address."""
    PAPERS = "papers"


class State(StrEnum):
    """How an item stands."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


ROLES: Mapping[Item, tuple[Role, ...]] = {
    Item.EXIT_ASSESSMENT: (Role.ASSESSOR, Role.COUNSELLOR),
    Item.MEDICINE: (Role.NURSE,),
    Item.OVERDOSE_ADVICE: (Role.NURSE, Role.COUNSELLOR),
    Item.AFTERCARE: (Role.COUNSELLOR,),
    Item.PAPERS: (Role.PROGRAMME_MANAGER,),
}
"""Whose work an item is; the programme manager may settle every one."""

RELEASES = frozenset({Ending.RELEASED_EXPIRY, Ending.RELEASED_PAROLE, Ending.RELEASED_EARLY})


def expected_release(two_thirds_on: date | None, expires_on: date | None, today: date) -> date | None:
    """The day to get ready for: two thirds as the register states them, or the expiry once those have passed.

    A two-thirds day counts for a week beyond itself: papers come late more often than never.
    """
    if two_thirds_on and two_thirds_on >= today - timedelta(days=AHEAD_DAYS):
        return two_thirds_on
    return expires_on


def due(expected_on: date | None, today: date) -> bool:
    """Whether the list stands there now; also after the day, as long as the person is here."""
    return expected_on is not None and today >= expected_on - timedelta(days=AHEAD_DAYS)


@dataclass(frozen=True)
class Settled:
    """What was last said of an item, and when."""

    item: str
    state: str
    on: date


def standing(steps: Iterable[Settled], expected_on: date) -> dict[Item, State]:
    """How each item stands for this release, by the newest step of each; `steps` are oldest first."""
    found = dict.fromkeys(Item, State.OPEN)
    for one in steps:
        if one.item in found and one.on >= expected_on - timedelta(days=VALID_DAYS):
            found[Item(one.item)] = State(one.state)
    return found


def may_settle(role: Role, item: Item) -> bool:
    """Whether an item is the work of a role."""
    return role in ROLES[item] or role in (Role.PROGRAMME_MANAGER, Role.SYSTEM)


def check_settling(role: Role, item: str, state: str, note: str) -> Verdict:
    """Whether an item may be settled so. What is not needed, or open again, says why.

    Codes: `release_item_unknown`, `release_item_of_others`, `release_note_missing`, `release_note_long`.
    """
    if item not in set(Item) or state not in set(State):
        return refused("release_item_unknown", "item")
    verdicts = [ALLOWED]
    if not may_settle(role, Item(item)):
        verdicts.append(refused("release_item_of_others", "item"))
    if state != State.DONE and len(note.strip()) < LEAST_NOTE:
        verdicts.append(refused("release_note_missing", "note", owed=LEAST_NOTE))
    if len(note.strip()) > LONGEST_NOTE:
        verdicts.append(refused("release_note_long", "note", most=LONGEST_NOTE))
    return all_of(verdicts)


def check_going(open_items: int, note: str) -> Verdict:
    """Whoever goes with something left open goes all the same; but it is said why. Code: `release_items_open`."""
    if open_items and len(note.strip()) < LEAST_NOTE:
        return refused("release_items_open", "note", count=open_items)
    return ALLOWED
