"""Running the command as people do: in a process of its own, on the test's database."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.database import Databases


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        read: dict[str, Any] = json.loads(self.out)
        return read

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The JSON objects on standard error, one a line."""
        return [json.loads(line) for line in self.err.splitlines()]


Pulih = Callable[..., Ran]


def run(*arguments: object, **environment: str) -> Ran:
    """Run `pulih` with the environment of the tests and these changes."""
    done = subprocess.run(
        [sys.executable, "-m", "pulih.cli.main", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def pulih(db: str, databases: Databases) -> Pulih:
    """The command on this test's database; the test must be marked `commits`."""
    urls = {"DATABASE_URL": databases.cluster.app_url(db), "PULIH_OWNER_URL": databases.cluster.owner_url(db)}

    def on_this_database(*arguments: object, **environment: str) -> Ran:
        return run(*arguments, **{**urls, **environment})

    return on_this_database


def note_events(connection: psycopg.Connection, number: int = 1) -> None:
    """Leave events in the audit, as something that happened without anybody acting."""
    for _ in range(number):
        now = datetime.now(UTC)
        body = {
            "day": now.date().isoformat(),
            "id": str(uuid4()),
            "at": now.isoformat(timespec="milliseconds"),
        }
        body |= {"account": None, "role": "system", "organisation": None, "holder": None, "event": "tested"}
        body |= {"outcome": "done", "subject": "", "subject_id": "", "person": None}
        connection.execute("SELECT gate.note_event(%s)", [json.dumps(body)])
