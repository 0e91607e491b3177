"""`pulih migrate`: bring the database to this version, as its owner."""

import hashlib
import io
import sys
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from psycopg import sql

from pulih.cli.connecting import connect, owner_url
from pulih.cli.output import Json, answer


def fingerprint() -> str:
    """One hash over every migration there is, so that an unchanged demo starts without asking Django."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    digest = hashlib.sha256()
    for key in sorted(loader.disk_migrations):
        module = sys.modules[loader.disk_migrations[key].__module__]
        digest.update(repr(key).encode())
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()


def stored_fingerprint(url: str) -> str:
    """The hash that the last migrate left at the database; empty where none ran."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return (row[0] if row else None) or ""


def pending(connection_alias: str = "default") -> list[str]:
    """The migrations that have not run yet, as `app.name`."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[connection_alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _backwards in plan]


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Only tell what would run; exit 1 if anything.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Apply what is new to the database and prepare the audit's next months. Connects as the owner."""
    connect(as_owner=True)
    waiting = pending()
    if not check:
        _apply()
    document = {"pending" if check else "applied": waiting}
    words = "still to run" if check else "applied"
    answer(
        "migrate",
        document,
        as_json=as_json,
        show=lambda out: out.print("\n".join(waiting) or f"Nothing {words}."),
    )
    if check and waiting:
        raise typer.Exit(1)


def _apply() -> None:
    """Run the migrations, make the partitions that are due, and leave the hash."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        connection.execute("SELECT gate.ensure_partitions()")
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(fingerprint())))
