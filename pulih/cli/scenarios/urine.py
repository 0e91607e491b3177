"""Made-up urine tests: six strips, mostly negative, with everything else that happens to a sample."""

import random
from dataclasses import dataclass, field, replace
from datetime import date

CLEAN = dict.fromkeys(("amp", "met", "coc", "thc", "bzo", "mop"), "negative")
_USED = ("met", "met", "amp", "thc", "mop")


@dataclass(frozen=True)
class Test:
    """A test as it is keyed."""

    point: str
    on: date
    state: str = "negative"
    results: dict[str, str] = field(default_factory=lambda: dict(CLEAN))
    reason: str = ""
    agreed: bool | None = None
    """What the second look at a positive said; None where nobody looked."""
    keyed_wrong: "Test | None" = None
    """What was keyed first by mistake, and amended to this."""


def negative(point: str, on: date) -> Test:
    """A clean sample."""
    return Test(point, on)


def positive(point: str, on: date, draw: random.Random) -> Test:
    """A sample in which somebody else sees the same line."""
    return Test(point, on, "positive", {**CLEAN, draw.choice(_USED): "positive"}, agreed=True)


def prescribed(point: str, on: date) -> Test:
    """Methadone from the clinic."""
    reason = "Metadon dari klinik PTRM"
    return Test(point, on, "prescribed_positive", {**CLEAN, "mop": "prescribed"}, reason)


def without_result(point: str, on: date, state: str) -> Test:
    """No sample, or none that can be read."""
    reasons = {"exempt": "Sedang dirawat di rumah sakit", "not_done": "Strip uji habis"}
    return Test(point, on, state, {}, reasons.get(state, ""))


def keyed_as_negative(test: Test) -> Test:
    """A positive that was keyed as negative first, and corrected."""
    return replace(test, keyed_wrong=negative(test.point, test.on))


def not_confirmed(point: str, on: date, draw: random.Random) -> Test:
    """A positive the second reader did not see; the sample taken anew was clean."""
    return replace(negative(point, on), keyed_wrong=replace(positive(point, on, draw), agreed=False))


def any_day(point: str, on: date, draw: random.Random) -> Test:
    """What a test before the last month comes to."""
    chance = draw.random()
    if chance < 0.86:
        return negative(point, on)
    if chance < 0.92:
        return positive(point, on, draw)
    if chance < 0.94:
        return prescribed(point, on)
    state = draw.choice(("admitted", "invalid", "diluted", "refused", "no_sample", "not_done"))
    return without_result(point, on, state)
