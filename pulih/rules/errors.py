"""The one error of the house: a rule refused. Worded once, in `language`, for every reader."""

from typing import Any

from pulih.rules.verdicts import Reason, Verdict


class RuleBroken(Exception):
    """A rule refused what somebody wanted; nothing was changed.

    `reasons` are for the reader, `attempt` says that trying it is itself worth an audit event
    (somebody reached for what is not theirs), even though the work was rolled back.
    """

    def __init__(self, code: str, about: str | None = None, *, attempt: bool = False, **facts: Any) -> None:
        super().__init__(code)
        self.reasons: tuple[Reason, ...] = (Reason(code, facts, about),)
        self.attempt = attempt

    @classmethod
    def because(cls, verdict: Verdict, *, attempt: bool = False) -> "RuleBroken":
        """The error that carries every reason of a refusing verdict."""
        first = verdict.reasons[0]
        broken = cls(first.code, first.about, attempt=attempt, **first.facts)
        broken.reasons = verdict.reasons
        return broken

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.reasons[0].code


def require(verdict: Verdict, *, attempt: bool = False) -> None:
    """Raise what the verdict refuses; the bridge from asking to doing."""
    if not verdict.allowed:
        raise RuleBroken.because(verdict, attempt=attempt)
