"""What the server does around the application: it shares its lines out, and ends none in the middle of an answer."""

import http.client
import os
import socket
import subprocess
import sys
import time

import pytest

from pulih.cli.serve import spreading
from tests.database import Databases

ANSWERS = 5_000


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ya"]


def test_one_answer_in_fifty_hangs_up_and_none_loses_a_header():
    ended = 0
    kept = []

    def start(status, headers, *failure):
        kept.append((status, headers))

    answer = spreading(application)
    for _ in range(ANSWERS):
        assert answer({}, start) == [b"ya"]
        status, headers = kept.pop()
        assert status == "200 OK"
        assert headers[0] == ("Content-Type", "text/plain")
        ended += headers[1:] == [("Connection", "close")]
    # One in fifty is a hundred; outside of 50 to 160 it falls once in several million runs.
    assert 50 < ended < 160


@pytest.fixture
def server(db: str, databases: Databases):
    """`pulih serve` with two workers, as an operator starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": databases.cluster.app_url(db),
        "PULIH_PRODUCTION": "1",
        "PULIH_BEHIND_TLS": "1",
        "PULIH_SECRET_KEY": "a test signs nothing that lasts longer than the test",
    }
    command = [sys.executable, "-m", "pulih.cli.main", "serve", "--workers", "2", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(timeout=60)


@pytest.mark.commits
def test_the_real_server_hangs_up_now_and_then_and_says_so(server: int):
    line = http.client.HTTPConnection("127.0.0.1", server, timeout=30)
    said = 0
    for _ in range(400):
        line.request("GET", "/sign-in/", headers={"X-Forwarded-Proto": "https", "Host": "127.0.0.1"})
        answer = line.getresponse()
        assert answer.status in (200, 301, 400)
        answer.read()
        said += answer.will_close
    line.close()
    assert 1 <= said < 40
