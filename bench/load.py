"""`make bench LOAD=1`: three hundred users for ten minutes, while a worker is killed and PostgreSQL restarted.

Every form the server acknowledged is looked for in the database afterwards: once, and none missing. A click
that meets a server or database that is just coming up may fail; anywhere else not one may.
"""

import argparse
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import floor
from typing import Any

import psycopg

from bench import report, serving
from bench.consumed import Store, store
from bench.database import Nation, prepare
from bench.loaded import found_again, summed_up, works_of
from bench.processes import family, machine, resident_mb, yardstick_ms
from bench.users import Diary, Work, work_together

USERS = 300
PROCESSES = 2
SECONDS = 600
KILLED_AT, RESTARTED_AT = 0.4, 0.65
"""When the worker is killed and PostgreSQL restarted, as a share of the time."""
OFFICES = 24
"""Over how many facilities the users are spread; nearly all there are of 50,000 people."""


def _process(port: int, works: Sequence[Work], began: float, seconds: float, answer: Any) -> None:
    answer.send(work_together(port, works, began, seconds))
    answer.close()


def _kill_a_worker(server: serving.Server) -> int:
    """The youngest worker of the server is killed without a word."""
    worker = max(one.pid for one in family(server.pid) if one.pid != server.pid and one.parent == server.pid)
    os.kill(worker, signal.SIGKILL)
    return worker


def _restart(nation: Nation) -> None:
    """PostgreSQL is stopped under everybody's hands and started again."""
    nation.cluster.stop(force=True)
    nation.cluster.start(durable=True)


def run(nation: Nation, laid: dict[int, Store], users: int, seconds: int) -> dict[str, Any]:
    """Serve, let everybody work, disturb twice, and count."""
    with serving.pulih(nation) as server, serving.worker(nation):
        works = works_of(nation, laid, users, seconds)
        began = time.monotonic() + 2
        ways = multiprocessing.get_context("spawn")
        pipes, members = [], []
        for place in range(PROCESSES):
            ours, theirs = ways.Pipe()
            member = ways.Process(
                target=_process, args=(server.port, works[place::PROCESSES], began, seconds, theirs)
            )
            member.start()
            theirs.close()
            pipes.append(ours)
            members.append(member)
        memory: list[tuple[float, float]] = []
        pace: list[tuple[float, float]] = []
        disturbed: dict[str, float] = {}
        watched = threading.Thread(
            target=_watch, args=(nation, server, began, seconds, memory, pace, disturbed), daemon=True
        )
        watched.start()
        diary = Diary()
        for pipe in pipes:
            brought: Diary = pipe.recv()
            diary.clicks += brought.clicks
            diary.acknowledged += brought.acknowledged
        for member in members:
            member.join()
        watched.join()
    with psycopg.connect(nation.superuser_url, autocommit=True) as connection:
        again = found_again(connection, diary.acknowledged)
    return {**summed_up(diary, memory, pace, disturbed, seconds), **again, "users": users}


def _watch(
    nation: Nation, server: serving.Server, began: float, seconds: int,
    memory: list[tuple[float, float]], pace: list[tuple[float, float]], disturbed: dict[str, float],
) -> None:  # fmt: skip
    """Read the memory and the machine's own speed every few seconds; kill and restart at their times."""
    while (now := time.monotonic() - began) < seconds:
        memory.append((now, resident_mb(server.pid)))
        pace.append((now, yardstick_ms()))
        if now > seconds * KILLED_AT and "worker_killed" not in disturbed:
            # The moment before: on a full machine a fifth of a second passes before we go on after the blow.
            disturbed["worker_killed"] = floor(now * 10) / 10
            _kill_a_worker(server)
        if now > seconds * RESTARTED_AT and "database_restarted" not in disturbed:
            _restart(nation)
            disturbed["database_restarted"] = floor(now * 10) / 10
            disturbed["database_back"] = round(time.monotonic() - began, 1)
        time.sleep(5)


def main() -> int:
    """Prepare, let them work, judge, keep."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=50_000)
    asked.add_argument("--users", type=int, default=USERS)
    asked.add_argument("--seconds", type=int, default=SECONDS)
    asked.add_argument("--keep-as", default="load.json")
    given = asked.parse_args()
    serving.end_in_order()
    nation = prepare(given.people)
    with store(nation) as own:
        offices = list(
            dict.fromkeys(office for _name, role, office in own.colleagues() if "regional" not in role)
        )
    laid = {office: Store(replace(nation, office=office)) for office in offices[:OFFICES]}
    try:
        document = run(nation, laid, given.users, given.seconds)
    finally:
        # The restart has cut every line to the database: what was laid ready is put back over new ones.
        for one in laid.values():
            one.renew()
            one.close()
    document = {
        "schema": "pulih.bench-load/1",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "people": given.people,
        "machine": machine(),
        **document,
    }
    holds = not document["failed_elsewhere"] and not document["missing"] and not document["twice"]
    print(report.load_words(document))
    print(f"{'holds' if holds else 'BROKEN'}. Kept in {report.keep(document, given.keep_as).name}.")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
