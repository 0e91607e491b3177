"""Whether a score changed when a form was scored again, and what may be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulih.rules.instruments.scored import SubscaleScore
from pulih.rules.verdicts import ALLOWED, Verdict, refused


@dataclass(frozen=True)
class Standing:
    """A score as it stands: what was found, apart from what found it."""

    value: float | None
    figures: Mapping[str, float | None] = field(default_factory=dict)
    bands: Mapping[str, str | bool | None] = field(default_factory=dict)
    reason: str = ""

    def as_plain(self) -> dict[str, Any]:
        """For the report of a run."""
        return {
            "value": self.value,
            "figures": dict(self.figures),
            "bands": dict(self.bands),
            "reason": self.reason,
        }


def standing_of(one: SubscaleScore) -> Standing:
    """A score as it would stand; figures only where there are more than the value."""
    figures = dict(one.figures) if len(one.figures) > 1 else {}
    return Standing(one.value, figures, dict(one.bands), one.reason.code if one.reason else "")


def changed(before: Standing, after: Standing) -> bool:
    """Whether somebody reading the score would read something else.

    Figures and bands that the earlier score did not keep yet are no change of it.
    """
    kept_figures = {name: after.figures.get(name) for name in before.figures}
    kept_bands = {name: after.bands.get(name) for name in before.bands}
    return (before.value, dict(before.figures), dict(before.bands), before.reason) != (
        after.value,
        kept_figures,
        kept_bands,
        after.reason,
    )


def check_scoring_again(why: str) -> Verdict:
    """A run says which correction made it necessary. Code: `score_again_reason_missing`."""
    return ALLOWED if len(why.strip()) >= 10 else refused("score_again_reason_missing", "why")
