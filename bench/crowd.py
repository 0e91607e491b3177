"""Eight clients at once: two processes of four threads, started once and told what to send over a pipe.

They take CPU from the same two cores as the server and the database, as the reference's clients do; what
they reach is therefore less than the server alone would, and is comparable between the two.
"""

import multiprocessing
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from bench.client import Line, NotAnswered

PROCESSES = 2
THREADS = 4
CLIENTS = PROCESSES * THREADS


@dataclass(frozen=True)
class Told:
    """What one process is to do: raw requests by client, sent round and round or each once."""

    port: int
    requests: tuple[tuple[bytes, ...], ...]
    seconds: float
    once: bool
    expect: int


@dataclass(frozen=True)
class Reached:
    """What all clients reached together."""

    done: int
    failed: int
    seconds: float
    example: str
    """What one of the failed answers said."""

    @property
    def per_second(self) -> float:
        """Operations a second."""
        return round(self.done / self.seconds, 1) if self.seconds else 0.0


@dataclass
class _Count:
    """What one client reached."""

    done: int = 0
    failed: int = 0
    last: float = 0.0
    example: str = ""


def _client(told: Told, requests: Sequence[bytes], start: float, counts: list[_Count]) -> None:
    line, count, place = Line(told.port), _Count(last=start), 0
    while time.monotonic() < start:
        time.sleep(0.0005)
    end = start + told.seconds
    while time.monotonic() < end and not (told.once and place == len(requests)):
        try:
            answer = line.exchange(requests[place % len(requests)])
            why = "" if answer.status == told.expect else f"{answer.status} {' '.join(answer.text.split())}"
        except (OSError, NotAnswered) as broken:
            why = repr(broken)
        count.done, count.failed, place = count.done + (not why), count.failed + bool(why), place + 1
        count.last, count.example = time.monotonic(), count.example or why
    line.close()
    counts.append(count)


def _process(pipe: Connection) -> None:
    """Do what is told until the pipe closes."""
    while True:
        try:
            told, start = pipe.recv()
        except EOFError:
            return
        counts: list[_Count] = []
        threads = [threading.Thread(target=_client, args=(told, one, start, counts)) for one in told.requests]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        pipe.send(counts)


class Crowd:
    """The two processes; they wait between runs."""

    def __init__(self) -> None:
        ways = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._members = []
        for _ in range(PROCESSES):
            ours, theirs = ways.Pipe()
            member = ways.Process(target=_process, args=(theirs,), daemon=True)
            member.start()
            theirs.close()
            self._pipes.append(ours)
            self._members.append(member)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in self._pipes:
            pipe.close()
        for member in self._members:
            member.join(timeout=5)

    def run(
        self, port: int, requests: Sequence[bytes], *, seconds: float, once: bool, expect: int
    ) -> Reached:
        """Share the requests out among eight clients who begin at one moment."""
        start = time.monotonic() + 0.1
        shares = [tuple(requests[place::CLIENTS]) for place in range(CLIENTS)]
        shares = [one for one in shares if one]
        for place, pipe in enumerate(self._pipes):
            mine = tuple(shares[place::PROCESSES])
            pipe.send((Told(port, mine, seconds, once, expect), start))
        counts: list[_Count] = [one for pipe in self._pipes for one in pipe.recv()]
        return Reached(
            sum(one.done for one in counts),
            sum(one.failed for one in counts),
            max((one.last for one in counts), default=start) - start,
            next((one.example for one in counts if one.example), ""),
        )
