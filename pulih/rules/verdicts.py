"""A verdict is what every rule answers: one value serves the error, the disabled button and the audit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why something is refused or doubtful: a code worded in `language`, and the facts its words need."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    about: str | None = None
    """The name of the field the reason belongs to; None when it concerns the whole."""


@dataclass(frozen=True)
class Verdict:
    """Allowed or not, with every reason; an allowed verdict may still carry reasons as warnings."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def refused(code: str, about: str | None = None, **facts: Any) -> Verdict:
    """A refusal for one reason."""
    return Verdict(False, (Reason(code, facts, about),))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Allowed only when every one is; keeps all reasons, so that a person mends everything at once."""
    collected = tuple(verdicts)
    return Verdict(all(collected), tuple(reason for verdict in collected for reason in verdict.reasons))
