"""The demo starts from nothing, tells its address, answers, and starts quickly the second time."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pulih.cli.postgres import Cluster

FIRST_START = 240
"""Seconds on two busy cores: two stories are played through every check. An idle machine takes half of it."""
SECOND_START = 10


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def _demo(home: Path, *arguments: str, within: float) -> Iterator[str]:
    """The address of a running demo; ended as Ctrl+C in a terminal ends it."""
    outside = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PULIH_KEYS")
    }
    started = time.monotonic()
    with (home / "said").open("w+") as said:
        demo = subprocess.Popen(
            [sys.executable, "-m", "pulih.cli.main", "demo", "--port", str(_free_port()), *arguments],
            env={**outside, "PULIH_HOME": str(home)},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while not (found := re.search(r"http://[\d.]+:\d+/", (home / "said").read_text())):
                assert demo.poll() is None, (home / "said").read_text()
                assert time.monotonic() - started < within, "the demo takes too long"
                time.sleep(0.1)
            yield found.group(0)
            os.killpg(demo.pid, signal.SIGINT)
            assert demo.wait(timeout=15) == 0
        finally:
            demo.kill()


def test_the_demo_answers_and_starts_quickly_again(tmp_path: Path) -> None:
    try:
        with (
            _demo(tmp_path, within=FIRST_START) as address,
            urllib.request.urlopen(address, timeout=20) as page,
        ):
            assert page.status == 200
        with (
            _demo(tmp_path, within=SECOND_START) as address,
            urllib.request.urlopen(address, timeout=20) as page,
        ):
            assert page.status == 200
        assert not Cluster(tmp_path).answers(), "the demo leaves no server behind"
    finally:
        Cluster(tmp_path).remove()


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "pulih.cli.main", "demo", "--port", port],
            env={**os.environ, "PULIH_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert port in done.stderr
