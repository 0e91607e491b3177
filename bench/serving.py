"""The two servers side by side: Pulih as in production, and the bare reference application."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.client import Line, NotAnswered, Request, Session
from bench.database import Nation

WORKERS = 2
_PATIENCE = 60
"""Seconds a server may take to its first answer."""


@dataclass(frozen=True)
class Server:
    """A running server with its first process, whose descendants answer the requests."""

    pid: int
    port: int
    ready_ms: float
    """From the start of the process to its first whole answer."""


def end_in_order() -> None:
    """Told to stop, the bench ends its servers and puts back what it laid ready, as it does at Ctrl+C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_it_answers(child: subprocess.Popen[bytes], port: int, path: str) -> None:
    line, answered, end = Line(port), "nothing", time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if child.poll() is not None:
            raise SystemExit(f"A server of the bench ended by itself with {child.returncode}.")
        try:
            answer = line.send(Request("GET", path), Session())
        except (OSError, NotAnswered):
            line.close()
        else:
            if answer.status == 200:
                line.close()
                return
            answered = str(answer.status)
            if answer.status >= 500:
                break
        time.sleep(0.01)
    raise SystemExit(f"A server of the bench answers {path} with {answered}.")


@contextmanager
def _served(command: list[str], surroundings: dict[str, str], port: int, path: str) -> Iterator[Server]:
    began = time.monotonic()
    child = subprocess.Popen(command, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        _until_it_answers(child, port, path)
        yield Server(child.pid, port, round((time.monotonic() - began) * 1000, 1))
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=30)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@contextmanager
def pulih(nation: Nation) -> Iterator[Server]:
    """`pulih serve` with two workers, wired as in production."""
    port = free_port()
    command = [sys.executable, "-m", "pulih.cli.main", "serve"]
    command += ["--port", str(port), "--workers", str(WORKERS)]
    with _served(command, nation.surroundings(), port, "/sign-in/") as server:
        yield server


@contextmanager
def reference(nation: Nation) -> Iterator[Server]:
    """The bare application, as the owner: no walls, no audit, one statement a request."""
    port = free_port()
    command = [sys.executable, "-m", "bench.reference", "--port", str(port), "--workers", str(WORKERS)]
    surroundings = {**nation.surroundings(), "BENCH_REFERENCE_URL": nation.owner_url}
    with _served(command, surroundings, port, "/health") as server:
        yield server


@contextmanager
def worker(nation: Nation) -> Iterator[int]:
    """`pulih worker` beside, as in production: it seals the audit while the bench runs."""
    child = subprocess.Popen(
        [sys.executable, "-m", "pulih.cli.main", "worker"],
        env=nation.surroundings(),
        stdin=subprocess.DEVNULL,
    )
    try:
        yield child.pid
    finally:
        os.kill(child.pid, signal.SIGCONT)
        _end(child)


@contextmanager
def held_still(pid: int) -> Iterator[None]:
    """The worker holds still while statements are counted: what it sends each second belongs to no request."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
