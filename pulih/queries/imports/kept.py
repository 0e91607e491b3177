"""How staging keeps values as JSON, read back; and which warnings ask for somebody to look."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pulih.rules.register.facts import NEEDS_DECISION
from pulih.rules.verdicts import Reason

DOUBTS = NEEDS_DECISION | {"import_free_other_name"}
"""Warnings with which a row is taken only when the registrar has said so."""

REGISTER_KINDS = ("residents", "residents_part")
"""Kinds of a batch that hold a register: whole, or some rows of one. Other kinds are other people's work."""

DATE = "~date"
"""Marks a date; a fact may itself be named `date`."""


def from_json(kept: Any) -> Any:
    """A value as it was: dates remember that they are dates, lists come back as tuples."""
    if isinstance(kept, Mapping):
        if set(kept) == {DATE}:
            return date.fromisoformat(str(kept[DATE]))
        return {name: from_json(one) for name, one in kept.items()}
    return tuple(from_json(one) for one in kept) if isinstance(kept, list) else kept


def many_gone(gone: int, residents: int) -> bool:
    """Whether so many are missing from a register that the file is probably not whole."""
    return gone >= 20 and gone * 5 >= residents


def reasons_of(kept: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Reasons as the rule gave them."""
    return tuple(Reason(one["code"], from_json(one["facts"]), one["about"]) for one in kept)
