"""How far a figure may be trusted: intervals, change beyond measurement error, rises that are noise."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
CONVENTION = 1.96
"""What the literature on reliable change and funnel plots writes for the 95 % point."""
CONVENTION_998 = 3.09
"""And for the 99.8 % point."""


def wilson(count: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval of a share after Wilson (1927), from 0 to 1; None where there is nobody.

    Unlike the usual normal approximation it never leaves 0 to 1 and holds for small groups.
    """
    if of <= 0:
        return None
    share, z2 = count / of, Z95 * Z95
    centre = share + z2 / (2 * of)
    spread = Z95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    bottom = 1 + z2 / of
    return max(0.0, (centre - spread) / bottom), min(1.0, (centre + spread) / bottom)


@dataclass(frozen=True)
class Share:
    """So many of so many: never a percentage without its count."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        """0 to 100; None where there is nobody, which is not 0 %."""
        return 100 * self.count / self.of if self.of else None

    @property
    def low(self) -> float | None:
        """Lower end of the 95 % interval, 0 to 100."""
        found = wilson(self.count, self.of)
        return 100 * found[0] if found else None

    @property
    def high(self) -> float | None:
        """Upper end of the 95 % interval, 0 to 100."""
        found = wilson(self.count, self.of)
        return 100 * found[1] if found else None


def reliable_change(sd: float, retest: float) -> float:
    """The smallest change of a score that measurement error alone makes in fewer than one of twenty.

    Jacobson and Truax (1991): 1.96 x SD x sqrt(2) x sqrt(1 - r), in the unit of `sd`.
    """
    return CONVENTION * sd * sqrt(2) * sqrt(1 - retest)


def reliable_change_index(before: float, after: float, sd: float, retest: float) -> float:
    """A change in units of its measurement error (Jacobson and Truax 1991); reliable from 1.96 either way."""
    return (after - before) / (sd * sqrt(2) * sqrt(1 - retest))


def crossing(one_mean: float, one_sd: float, other_mean: float, other_sd: float) -> float:
    """Where somebody is as near to the one group as to the other: the cut-off of clinical significance.

    Jacobson and Truax (1991), cut-off c: (s0 m1 + s1 m0) / (s0 + s1).
    """
    return (one_sd * other_mean + other_sd * one_mean) / (one_sd + other_sd)


Limits = tuple[float, float]


def funnel(target: float, of: int) -> tuple[Limits, Limits]:
    """Within which shares a facility of that size differs from the target by chance alone: 95 % and 99.8 %.

    Normal limits, target -+ 1.96 and 3.09 x sqrt(p(1 - p)/n), cut off at 0 and 1; small facilities need
    the exact binomial.
    """
    error = sqrt(target * (1 - target) / of)

    def limits(z: float) -> Limits:
        return max(0.0, target - z * error), min(1.0, target + z * error)

    return limits(CONVENTION), limits(CONVENTION_998)


def rise_by_chance(sd: float, retest: float, items: int) -> float:
    """The share of people whose domain score rises although nothing about them changed, from 0 to 1.

    Two measurements of an unchanged person differ by noise of standard deviation SD x sqrt(2(1 - r)).
    A domain of n items of five steps moves in steps of 25/n on 0 to 100, so a difference below half a
    step shows as no change: that is why it is less than one half.
    """
    noise = sd * sqrt(2 * (1 - retest))
    return 1 - NormalDist(0, noise).cdf(25 / items / 2) if noise > 0 else 0.0
