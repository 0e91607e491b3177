"""The checks of `pulih doctor`; each looks at one thing and yields what is wrong with it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from pulih.cli.backup import newest_backup
from pulih.cli.keys import differs, second_copy
from pulih.cli.postgres import APP, state_folder
from pulih.records.keys import Keys, KeyTrouble, key_folder, too_open

_LEAST_FREE_SHARE = 0.05
_LEAST_FREE_BYTES = 2 * 1024**3
_MONTHS_AHEAD = 3


@dataclass(frozen=True)
class Place:
    """Where the checks look: a connection as the application, and whether this is the real thing."""

    connection: psycopg.Connection
    production: bool

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query answers."""
        return self.connection.execute(query.encode(), values or None).fetchall()


@dataclass(frozen=True)
class Problem:
    """Something wrong, where it is, and what to do about it."""

    code: str
    where: str
    how_to_mend: str


def settings(place: Place) -> Iterator[Problem]:
    """What a production server must not be set to."""
    from django.conf import settings as wired

    if wired.DEBUG:
        yield Problem("debug_on", "settings.DEBUG", "Never serve people with DEBUG on.")
    if not place.production:
        return
    if len(os.environ.get("PULIH_SECRET_KEY", "")) < 50:
        yield Problem("secret_key_weak", "PULIH_SECRET_KEY", "Set 50 or more random characters.")
    if set(wired.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", ""} or "*" in wired.ALLOWED_HOSTS:
        yield Problem(
            "hosts_not_named", "PULIH_HOSTS", "Name the host names people use, separated by commas."
        )
    if os.environ.get("PULIH_DEMO") == "1":
        yield Problem(
            "demo_in_production", "PULIH_DEMO", "Unset PULIH_DEMO: the demo's accounts are known to all."
        )


def role(place: Place) -> Iterator[Problem]:
    """The application must be a role that the walls hold."""
    name, superuser, bypass, owns = place.rows(
        "SELECT current_user::text, rolsuper, rolbypassrls,"
        " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p'))"
        " FROM pg_roles r WHERE rolname = current_user"
    )[0]
    if superuser or bypass or owns:
        yield Problem(
            "connects_as_owner",
            f"DATABASE_URL ({name})",
            f"Connect as {APP}: the walls do not hold for {name}.",
        )
    elif name != APP:
        yield Problem(
            "unknown_role", f"DATABASE_URL ({name})", f"Connect as {APP}, which `database init` made."
        )
    if place.rows(
        "SELECT current_setting('jit') = 'on' OR current_setting('search_path') <> 'public, login'"
        " OR current_setting('random_page_cost')::real > 2"
    )[0][0]:
        yield Problem("role_settings_lost", name, "Run `pulih database init` again.")
    version = place.connection.info.server_version // 10000
    if version < 15:
        yield Problem("postgres_too_old", f"PostgreSQL {version}", "Pulih needs PostgreSQL 15 or newer.")


def walls(place: Place) -> Iterator[Problem]:
    """Every table that is not said to be open has enabled and forced policies for all four commands."""
    for table, enabled, forced, commands in place.rows(
        "SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity,"
        " array(SELECT DISTINCT polcmd::text FROM pg_policy p WHERE p.polrelid = c.oid)"
        " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND coalesce(obj_description(c.oid, 'pg_class'), '') NOT LIKE 'open: %'"
        " AND c.relname NOT LIKE 'procrastinate\\_%' ORDER BY 1"
    ):
        if not (enabled and forced):
            yield Problem("wall_not_forced", table, "Enable and force row level security in a migration.")
        elif "*" not in commands and set(commands) != {"r", "a", "w", "d"}:
            yield Problem("wall_has_gaps", table, "Write policies for SELECT, INSERT, UPDATE and DELETE.")
    for (table,) in place.rows(
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relispartition AND c.relkind = 'r'"
        " AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE')"
        " ORDER BY 1"
    ):
        yield Problem(
            "partition_granted", table, f"REVOKE ALL ON {table} FROM {APP}: it bypasses its parent's wall."
        )
    for (table,) in place.rows(
        "SELECT c.relname::text FROM pg_class c"
        " WHERE c.relkind = 'm' AND c.relnamespace = 'public'::regnamespace"
    ):
        yield Problem(
            "materialised_view", table, "Materialised views bypass policies; make it a table with a wall."
        )


def partitions(place: Place) -> Iterator[Problem]:
    """Of all that lies by month three months are ready, and nothing fell into a default partition."""
    wanted = place.rows(
        "SELECT to_char(date_trunc('month', now()) + make_interval(months => %s), 'YYYY_MM')", _MONTHS_AHEAD
    )[0][0]
    for parent, children, default, strayed in place.rows(
        "SELECT p.relname::text, array_agg(c.relname::text),"
        " max(c.relname::text) FILTER (WHERE pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'),"
        " coalesce(sum(pg_relation_size(c.oid))"
        " FILTER (WHERE pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'), 0)"
        " FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE p.relkind = 'p' AND p.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1"
    ):
        if f"{parent}_{wanted}" not in children:
            yield Problem(
                "partitions_end_soon", parent, "Run `pulih worker`, or SELECT gate.ensure_partitions()."
            )
        if strayed:
            yield Problem("rows_in_default", str(default), "Run `pulih partitions make`.")


def seals(place: Place) -> Iterator[Problem]:
    """The worker seals each second; a minute behind means that none runs."""
    waiting, oldest = place.rows("SELECT events, oldest FROM gate.unsealed()")[0]
    if waiting and oldest and datetime.now(UTC) - oldest > timedelta(minutes=1):
        yield Problem(
            "sealing_behind", f"{waiting} events since {oldest:%Y-%m-%d %H:%M} UTC", "Start `pulih worker`."
        )


def jobs(place: Place) -> Iterator[Problem]:
    """Jobs that failed for good, wait long past their time, or are held by a worker that is gone."""
    if not place.rows("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")[0][0]:
        return
    for state, number in place.rows(
        "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status = 'failed'"
        " OR (status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '1 hour') GROUP BY 1"
    ):
        how = "Look at them, mend the cause, retry them." if state == "failed" else "Start `pulih worker`."
        yield Problem(f"jobs_{'failed' if state == 'failed' else 'waiting'}", f"{number} jobs", how)
    stuck = place.rows(
        "SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
        " WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '5 minutes')"
    )[0][0]
    if stuck:
        yield Problem(
            "jobs_stuck", f"{stuck} jobs", "Their worker is gone. Start `pulih worker` and retry them."
        )


def migrations(place: Place) -> Iterator[Problem]:
    """The database is of this version."""
    from pulih.cli.migrate import pending

    if waiting := pending():
        yield Problem("migrations_pending", ", ".join(waiting), "Run `pulih migrate`.")


def keys(place: Place) -> Iterator[Problem]:
    """Keys are there, whole, for their owner only; in production with a second copy that agrees."""
    folder = key_folder()
    try:
        Keys.load(folder)
    except KeyTrouble as trouble:
        yield Problem(trouble.code, str(folder), str(trouble))
        return
    for path in too_open(folder):
        yield Problem("key_too_open", str(path), f"chmod {'700' if path.is_dir() else '600'} {path}")
    copy = second_copy()
    if copy is None:
        if place.production:
            yield Problem(
                "second_keys_missing", "PULIH_SECOND_KEYS", "Name the folder of a second copy of the keys."
            )
    elif behind := differs(folder, copy):
        yield Problem("second_keys_differ", f"{copy}: {', '.join(behind)}", f"Copy them from {folder} again.")


def backup(place: Place) -> Iterator[Problem]:
    """In production a backup is younger than a day."""
    if not place.production:
        return
    made = newest_backup()
    if made is None:
        yield Problem("backup_missing", "PULIH_BACKUPS", "Run `pulih backup FILE` each night.")
    elif datetime.now(UTC) - made > timedelta(days=1):
        yield Problem("backup_old", f"{made:%Y-%m-%d %H:%M} UTC", "Run `pulih backup FILE` each night.")


def disk(place: Place) -> Iterator[Problem]:
    """Room is left where this installation keeps its things; the database's own disk may be elsewhere."""
    folder = state_folder()
    while not folder.exists():
        folder = folder.parent
    room = shutil.disk_usage(folder)
    if room.free < _LEAST_FREE_BYTES or room.free / room.total < _LEAST_FREE_SHARE:
        free = room.free / 1024**3
        yield Problem(
            "disk_nearly_full", f"{folder} ({free:.1f} GB free)", "Make room, or move to a larger disk."
        )
