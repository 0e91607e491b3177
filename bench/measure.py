"""`make bench`: nine operations as people carry them out, beside a bare application, at two sizes.

Exit 1 when a limit of issue 6 is broken or an operation fails; 0 otherwise, also on a busy machine, which
is said plainly. `docs/performance.md` explains what the figures are.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench import report, serving
from bench.consumed import left_alone, store
from bench.crowd import Crowd
from bench.database import Nation, prepare
from bench.limits import judge
from bench.measuring import Bench, Figures, measure, median_of
from bench.operations import OPERATIONS, Operation
from bench.people import Desk
from bench.processes import BUSY, Others, machine, resident_mb, share_of_others, yardstick_ms
from bench.statements import Counter
from pulih.cli.postgres import APP, OWNER

SIZES = (50_000, 1_000_000)
REPEATS = 3


@dataclass
class Opened:
    """A nation with its servers up, and what was found of it so far."""

    nation: Nation
    bench: Bench
    desks: Mapping[str, Desk]
    memory_before: float
    found: dict[str, list[tuple[Figures, Figures]]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def document(self, yardsticks: Sequence[float]) -> dict[str, Any]:
        """The median of the repeats of every figure."""
        return {
            "in_custody": self.nation.in_custody,
            "attendance_rows": self.nation.attendance,
            "generated_in_seconds": self.nation.generated_in,
            "start_ms": self.bench.server.ready_ms,
            "reference_start_ms": self.bench.bare.ready_ms,
            "resident_mb": self.memory_before,
            "resident_after_mb": resident_mb(self.bench.server.pid),
            "yardstick_ms": statistics.median(yardsticks),
            "yardstick_slowest_ms": max(yardsticks),
            "operations": {name: _document(each) for name, each in self.found.items()},
            "not_measured": self.failed,
        }


@contextmanager
def _opened(nation: Nation, operations: Sequence[Operation], eight: Crowd, *, show: bool) -> Iterator[Opened]:
    with (
        left_alone(nation),
        store(nation) as laid,
        serving.pulih(nation) as server,
        serving.reference(nation) as bare,
        serving.worker(nation) as worker,
    ):
        counters = (Counter(nation.superuser_url, APP), Counter(nation.superuser_url, OWNER))
        before = resident_mb(server.pid)
        desks = {role: Desk(server, laid, role) for role in dict.fromkeys(one.role for one in operations)}
        bench = Bench(laid, server, bare, worker, counters[0], counters[1], eight, show)
        yield Opened(nation, bench, desks, before)
        for counter in counters:
            counter.close()


def of_nations(
    nations: Sequence[Nation],
    operations: Sequence[Operation],
    *,
    repeats: int,
    crowd: bool,
    show: bool = False,
    tell: Callable[[str], None],
) -> dict[str, dict[str, Any]]:
    """Everything measured, by size.

    Each operation is measured at every size before the next: a machine that is lent by the hour may be twice as
    slow ten minutes later, and what grows with the size is to be seen, not the hour.
    """
    yardsticks = [yardstick_ms()]
    with Crowd() as eight, ExitStack() as stack:
        up = [stack.enter_context(_opened(one, operations, eight, show=show)) for one in nations]
        for repeat in range(repeats):
            for operation in operations:
                for one in up:
                    _measured(one, operation, crowd, tell)
                yardsticks.append(yardstick_ms())
            tell(f"repeat {repeat + 1} of {repeats} done")
        return {str(one.nation.people): one.document(yardsticks) for one in up}


def _measured(one: Opened, operation: Operation, crowd: bool, tell: Callable[[str], None]) -> None:
    if operation.name in one.failed:
        return
    try:
        figures = measure(one.bench, one.desks[operation.role], operation, crowd)
    except SystemExit as why:
        one.failed[operation.name] = str(why)
        one.found.pop(operation.name, None)
        one.bench.store.put_back()
        tell(f"{operation.name} failed: {str(why)[:600]}")
    else:
        one.found.setdefault(operation.name, []).append(figures)


def _document(repeats: Sequence[tuple[Figures, Figures]]) -> dict[str, Any]:
    pulih, bare = (median_of([one[place] for one in repeats]) for place in (0, 1))
    return {
        **asdict(pulih),
        "reference": asdict(bare),
        "ratio_p50": round(pulih.p50_ms / bare.p50_ms, 2),
        "ratio_app_cpu": round(pulih.app_cpu_ms / max(bare.app_cpu_ms, 0.001), 1),
    }


def chosen(names: Sequence[str]) -> list[Operation]:
    """The operations of these names, or all."""
    known = {one.name for one in OPERATIONS}
    if unknown := set(names) - known:
        raise SystemExit(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(sorted(known))}.")
    return [one for one in OPERATIONS if not names or one.name in names]


def main() -> int:
    """Prepare, measure, print, keep."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, action="append", help="A size; may be repeated.")
    asked.add_argument("--only", action="append", default=[], help="An operation; may be repeated.")
    asked.add_argument("--repeats", type=int, default=REPEATS)
    asked.add_argument("--no-crowd", action="store_true", help="One client only.")
    asked.add_argument("--show", action="store_true", help="Print every counted statement.")
    asked.add_argument("--keep-as", default="latest.json", help="The document's name in bench/results.")
    given = asked.parse_args()
    serving.end_in_order()
    operations = chosen(given.only)
    before = share_of_others()
    nations = [prepare(people) for people in given.people or SIZES]
    began, others = time.monotonic(), Others(*(one.postmaster for one in nations[:1]))
    sizes = of_nations(
        nations,
        operations,
        repeats=given.repeats,
        crowd=not given.no_crowd,
        show=given.show,
        tell=lambda words: print(words, flush=True),
    )
    for size, measured in sizes.items():
        print(report.table(size, measured), flush=True)
    share = max(before, others.share())
    judged = judge(sizes)
    document = {
        "schema": "pulih.bench/2",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began),
        "machine": machine(),
        "workers": serving.WORKERS,
        "repeats": given.repeats,
        "busy": share >= BUSY,
        "others_share_of_cpu": share,
        "sizes": sizes,
        "reach": [one.document() for one in judged],
    }
    print(report.verdicts(judged))
    print(report.busy(share))
    print(
        f"{document['seconds']} seconds without generating. Kept in {report.keep(document, given.keep_as).name}."
    )
    failed = any(size["not_measured"] for size in sizes.values())
    return 0 if not failed and all(one.holds for one in judged) else 1


if __name__ == "__main__":
    sys.exit(main())
