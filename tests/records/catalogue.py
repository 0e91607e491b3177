"""What the database's own catalogue says about the walls."""

import psycopg

from pulih.records.walls import EXEMPT_TABLES

_TABLES = """
SELECT c.oid, c.relname::text, c.relispartition, c.relrowsecurity, c.relforcerowsecurity
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND coalesce(obj_description(c.oid, 'pg_class'), '') NOT LIKE 'open: %%'
  AND NOT c.relname = ANY (%s)
ORDER BY 2
"""
_POLICIES = """
SELECT polcmd::text, polpermissive, polroles = '{0}', pg_get_expr(polqual, polrelid),
       pg_get_expr(polwithcheck, polrelid)
FROM pg_policy WHERE polrelid = %s ORDER BY polname
"""
_PARENT = """
SELECT i.inhparent, p.relname::text, c.relname::text FROM pg_inherits i
JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhrelid = %s
"""
COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}


def personal_tables(connection: psycopg.Connection) -> list[str]:
    """Every table that is neither said to be open nor exempt, by the name one uses; no partitions."""
    rows = connection.execute(_TABLES, [list(EXEMPT_TABLES)]).fetchall()
    return [name for _oid, name, partition, *_ in rows if not partition]


def readable_tables(connection: psycopg.Connection) -> list[str]:
    """Those of them the application may read; the others are told of by gates alone."""
    return [
        name
        for name in personal_tables(connection)
        if connection.execute("SELECT has_table_privilege('pulih_app', %s, 'SELECT')", [name]).fetchone()[0]
    ]


def holes(connection: psycopg.Connection) -> list[str]:
    """Every hole in the walls, in words; a sound database has none."""
    found = []
    for oid, name, partition, enabled, forced in connection.execute(
        _TABLES, [list(EXEMPT_TABLES)]
    ).fetchall():
        policies = connection.execute(_POLICIES, [oid]).fetchall()
        found += [f"{name}: {hole}" for hole in _wall(enabled, forced, policies)]
        if partition:
            found += [f"{name}: {hole}" for hole in _partition(connection, oid, policies)]
    views = connection.execute(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('v', 'm') AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)"
        " AND has_table_privilege('pulih_app', oid, 'SELECT') AND NOT EXISTS (SELECT 1 FROM pg_depend d"
        " WHERE d.objid = pg_class.oid AND d.deptype = 'e')"
    )
    return found + [f"{name}: a view sees with its owner's eyes" for (name,) in views]


def _wall(enabled: bool, forced: bool, policies: list[tuple]) -> list[str]:
    found = []
    if not enabled:
        found.append("row level security is not enabled")
    if not forced:
        found.append("row level security is not forced")
    for letter, command in COMMANDS.items():
        for_it = [one for one in policies if one[0] in (letter, "*")]
        if len(for_it) != 1:
            found.append(f"{len(for_it)} policies for {command}, not one")
        if not all(for_everyone for _c, _p, for_everyone, _q, _w in for_it):
            found.append(f"the policy for {command} leaves roles out")
        if any("true" in (qual, check) for _c, _p, _e, qual, check in for_it):
            found.append(f"the policy for {command} lets everything through")
    return found


def _partition(connection: psycopg.Connection, oid: int, policies: list[tuple]) -> list[str]:
    found = []
    parent = connection.execute(_PARENT, [oid]).fetchone()
    if parent is None or _of_anything(connection, parent[0], parent[1]) != _of_anything(
        connection, oid, parent[2]
    ):
        found.append("its policies are not its parent's")
    for role in ("pulih_app", "pulih_reader", "pulih_gate"):
        granted = connection.execute(
            "SELECT has_table_privilege(%s, %s, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')"
            " OR has_any_column_privilege(%s, %s, 'SELECT, INSERT, UPDATE')",
            [role, oid, role, oid],
        ).fetchone()
        if granted is None or granted[0]:
            found.append(f"{role} may reach it past its parent's wall")
    return found


def _of_anything(connection: psycopg.Connection, oid: int, name: str) -> list[tuple]:
    """A table's policies with its own name left out of what they say."""
    return [
        tuple(part.replace(f"{name}.", "it.") if isinstance(part, str) else part for part in policy)
        for policy in connection.execute(_POLICIES, [oid]).fetchall()
    ]
