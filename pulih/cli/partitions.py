"""`pulih partitions`: the months of what grows without end, what lies in none, and moving old ones elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated

import psycopg
import typer
from psycopg import sql

from pulih.cli.connecting import owner_url
from pulih.cli.output import Json, Refused, answer, table

group = typer.Typer(help="The months of attendance, audit and read log.", no_args_is_help=True)

_PATIENCE = "5s"
_LIST = """
SELECT p.relname::text, c.relname::text, coalesce(t.spcname::text, 'pg_default'),
       greatest(c.reltuples, 0)::bigint, pg_total_relation_size(c.oid),
       pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'
FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
WHERE p.relkind = 'p' AND c.relkind = 'r' AND p.relnamespace = 'public'::regnamespace
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Part:
    """One month of a table, or its rest; `rows` is the database's own estimate."""

    parent: str
    name: str
    tablespace: str
    rows: int
    bytes: int
    rest: bool

    @property
    def month(self) -> str:
        """The month as YYYY-MM; empty for the rest."""
        return "" if self.rest else self.name.removeprefix(f"{self.parent}_").replace("_", "-")


def parts(connection: psycopg.Connection) -> tuple[Part, ...]:
    """Every month of every table that lies by month, and the rests, in order."""
    return tuple(Part(*row) for row in connection.execute(_LIST))


def _a_month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise Refused("month_malformed", f"{text} is no month like 2024-03.", field="older_than")
    return text


@group.command("list")
def show(as_json: Json = False) -> None:
    """Show every month with its rows (as the database estimates them), its size and where it lies."""
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        found = parts(connection)
    rows = [
        (one.parent, one.month or "rest", f"{one.rows:,}", f"{one.bytes / 1024**2:,.1f} MB", one.tablespace)
        for one in found
    ]
    document = {"partitions": [asdict(one) | {"month": one.month or None} for one in found]}
    shown = table(("table", "month", "rows", "size", "tablespace"), rows)
    answer("partitions-list", document, as_json=as_json, show=lambda out: out.print(shown))


@group.command("make")
def make(as_json: Json = False) -> None:
    """Make the months that are due, and those of rows that lie in a rest; their rows move in."""
    made: dict[str, int] = {}
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        connection.execute("SELECT gate.ensure_partitions()")
        for parent, day in _strayed(connection):
            asked = connection.execute("SELECT gate.ensure_months(%s, %s, %s)", [parent, day, day])
            made[parent] = made.get(parent, 0) + sum(number for (number,) in asked)
            # Emptied, a rest keeps its size until it is vacuumed, and its size is what doctor may look at.
            connection.execute(sql.SQL("VACUUM {}").format(sql.Identifier(f"{parent}_rest")))
    words = ", ".join(f"{number} of {parent}" for parent, number in made.items()) or "none"
    answer(
        "partitions-make",
        {"made_for_strayed_rows": made},
        as_json=as_json,
        show=lambda out: out.print(f"Months made for rows that lay in none: {words}."),
    )


def _strayed(connection: psycopg.Connection) -> Iterator[tuple[str, date]]:
    """The first day of each month that has rows in a rest."""
    for rest in (one for one in parts(connection) if one.rest):
        column = connection.execute("SELECT gate.month_column(%s)", [rest.parent]).fetchone()
        if column and column[0]:
            days = connection.execute(
                sql.SQL("SELECT DISTINCT date_trunc('month', {})::date FROM {} ORDER BY 1").format(
                    sql.Identifier(column[0]), sql.Identifier(rest.name)
                )
            )
            yield from ((rest.parent, day) for (day,) in days.fetchall())


@group.command("move")
def move(
    older_than: Annotated[str, typer.Option("--older-than", help="Months before this one, YYYY-MM.")],
    tablespace: Annotated[str, typer.Option("--tablespace", help="Where they go; a superuser made it.")],
    as_json: Json = False,
) -> None:
    """Move old months, with their indexes, to another disk; each is locked while it moves, the others are not."""
    before = _a_month(older_than)
    moved = []
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        _check_tablespace(connection, tablespace)
        for one in parts(connection):
            if one.month and one.month < before and one.tablespace != tablespace:
                _move(connection, one.name, tablespace)
                moved.append(one.name)
    document = {"moved": moved, "tablespace": tablespace}
    words = f"{len(moved)} months lie in {tablespace} now."
    answer("partitions-move", document, as_json=as_json, show=lambda out: out.print(words))


def _check_tablespace(connection: psycopg.Connection, name: str) -> None:
    known = connection.execute(
        "SELECT has_tablespace_privilege(spcname, 'CREATE') FROM pg_tablespace WHERE spcname = %s", [name]
    ).fetchone()
    if known is None:
        raise Refused(
            "tablespace_unknown", f"There is no tablespace {name}: a superuser makes it.", field="tablespace"
        )
    if not known[0]:
        raise Refused(
            "tablespace_closed", f"GRANT CREATE ON TABLESPACE {name} TO pulih_owner.", field="tablespace"
        )


def _move(connection: psycopg.Connection, name: str, tablespace: str) -> None:
    """One month with all its indexes in one transaction; it is left alone where somebody works in it too long."""
    where = sql.Identifier(tablespace)
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass", [name]
    ).fetchall()
    with connection.transaction():
        connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(_PATIENCE))
        try:
            connection.execute(
                sql.SQL("ALTER TABLE {} SET TABLESPACE {}").format(sql.Identifier(name), where)
            )
        except psycopg.errors.LockNotAvailable:
            raise Refused(
                "month_in_use", f"{name} is in use; try again later. Earlier months moved."
            ) from None
        for (index,) in indexes:
            connection.execute(
                sql.SQL("ALTER INDEX {} SET TABLESPACE {}").format(sql.Identifier(index), where)
            )
