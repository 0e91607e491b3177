"""A throw-away database: made for one play, dropped afterwards, also when the play fails."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from pulih.cli.connecting import connect, disconnect, in_production
from pulih.cli.database import initialise
from pulih.cli.output import Refused
from pulih.cli.postgres import Cluster
from pulih.records.keys import Keys

_PREFIX = "pulih_scenario_"


@contextmanager
def throw_away_database() -> Iterator[str]:
    """An empty migrated database that this process speaks to; answers its owner's address.

    It has keys of its own, so that nothing of the installation is needed or touched.
    """
    if in_production():
        raise Refused("scenario_in_production", "A scenario makes people up; it does not run in production.")
    cluster = Cluster().start(durable=False)
    name = f"{_PREFIX}{os.getpid()}_{secrets.token_hex(4)}"
    try:
        _sweep(cluster)
        with tempfile.TemporaryDirectory(prefix="pulih-scenario-") as folder:
            keys = Path(folder) / "keys"
            Keys.create(keys)
            os.environ |= {
                "PULIH_KEYS": str(keys),
                "DATABASE_URL": cluster.app_url(name),
                "PULIH_OWNER_URL": cluster.owner_url(name),
            }
            initialise(cluster.superuser_url(), name)
            try:
                _migrate()
                connect()
                yield cluster.owner_url(name)
            finally:
                disconnect()
                _drop(cluster, name)
    finally:
        cluster.stop()


def _migrate() -> None:
    """In a process of its own: one process is either the owner or the application."""
    done = subprocess.run(
        [sys.executable, "-m", "pulih.cli.main", "migrate"],
        env={**os.environ},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Refused("migrate_failed", f"The database could not be prepared: {done.stderr.strip()}")


def _sweep(cluster: Cluster) -> None:
    """Drop what killed plays left: the name of each tells the process it belonged to."""
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (_PREFIX,)
        ).fetchall()
    for (name,) in rows:
        if not _runs(int(name.removeprefix(_PREFIX).split("_")[0])):
            _drop(cluster, name)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _drop(cluster: Cluster, name: str) -> None:
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
