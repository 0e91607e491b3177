"""The bench that runs before a change is taken: 5,000 people, one client, beside the committed baseline.

Fails when an operation sends more statements than the baseline says, or costs twice its CPU. Times are
not judged here: a machine that builds is never quiet. `--renew` writes a new baseline after a change that was meant.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench import report
from bench.database import prepare
from bench.measure import of_nation
from bench.operations import OPERATIONS

PEOPLE = 5_000
BASELINE = "baseline.json"
MORE_STATEMENTS = 0.25
"""An opening of a connection may fall among the counted requests; a further statement each time does not."""
TIMES_THE_CPU = 2.0
_TICK_MS = 0.5
"""What the kernel's tick may add to an average over a hundred requests."""


def _cpu(figures: Mapping[str, Any]) -> float:
    return float(figures["app_cpu_ms"]) + float(figures["database_cpu_ms"])


def compare(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """What has become worse than the baseline, in words."""
    for name, old in before.items():
        new = now.get(name)
        if new is None:
            yield f"{name}: could not be measured"
            continue
        if new["statements"] > old["statements"] + MORE_STATEMENTS:
            yield f"{name}: {new['statements']:.2f} statements, {old['statements']:.2f} in the baseline"
        if _cpu(new) > TIMES_THE_CPU * _cpu(old) + _TICK_MS:
            yield f"{name}: {_cpu(new):.1f} ms of CPU, {_cpu(old):.1f} ms in the baseline"


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
    measured = of_nation(prepare(PEOPLE), OPERATIONS, repeats=given.repeats, crowd=False, tell=print)
    print(report.table(str(PEOPLE), measured))
    kept = _kept(measured["operations"])
    if given.renew:
        document = {"schema": "pulih.bench-baseline/1", "people": PEOPLE, "operations": kept}
        print(f"The baseline is now {report.keep(document, BASELINE).name}.")
        return 1 if measured["not_measured"] else 0
    path = report.RESULTS / BASELINE
    if not path.exists():
        print("There is no baseline yet: run with --renew and commit it.")
        return 1
    worse = list(compare(kept, json.loads(path.read_text())["operations"]))
    print("\n".join(["", *worse] if worse else ["\nNothing has become slower than the baseline allows."]))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
