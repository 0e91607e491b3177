"""The bench that runs before a change is taken: 5,000 people, one client, beside the committed baseline.

Fails when an operation sends more statements than the baseline says, or costs twice its CPU. Times are
not judged here: a machine that builds is never quiet. `--renew` writes a new baseline after a change that was meant.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bench import report
from bench.database import prepare
from bench.measure import of_nations
from bench.operations import OPERATIONS
from bench.serving import end_in_order

PEOPLE = 5_000
BASELINE = "baseline.json"
MORE_STATEMENTS = 0.25
"""An opening of a connection may fall among the counted requests; a further statement each time does not."""
TIMES_THE_CPU = 2.0
_TICK_MS = 0.5
"""What the kernel's tick may add to an average over a hundred requests."""


MANY = 80
"""How many of each are timed: enough for the CPU, and done in five minutes."""


def _cpu(figures: Mapping[str, Any]) -> float:
    return float(figures["app_cpu_ms"]) + float(figures["database_cpu_ms"])


def compare(now: Mapping[str, Any], before: Mapping[str, Any], slower: float = 1.0) -> Iterator[str]:
    """What has become worse than the baseline, in words; `slower` is this machine beside the baseline's."""
    for name, old in before.items():
        new = now.get(name)
        if new is None:
            yield f"{name}: could not be measured"
            continue
        if new["statements"] > old["statements"] + MORE_STATEMENTS:
            yield f"{name}: {new['statements']:.2f} statements, {old['statements']:.2f} in the baseline"
        expected = _cpu(old) * slower
        if _cpu(new) > TIMES_THE_CPU * expected + _TICK_MS:
            yield f"{name}: {_cpu(new):.1f} ms of CPU, {expected:.1f} ms after the baseline"


def _kept(operations: Mapping[str, Any]) -> dict[str, Any]:
    """What a baseline holds of each operation."""
    wanted = ("statements", "app_cpu_ms", "database_cpu_ms", "bytes_compressed")
    return {name: {each: one[each] for each in wanted} for name, one in operations.items()}


def main() -> int:
    """Measure, compare, say."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--renew", action="store_true", help="Write the baseline anew.")
    asked.add_argument("--repeats", type=int, default=2)
    given = asked.parse_args()
    end_in_order()
    operations = [replace(one, many=min(one.many, MANY)) for one in OPERATIONS]
    nation = prepare(PEOPLE)
    measured = of_nations([nation], operations, repeats=given.repeats, crowd=False, tell=print)[str(PEOPLE)]
    print(report.table(str(PEOPLE), measured))
    kept = _kept(measured["operations"])
    if given.renew:
        yardstick = measured["yardstick_ms"]
        document = {"schema": "pulih.bench-baseline/1", "people": PEOPLE, "yardstick_ms": yardstick}
        print(f"The baseline is now {report.keep({**document, 'operations': kept}, BASELINE).name}.")
        return 1 if measured["not_measured"] else 0
    path = report.RESULTS / BASELINE
    if not path.exists():
        print("There is no baseline yet: run with --renew and commit it.")
        return 1
    baseline = json.loads(path.read_text())
    slower = measured["yardstick_ms"] / baseline["yardstick_ms"]
    print(f"\nThis machine takes {slower:.2f} times the CPU of the baseline's for the same piece of Python.")
    worse = list(compare(kept, baseline["operations"], slower))
    print("\n".join(worse) if worse else "Nothing has become slower than the baseline allows.")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
