"""Codes of plans as choices, and the shapes their states stand with."""

from collections.abc import Iterable

from django.utils.translation import get_language

from pulih.language.wording import say
from pulih.rules.curricula import Module
from pulih.rules.plans import Progress

SHAPES = {
    Progress.NOT_STARTED: "not-started",
    Progress.UNDER_WAY: "running",
    Progress.REACHED: "done",
    Progress.GIVEN_UP: "left",
}


def words(code: str) -> str:
    """The words of a code in the reader's language."""
    return say(code, get_language() or "id")


def choices(prefix: str, codes: Iterable[object]) -> list[tuple[str, str]]:
    """Codes with their words, as a field offers them."""
    return [(str(one), words(f"{prefix}.{one}")) for one in codes]


def title_of(module: Module) -> str:
    """A module's title in the reader's language."""
    return module.title_en if get_language() == "en" else module.title_id
