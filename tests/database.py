"""The databases of tests: a throw-away cluster a run, one migrated template, a clone a worker or test."""

import fcntl
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import sql

from pulih.cli.database import initialise
from pulih.cli.postgres import Cluster
from pulih.records.keys import Keys

RUN = "PULIH_TEST_RUN"
"""Names the folder of this run, so that the workers of xdist find the cluster of the run they belong to."""

TEMPLATE = "pulih_template"
_PREFIX = "pulih-test-"


def open_run() -> Path:
    """Make the folder of a run and hold it: one that nobody holds is the litter of a killed run."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    hold = (folder / "held").open("w")
    fcntl.flock(hold, fcntl.LOCK_EX)
    _holds[folder] = hold
    os.environ[RUN] = str(folder)
    return folder


_holds: dict[Path, object] = {}


def close_run(folder: Path) -> None:
    """Stop this run's cluster and leave nothing behind."""
    Databases(folder).cluster.remove()
    shutil.rmtree(folder, ignore_errors=True)
    _holds.pop(folder, None)


def sweep() -> None:
    """Remove what killed runs of ours left: their clusters still run."""
    for folder in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        if folder in _holds or folder.stat().st_uid != os.geteuid() or not (folder / "held").exists():
            continue
        with (folder / "held").open("r") as asked:
            try:
                fcntl.flock(asked, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            close_run(folder)


class Databases:
    """Clones of the migrated template in the cluster of this run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    @cached_property
    def cluster(self) -> Cluster:
        """The cluster; looking at it does not start it."""
        return Cluster(self.folder)

    def prepare(self) -> None:
        """Start the cluster and migrate the template; the first worker does it, the others wait."""
        with (self.folder / "preparing").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.cluster.start(durable=False)
            if (self.folder / "ready").exists():
                return
            initialise(self.cluster.superuser_url(), TEMPLATE)
            done = subprocess.run(
                [sys.executable, "-m", "pulih.cli.main", "migrate"],
                env={
                    **os.environ,
                    "DATABASE_URL": self.cluster.app_url(TEMPLATE),
                    "PULIH_OWNER_URL": self.cluster.owner_url(TEMPLATE),
                },
                capture_output=True,
                text=True,
            )
            if done.returncode:
                raise RuntimeError(f"the template database did not migrate:\n{done.stderr}")
            (self.folder / "ready").touch()

    @contextmanager
    def clone(self, name: str) -> Iterator[str]:
        """A copy of the template, dropped afterwards."""
        self.drop(name)
        self._execute("CREATE DATABASE {0} TEMPLATE {1} STRATEGY WAL_LOG OWNER pulih_owner", name, TEMPLATE)
        try:
            yield name
        finally:
            self.drop(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._execute("DROP DATABASE IF EXISTS {0} WITH (FORCE)", name)

    def next_name(self) -> str:
        """A name no other test of any worker uses."""
        return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{next(self._numbers)}"

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.cluster.superuser_url(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def make_keys(folder: Path) -> None:
    """Keys for tests alone, the same for all workers of a run."""
    os.environ["PULIH_KEYS"] = str(folder / "keys")
    if not (folder / "keys" / "seal.key").exists():
        Keys.create(folder / "keys")


def point_at(name: str) -> None:
    """Make Django of this process speak to another database, as the application."""
    from django.db import connections

    connection = connections["default"]
    connection.close()
    connection.close_pool()
    connections.settings["default"]["NAME"] = name
