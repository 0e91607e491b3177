"""Constraints and indexes of the bulk tables, laid aside while rows pour in and restored as they were.

Checked once as sets, not twenty million times row by row. What is laid aside is written down in the
database before it goes, so that a killed run can be mended.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg

from pulih.cli.generating.rows import COLUMNS

_FOUND = """
WITH bulk AS (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
              AND c.relname = ANY (%(tables)s))
SELECT 'reference', conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(c.oid),
       (SELECT relkind = 'p' FROM pg_class WHERE oid = conrelid)
FROM pg_constraint c WHERE contype = 'f' AND conparentid = 0
  AND (conrelid IN (SELECT oid FROM bulk) OR confrelid IN (SELECT oid FROM bulk))
UNION ALL
SELECT 'key', conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(c.oid), false
FROM pg_constraint c WHERE contype IN ('p', 'u', 'x') AND conparentid = 0 AND conrelid IN (SELECT oid FROM bulk)
UNION ALL
SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text,
       replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON '), false
FROM pg_index i WHERE indrelid IN (SELECT oid FROM bulk)
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, quote_ident(tgname), '', false
FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM bulk)
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Aside:
    """Something laid aside: `reference`, `key`, `index` or `trigger`."""

    kind: str
    table: str
    name: str
    definition: str
    partitioned: bool = False


def find(connection: psycopg.Connection) -> list[Aside]:
    """What stands in the way of pouring rows in."""
    return [Aside(*row) for row in connection.execute(_FOUND, {"tables": list(COLUMNS)})]


def lay(connection: psycopg.Connection, found: list[Aside]) -> None:
    """Take all of it off; the references first, since they lean on the keys."""
    order = {"reference": 0, "trigger": 1, "key": 2, "index": 3}
    for one in sorted(found, key=lambda one: order[one.kind]):
        if one.kind == "trigger":
            _run(connection, f"ALTER TABLE {one.table} DISABLE TRIGGER {one.name}")
        elif one.kind == "index":
            _run(connection, f"DROP INDEX {one.name}")
        else:
            _run(connection, f"ALTER TABLE {one.table} DROP CONSTRAINT {one.name}")


def restore(url: str, kept: list[dict[str, Any]], *, at_once: int = 2) -> None:
    """Put back whatever of it is missing, tables side by side; keys before the references that need them."""
    asides = [Aside(**one) for one in kept]
    tables: dict[str, list[Aside]] = {}
    for one in asides:
        if one.kind in ("key", "index"):
            tables.setdefault(one.table, []).append(one)
    with ThreadPoolExecutor(at_once) as pool:
        largest_first = sorted(tables.values(), key=lambda found: found[0].table != "attendance")
        list(pool.map(lambda found: _build(url, found), largest_first))
        references = [one for one in asides if one.kind == "reference"]
        with _connect(url) as connection:
            for one in references:
                if not one.partitioned and not _stands(connection, one):
                    _run(
                        connection,
                        f"ALTER TABLE {one.table} ADD CONSTRAINT {one.name} {one.definition} NOT VALID",
                    )
        list(
            pool.map(lambda one: _validate(url, one), sorted(references, key=lambda one: not one.partitioned))
        )
    with _connect(url) as connection:
        for one in asides:
            if one.kind == "trigger":
                _run(connection, f"ALTER TABLE {one.table} ENABLE TRIGGER {one.name}")


def analyse(url: str, *, at_once: int = 2) -> None:
    """Vacuum and count everything, tables side by side, so that plans and index-only scans are those of real use."""
    with _connect(url) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " WHERE c.relnamespace IN ('public'::regnamespace, 'login'::regnamespace) AND NOT c.relispartition"
            " AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'MEMBER')"
            " ORDER BY c.relname <> 'attendance', c.relname"
        ).fetchall()

    def one(table: str) -> None:
        with _connect(url) as connection:
            _run(connection, f"VACUUM (ANALYZE, PARALLEL 0) {table}")

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, [row[0] for row in tables]))


def _build(url: str, found: list[Aside]) -> None:
    with _connect(url) as connection:
        for one in sorted(found, key=lambda one: one.kind == "index"):
            if _stands(connection, one):
                continue
            if one.kind == "key":
                _run(connection, f"ALTER TABLE {one.table} ADD CONSTRAINT {one.name} {one.definition}")
            else:
                _run(connection, one.definition)


def _validate(url: str, one: Aside) -> None:
    with _connect(url) as connection:
        if not one.partitioned:
            _run(connection, f"ALTER TABLE {one.table} VALIDATE CONSTRAINT {one.name}")
        elif not _stands(connection, one):
            _run(connection, f"ALTER TABLE {one.table} ADD CONSTRAINT {one.name} {one.definition}")


def _stands(connection: psycopg.Connection, one: Aside) -> bool:
    if one.kind == "index":
        row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [one.name]).fetchone()
    else:
        row = connection.execute(
            "SELECT EXISTS (SELECT FROM pg_constraint WHERE conrelid = %s::regclass AND quote_ident(conname) = %s)",
            [one.table, one.name],
        ).fetchone()
    return bool(row and row[0])


def _connect(url: str) -> psycopg.Connection:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("SET maintenance_work_mem = '400MB'")
    connection.execute("SET max_parallel_maintenance_workers = 0")
    connection.execute("SET synchronous_commit = off")
    return connection


def _run(connection: psycopg.Connection, statement: str) -> None:
    connection.execute(statement.encode())
