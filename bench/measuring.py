"""One operation measured: time, CPU, statements and bytes, on Pulih and on the bare application beside it."""

import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.client import Answer, Line, Request, Session
from bench.consumed import Store
from bench.crowd import Crowd
from bench.operations import Operation, Pair
from bench.people import Desk
from bench.processes import cpu_ms
from bench.serving import Server, held_still
from bench.statements import Counter

WARM = 30
COUNTED = 20
CROWD_SECONDS = 3.0
FORMS_FOR_EIGHT = 1500
_LONGEST = 8.0
"""Seconds after which a slow operation has been sent often enough with one client."""


@dataclass(frozen=True)
class Figures:
    """What is known of one operation on one of the two applications."""

    p50_ms: float
    p95_ms: float
    per_second: float
    app_cpu_ms: float
    database_cpu_ms: float
    statements: float
    bytes: int
    bytes_compressed: int
    times: int
    """How many were timed with one client."""


@dataclass(frozen=True)
class Bench:
    """Everything a measurement leans on."""

    store: Store
    server: Server
    bare: Server
    worker: int
    counter: Counter
    bare_counter: Counter
    crowd: Crowd
    show: bool = False
    """Whether every statement that was counted is printed."""


class Failed(SystemExit):
    """An operation did not do what it is measured for; nothing can be said of its speed."""


def _sent(line: Line, request: Request, session: Session, name: str) -> Answer:
    answer = line.send(request, session)
    if answer.status != request.expect:
        said = f"{answer.status} {answer.text}"
        raise Failed(f"{name}: {request.method} {request.path} answered {_told(said)}")
    return answer


def _told(page: str) -> str:
    """What a refused page says: its errors, or its beginning without the markup."""
    errors = re.findall(r'class="ui-error"[^>]*>(.*?)</p>', page)
    said = f"{page[:4]}{' | '.join(errors) or page}"
    return " ".join(re.sub(r"<[^>]*>", " ", said).split())[:500]


def _timed(server: Server, requests: Sequence[Request], sessions: Sequence[Session]) -> list[float]:
    """Milliseconds of each request, one after the other on one line, raw bytes made beforehand."""
    line, times, began = Line(server.port), [], time.perf_counter()
    raw = [line.raw(one, sessions[place % len(sessions)]) for place, one in enumerate(requests)]
    for place, one in enumerate(raw):
        sent = time.perf_counter()
        answer = line.exchange(one)
        now = time.perf_counter()
        if answer.status != requests[place].expect:
            raise Failed(f"{requests[place].path} answered {answer.status} while it was timed")
        times.append((now - sent) * 1000)
        if now - began > _LONGEST:
            break
    line.close()
    return times


def _shares(operation: Operation, available: int) -> tuple[int, int, int]:
    """How many warm up, are counted and are timed; what a writing operation uses up may be scarce."""
    if available >= WARM + COUNTED + operation.many:
        return WARM, COUNTED, operation.many
    warm = counted = max(2, available // 10)
    return warm, counted, available - warm - counted


def _one_client(
    bench: Bench, server: Server, counter: Counter, sessions: Sequence[Session], operation: Operation,
    requests: Sequence[Request],
) -> Figures:  # fmt: skip
    warm, counted, timed = _shares(operation, len(requests))
    line = Line(server.port)
    for place in range(warm):
        _sent(line, requests[place], sessions[place % len(sessions)], operation.name)
    with held_still(bench.worker):
        counter.reset()
        for place in range(warm, warm + counted):
            answer = _sent(line, requests[place], sessions[place % len(sessions)], operation.name)
        statements = counter.calls() / counted
        if bench.show:
            _print_statements(operation.name, counter, counted)
    line.close()
    postmaster = bench.store.nation.postmaster
    app, database = cpu_ms(server.pid), cpu_ms(postmaster)
    times = _timed(server, requests[warm + counted : warm + counted + timed], sessions)
    app, database = cpu_ms(server.pid) - app, cpu_ms(postmaster) - database
    times.sort()
    return Figures(
        p50_ms=statistics.median(times),
        p95_ms=times[min(len(times) - 1, int(len(times) * 0.95))],
        per_second=0.0,
        app_cpu_ms=app / len(times),
        database_cpu_ms=database / len(times),
        statements=statements,
        bytes=len(answer.body),
        bytes_compressed=answer.wire,
        times=len(times),
    )


def _print_statements(name: str, counter: Counter, counted: int) -> None:
    print(f"\n== {name}: times an operation, milliseconds an operation, statement")
    for query, calls, spent, _rows in counter.rows():
        print(f"{calls / counted:7.2f}{spent / counted:9.3f}  {' '.join(query.split())[:160]}")


def _eight_clients(
    bench: Bench,
    server: Server,
    sessions: Sequence[Session],
    operation: Operation,
    requests: Sequence[Request],
) -> float:
    line = Line(server.port)
    raw = [line.raw(one, sessions[place % len(sessions)]) for place, one in enumerate(requests)]
    reached = bench.crowd.run(
        server.port, raw, seconds=CROWD_SECONDS, once=operation.writes, expect=requests[0].expect
    )
    if reached.failed:
        among = f"{reached.failed} of {reached.done + reached.failed}"
        raise Failed(f"{operation.name}: {among} failed with eight clients: {_told(reached.example)}")
    return reached.per_second


def measure(bench: Bench, desk: Desk, operation: Operation, crowd: bool = True) -> tuple[Figures, Figures]:
    """Pulih's figures and the bare application's, one after the other on the same database."""
    found: list[Figures] = []
    ways = ((bench.server, bench.counter, desk.sessions), (bench.bare, bench.bare_counter, [Session()]))
    for place, (server, counter, sessions) in enumerate(ways):
        figures = _one_client(
            bench, server, counter, sessions, operation,
            _of(_laid(bench, desk, operation, WARM + COUNTED + operation.many), place),
        )  # fmt: skip
        if crowd:
            # Reading goes round and round; a form is sent once, and more of them lie ready than can be sent.
            many = FORMS_FOR_EIGHT if operation.writes else 400
            requests = _of(_laid(bench, desk, operation, many), place)
            reached = _eight_clients(bench, server, sessions, operation, requests)
            figures = replace(figures, per_second=reached)
        found.append(figures)
        if operation.writes:
            bench.store.put_back()
    return found[0], found[1]


def _laid(bench: Bench, desk: Desk, operation: Operation, count: int) -> list[Pair]:
    if operation.writes:
        bench.store.put_back()
    return operation.lay_ready(desk, bench.store, count)


def _of(pairs: Sequence[Pair], place: int) -> list[Request]:
    return [one.bare if place else one.pulih for one in pairs]


def median_of(repeats: Sequence[Figures]) -> Figures:
    """Of each figure the median."""

    def middle(name: str) -> float:
        return round(statistics.median(getattr(one, name) for one in repeats), 3)

    return Figures(
        p50_ms=middle("p50_ms"),
        p95_ms=middle("p95_ms"),
        per_second=middle("per_second"),
        app_cpu_ms=middle("app_cpu_ms"),
        database_cpu_ms=middle("database_cpu_ms"),
        statements=middle("statements"),
        bytes=int(middle("bytes")),
        bytes_compressed=int(middle("bytes_compressed")),
        times=int(middle("times")),
    )
