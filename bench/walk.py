"""`make bench WALK=1`: every page as every role, found as people find them: by the links on the page before.

The nine operations say how fast what is done all day is. This says what breaks or lags of all the rest, at the
size of a nation. Of addresses that differ only in whom they are about two are opened. Exit 1 when a page fails.
"""

import argparse
import html
import re
import statistics
import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import parse_qsl, urljoin, urlsplit

from bench import serving
from bench.client import Answer, Line, Request
from bench.consumed import left_alone, store
from bench.database import prepare
from bench.people import Desk

PEOPLE = 5_000
EACH = 2
"""How many pages of one shape are opened."""
SLOW_MS = 100.0
HEAVY_KB = 30.0
"""What a later page may weigh compressed: issue 6."""
TIMES = 3
"""How often a slow page is opened again; the middle one counts."""

_LINK = re.compile(r'href="([^"#]+)')
_WHOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{4}-[A-Z0-9]{4}|\d+")
_NOT_PAGES = ("/static/", "/door/", "/sign-out/")


@dataclass(frozen=True)
class Opened:
    """One page as it was opened."""

    path: str
    status: int
    ms: float
    kb: float
    """As it travelled; nothing of papers and files, which are asked for one at a time."""

    @property
    def failed(self) -> bool:
        """A link led nowhere, or the page broke. What is refused in words is no failure."""
        return self.status >= 500 or self.status == 404


def shape(path: str) -> str:
    """An address without whom it is about: pages of one shape are one page of the program."""
    parts = urlsplit(path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{_WHOM.sub('*', parts.path)}?{'&'.join(names)}"


def links_of(path: str, page: str) -> Iterator[str]:
    """Where a page leads to within Pulih."""
    for found in _LINK.findall(page):
        parts = urlsplit(urljoin(path, html.unescape(found)))
        if not parts.netloc and parts.path.startswith("/") and not parts.path.startswith(_NOT_PAGES):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def walk(desk: Desk) -> list[Opened]:
    """Everything this person finds from their first page on."""
    line = Line(desk.server.port)
    waiting, known, shapes, opened = deque(["/"]), {"/"}, Counter[str](), []
    while waiting:
        path = waiting.popleft()
        answer, one = _open(line, desk, path)
        if one.ms > SLOW_MS:
            again = [_open(line, desk, path)[1].ms for _ in range(TIMES)]
            one = Opened(path, one.status, statistics.median(again), one.kb)
        opened.append(one)
        if answer.status != 200 or not _is_page(answer):
            continue
        for link in links_of(path, answer.text):
            if link not in known and shapes[shape(link)] < EACH:
                known.add(link)
                shapes[shape(link)] += 1
                waiting.append(link)
    line.close()
    return opened


def _is_page(answer: Answer) -> bool:
    return "html" in answer.headers.get("content-type", "")


def _open(line: Line, desk: Desk, path: str) -> tuple[Answer, Opened]:
    began = perf_counter()
    answer = line.send(Request("GET", path), desk.own)
    ms = (perf_counter() - began) * 1000
    return answer, Opened(path, answer.status, ms, answer.wire / 1000 if _is_page(answer) else 0.0)


def _say(role: str, opened: list[Opened], slow_ms: float) -> None:
    times = sorted(one.ms for one in opened)
    print(f"\n{role}: {len(opened)} pages, half within {statistics.median(times):.0f} ms,", end=" ")
    print(f"the slowest {times[-1]:.0f} ms")
    for one in sorted(opened, key=lambda one: -one.ms):
        marks = [f"answered {one.status}"] if one.failed else []
        marks += [f"{one.ms:.0f} ms"] if one.ms > slow_ms else []
        marks += [f"{one.kb:.0f} KB"] if one.kb > HEAVY_KB else []
        if marks:
            print(f"  {one.path[:110]}: {', '.join(marks)}")


def main() -> int:
    """Walk as each role, say what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--role", action="append", default=[], help="A role; may be repeated.")
    asked.add_argument("--slow", type=float, default=SLOW_MS, help="Milliseconds from which a page is named.")
    given = asked.parse_args()
    serving.end_in_order()
    nation = prepare(given.people)
    failed = 0
    with left_alone(nation), store(nation) as laid, serving.pulih(nation) as server:
        for role in given.role or nation.accounts:
            opened = walk(Desk(server, laid, role))
            _say(role, opened, given.slow)
            failed += sum(one.failed for one in opened)
    print(f"\n{failed} pages failed." if failed else "\nEvery page opened.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
