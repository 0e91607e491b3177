"""`pulih demo`: everything on one machine, with made-up people, a minute after the checkout."""

import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import psycopg
import typer
from psycopg import sql

from pulih.cli.connecting import connect, disconnect, in_production, surroundings, use_embedded
from pulih.cli.database import initialise
from pulih.cli.migrate import fingerprint, stored_fingerprint
from pulih.cli.output import Refused, people, table
from pulih.cli.postgres import DATABASE, Cluster
from pulih.cli.serve import port_is_free, run_server, worker_beside

_CONTENT = "pulih.cli.demo_data"
_FIRST_PORT = 8000
_PORTS_TO_TRY = 20


def demo(
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="The port to listen on.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw the old demo away first.")] = False,
) -> None:
    """Start the embedded database, load made-up people, serve, and tell the address and the accounts."""
    if in_production():
        raise Refused(
            "demo_in_production", "The demo makes people up; it does not run where PULIH_PRODUCTION=1."
        )
    os.environ["PULIH_DEMO"] = "1"
    chosen = _choose_port(port)
    cluster = use_embedded(durable=False)
    if fresh:
        _start_over(cluster)
    connect()
    if stored_fingerprint(cluster.app_url()) != fingerprint():
        _migrate()
    accounts = _load(fresh)
    disconnect()
    with worker_beside():
        run_server("127.0.0.1", chosen, 1, ready=lambda: _welcome(chosen, accounts))


def _choose_port(port: int | None) -> int:
    """The port asked for, or the first free one of a handful."""
    candidates = [port] if port else list(range(_FIRST_PORT, _FIRST_PORT + _PORTS_TO_TRY))
    for candidate in candidates:
        if port_is_free("127.0.0.1", candidate):
            return candidate
    taken = candidates[0] if port else f"{candidates[0]} to {candidates[-1]}"
    raise Refused("port_taken", f"Port {taken} is taken. Choose another with --port.", field="port")


def _start_over(cluster: Cluster) -> None:
    """Drop the demo's database, whoever is connected to it, and prepare an empty one."""
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
        )
    initialise(cluster.superuser_url())


def _migrate() -> None:
    """Migrate in a process of its own, because one process is either the owner or the application."""
    people().print("Preparing the database ...")
    done = subprocess.run(
        [sys.executable, "-m", "pulih.cli.main", "migrate"],
        env=surroundings(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Refused("migrate_failed", f"The database could not be prepared: {done.stderr.strip()}")


def _load(fresh: bool) -> list[Any]:
    """Fill in the made-up people through actions; what is there already stays."""
    if importlib.util.find_spec(_CONTENT) is None:
        return []
    loaded: Iterable[Any] | None = importlib.import_module(_CONTENT).load(fresh=fresh)
    return list(loaded or ())


def _welcome(port: int, accounts: list[Any]) -> None:
    """Where to look and whom to sign in as."""
    out = people()
    out.print(f"\nPulih is at [bold]http://127.0.0.1:{port}/[/bold]  (Ctrl+C ends it)\n")
    if accounts:
        rows = [(one.username, one.password, one.role, one.organisation) for one in accounts]
        out.print(table(("user name", "password", "role", "organisation"), rows))
    sys.stdout.flush()
