"""What the figures must reach, as issue 6 sets it; each limit is printed as held or broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.operations import OPERATIONS

APP_CPU_MS = {
    "search": 2.0,
    "open": 6.0,
    "create": 3.0,
    "instrument": 3.0,
    "enrolments": 3.0,
    "attendance": 3.0,
}
STATEMENTS = 6.0
TIMES_THE_REFERENCE = 8.0
P95_MS = {one.name: 150.0 if one.name == "sheet" else 25.0 for one in OPERATIONS}
GROWTH = 1.5
LARGE, SMALL = "1000000", "50000"


@dataclass(frozen=True)
class Judged:
    """A limit with the figure it was held against."""

    limit: str
    size: str
    operation: str
    figure: float
    at_most: float

    @property
    def holds(self) -> bool:
        """Whether the figure is within."""
        return self.figure <= self.at_most

    def document(self) -> dict[str, object]:
        """For the JSON."""
        return {"limit": self.limit, "size": self.size, "operation": self.operation,
                "figure": self.figure, "at_most": self.at_most, "holds": self.holds}  # fmt: skip


def judge(sizes: Mapping[str, Mapping[str, Any]]) -> list[Judged]:
    """Every limit the measured sizes allow to be judged."""
    found: list[Judged] = []
    for size, measured in sizes.items():
        found += _of_one(size, measured["operations"])
    if LARGE in sizes and SMALL in sizes:
        found += _growth(sizes[SMALL]["operations"], sizes[LARGE]["operations"])
    return found


def _of_one(size: str, operations: Mapping[str, Any]) -> Iterator[Judged]:
    for name, figures in operations.items():
        if name in APP_CPU_MS:
            yield Judged("application CPU, ms", size, name, figures["app_cpu_ms"], APP_CPU_MS[name])
        yield Judged("statements", size, name, figures["statements"], STATEMENTS)
        yield Judged("p50, times the reference's", size, name, figures["ratio_p50"], TIMES_THE_REFERENCE)
        if size == LARGE:
            yield Judged("p95, ms", size, name, figures["p95_ms"], P95_MS[name])


def _growth(small: Mapping[str, Any], large: Mapping[str, Any]) -> Iterator[Judged]:
    for name in large:
        if name in small:
            times = round(large[name]["p95_ms"] / small[name]["p95_ms"], 2)
            yield Judged("p95, times that at 50,000", LARGE, name, times, GROWTH)
