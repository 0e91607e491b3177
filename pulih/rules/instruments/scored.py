"""What a form came to: scores with everything that proves them again, or the reason why there are none."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulih.rules.instruments.scales import Label
from pulih.rules.permissions import Role
from pulih.rules.verdicts import Reason


@dataclass(frozen=True)
class Alert:
    """Somebody in this role must be told: of the answer to an item, or of the value of a subscale."""

    item: str
    role: Role
    code: str
    subscale: str = ""


@dataclass(frozen=True, kw_only=True)
class SubscaleScore:
    """One subscale's score, or why there is none; then `value`, all figures and all bands are None."""

    code: str
    value: float | None
    figures: tuple[tuple[str, float | None], ...]
    """The starting figure and every figure the instrument defines, exact unless it rounds."""
    bands: tuple[tuple[str, Label | None], ...]
    """What the value is called, by the code of the scheme."""
    items_used: int
    """Answered items, those that earlier answers leave out among them: they count nothing."""
    items_missing: int
    scorable: bool
    reason: Reason | None

    def figure(self, code: str) -> float | None:
        """One figure; None when there is no score or no such figure."""
        return dict(self.figures).get(code)

    def band(self, code: str) -> Label | None:
        """What the value is called under one scheme; None when there is no score or no such scheme."""
        return dict(self.bands).get(code)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What a form came to, and by which instrument version, coding, rule and engine."""

    instrument: str
    version: str
    coding: str
    rule: str
    engine: str
    answered: int
    scorable: bool
    """Whether at least one subscale has a score; a void form has none."""
    reason: Reason | None
    subscales: tuple[SubscaleScore, ...]
    alerts: tuple[Alert, ...]
    """Also of a form that cannot be scored: somebody in despair may leave the rest empty."""
    flags: tuple[tuple[str, bool], ...] = ()
    """Whether each alert that has a name was raised."""

    def subscale(self, code: str) -> SubscaleScore | None:
        """One subscale's score; None when the instrument has no such subscale."""
        return next((one for one in self.subscales if one.code == code), None)


Plain = float | Label | None
Figures = Mapping[str, Plain]


def plain_scores(scored: Scored, *, nested: bool, part: str = "") -> dict[str, Plain | Figures]:
    """The scores for programs, by name; without a score the names stay and hold None.

    Nested by subscale where a subscale has several figures of the same names (domains, substances), else
    side by side; `part` picks one subscale of a nested document, its figures alone.
    """
    found: dict[str, Plain | Figures] = {}
    for one in scored.subscales:
        if part and one.code != part:
            continue
        if nested:
            named: Figures = {**dict(one.figures), **dict(one.bands)}
            found |= named if part else {one.code: named}
        else:
            found |= {one.code: one.value, **dict(one.bands)}
    return found | dict(scored.flags)
