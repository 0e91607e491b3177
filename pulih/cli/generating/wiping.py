"""Emptying a training database again, and mending what a killed run left."""

from typing import Any

import psycopg
from psycopg import sql

from pulih.cli.generating import laying_aside

_KEPT = ("organisation", "organisation_name", "programme", "programme_version", "installation")
"""Of these only what was generated goes; every other table of `public` is emptied."""

_TABLES = """
SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition AND c.relname <> ALL (%s) AND c.relname NOT LIKE 'procrastinate\\_%%' ORDER BY 1
"""

_STAFF = """
CREATE TEMP TABLE gone ON COMMIT DROP AS
SELECT a.id FROM login.account a
WHERE EXISTS (SELECT FROM login.membership m WHERE m.account_id = a.id AND m.organisation_id = ANY (%(offices)s))
  AND NOT EXISTS (SELECT FROM login.membership m WHERE m.account_id = a.id
                  AND m.organisation_id <> ALL (%(offices)s));
"""
_LOGIN = ("session", "submission", "kept_form", "reset_code", "competency", "membership")


def wipe(url: str, connection: psycopg.Connection, generated: dict[str, Any]) -> int:
    """Empty the tables in one transaction, restore what was laid aside; answers how many tables were emptied.

    The whole trail goes with it: a chain cannot lose a part. Offices and accounts that were there before
    stay.
    """
    first, last = generated.get("offices") or (0, -1)
    with connection.transaction():
        tables = [row[0] for row in connection.execute(_TABLES.encode(), [list(_KEPT)])]
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        connection.execute(sql.SQL("TRUNCATE {}").format(names))
        offices = list(range(first, last + 1))
        cursor = psycopg.ClientCursor(connection)
        cursor.execute(_STAFF.encode(), {"offices": offices})
        for table in _LOGIN:
            connection.execute(
                sql.SQL("DELETE FROM login.{} WHERE account_id IN (SELECT id FROM gone)").format(
                    sql.Identifier(table)
                )
            )
        connection.execute("DELETE FROM login.membership WHERE organisation_id = ANY (%s)", [offices])
        connection.execute("DELETE FROM login.account WHERE id IN (SELECT id FROM gone)")
        connection.execute("DELETE FROM organisation_name WHERE organisation_id = ANY (%s)", [offices])
        connection.execute("DELETE FROM organisation WHERE id = ANY (%s)", [offices])
        connection.execute(
            "DELETE FROM programme_version WHERE id = ANY (%s)", [generated.get("versions") or []]
        )
    laying_aside.restore(url, generated.get("laid_aside") or [])
    connection.execute("UPDATE installation SET generated = '{}'")
    return len(tables)
