"""What the kernel says of processes: CPU and memory of a server, of PostgreSQL, and of everybody else."""

import json
import os
import statistics
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_TICK = 1000 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
BUSY = 0.10
"""From this share of the machine's CPU used by others the figures are not to be trusted."""


@dataclass(frozen=True)
class _Process:
    pid: int
    parent: int
    own_ms: float
    """User and system time of its own, all threads."""
    ended_ms: float
    """The same of its children that have ended and were waited for."""
    resident: int


def _read(pid: int) -> _Process | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text.rpartition(")")[2].split()
    user, system, ended_user, ended_system = (int(one) * _TICK for one in fields[11:15])
    return _Process(pid, int(fields[1]), user + system, ended_user + ended_system, int(fields[21]) * _PAGE)


def everybody() -> Mapping[int, _Process]:
    """Every process there is."""
    found = (_read(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit())
    return {one.pid: one for one in found if one}


def family(root: int, known: Mapping[int, _Process] | None = None) -> list[_Process]:
    """A process and all its descendants."""
    known = known if known is not None else everybody()
    children: dict[int, list[int]] = {}
    for one in known.values():
        children.setdefault(one.parent, []).append(one.pid)
    found, wanted = [], [root]
    while wanted:
        pid = wanted.pop()
        if pid in known:
            found.append(known[pid])
        wanted += children.get(pid, [])
    return found


def cpu_ms(root: int, *, without: Iterable[int] = ()) -> float:
    """Milliseconds of CPU a family has used, its members that have ended included."""
    known = everybody()
    left_out = {one.pid for root_out in without for one in family(root_out, known)}
    members = [one for one in family(root, known) if one.pid not in left_out]
    return sum(one.own_ms + one.ended_ms for one in members)


def resident_mb(root: int) -> float:
    """Resident memory of the children of a server in all, in megabytes; shared pages count in each."""
    return round(sum(one.resident for one in family(root) if one.pid != root) / 1e6, 1)


def machine_ms() -> float:
    """Milliseconds of CPU used on the whole machine since it started, waiting left out."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    user, nice, system, _idle, _waiting, interrupts, soft, stolen = (int(one) for one in fields)
    return (user + nice + system + interrupts + soft + stolen) * _TICK


class Others:
    """How much of the machine is used by processes that are not ours, from one moment to another."""

    def __init__(self, *roots: int) -> None:
        self.roots = {os.getpid(), *roots}
        self._begun, self._machine, self._own = time.monotonic(), machine_ms(), self._ours()

    def _ours(self) -> float:
        known = everybody()
        members = {one.pid: one for root in self.roots for one in family(root, known)}
        return sum(one.own_ms + one.ended_ms for one in members.values())

    def share(self) -> float:
        """Between 0 and 1: the part of all cores that others used since the beginning."""
        passed = (time.monotonic() - self._begun) * 1000 * (os.cpu_count() or 1)
        others = (machine_ms() - self._machine) - (self._ours() - self._own)
        return round(max(0.0, others / passed), 3) if passed else 0.0


def share_of_others(seconds: float = 2.0, *roots: int) -> float:
    """Watch for a while and say how busy others keep the machine."""
    watched = Others(*roots)
    time.sleep(seconds)
    return watched.share()


def yardstick_ms() -> float:
    """CPU a fixed piece of Python costs here and now: on a slow or crowded machine more, as everything else does."""
    times = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(200):
            text = json.dumps({str(one): [one, "kata " * 3] for one in range(100)})
            "".join(f"<td>{name}</td>" for name in json.loads(text))
        times.append((time.process_time() - begun) * 1000)
    return round(statistics.median(times), 2)


def machine() -> dict[str, object]:
    """Facts about the machine that say nothing about where it stands."""
    facts = Path("/proc/cpuinfo").read_text()
    model = next((line.partition(":")[2].strip() for line in facts.splitlines() if "model name" in line), "")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) * 1024
    return {"cores": os.cpu_count(), "processor": model, "memory_gb": round(memory / 1e9, 1)}
