"""`pulih database`: what a superuser does once before Pulih may live in a PostgreSQL."""

import atexit
import os
from typing import Annotated

import psycopg
import typer
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pulih.cli.output import Json, Refused, answer
from pulih.cli.postgres import APP, DATABASE, OWNER, Cluster

group = typer.Typer(help="Prepare a PostgreSQL for Pulih.", no_args_is_help=True)

ROLES = {
    "pulih_owner": "LOGIN BYPASSRLS NOSUPERUSER NOCREATEROLE",
    "pulih_app": "LOGIN NOINHERIT NOBYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE",
    "pulih_gate": "NOLOGIN BYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE",
    "pulih_reader": "NOLOGIN NOBYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE",
}
EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist")

_ROLE_RULES = """
GRANT pulih_gate TO pulih_owner;
GRANT pulih_reader TO pulih_app;
ALTER ROLE pulih_owner SET search_path = public, login;
ALTER ROLE pulih_app SET search_path = public, login;
ALTER ROLE pulih_owner SET jit = off;
ALTER ROLE pulih_app SET jit = off;
ALTER ROLE pulih_app SET random_page_cost = 1.1;
"""
# What the walls look up lies in memory or on a solid disk. At the default of 4, made for turning disks, a wall's
# probe is priced so high that beside it the planner takes a walk through all waves of the country for free.

_SCHEMA_RULES = """
CREATE SCHEMA IF NOT EXISTS login AUTHORIZATION pulih_owner;
CREATE SCHEMA IF NOT EXISTS gate AUTHORIZATION pulih_gate;
GRANT USAGE, CREATE ON SCHEMA gate TO pulih_owner;
GRANT USAGE ON SCHEMA gate TO pulih_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO pulih_owner;
GRANT USAGE ON SCHEMA public, login TO pulih_app, pulih_gate, pulih_reader;
"""

_DATABASE_RULES = """
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO pulih_owner, pulih_app;
GRANT CREATE ON DATABASE {database} TO pulih_owner;
"""


def initialise(superuser_url: str, database: str = DATABASE, passwords: dict[str, str] | None = None) -> None:
    """Make roles, database, extensions and schemas, or what of them is missing; may be repeated."""
    name = sql.Identifier(database)
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _make_roles(connection, passwords or {})
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
        if not known:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER pulih_owner TEMPLATE template0 ENCODING 'UTF8'").format(
                    name
                )
            )
        connection.execute(sql.SQL(_DATABASE_RULES).format(database=name))
    with psycopg.connect(make_conninfo(superuser_url, dbname=database)) as connection:
        for extension in EXTENSIONS:
            connection.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(extension))
            )
        connection.execute(_SCHEMA_RULES)


def _make_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    """Make the four roles, or set right those that exist; a password travels as its hash."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('pulih database init'))")
        for role, attributes in ROLES.items():
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
            verb = "ALTER" if known else "CREATE"
            connection.execute(sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(role)))  # type: ignore[arg-type]
            if role in passwords:
                hashed = connection.pgconn.encrypt_password(
                    passwords[role].encode(), role.encode(), b"scram-sha-256"
                )
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                        sql.Identifier(role), sql.Literal(hashed.decode())
                    )
                )
        connection.execute(_ROLE_RULES)


def wanted_by(urls: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The database and the passwords that the addresses of the two roles ask for."""
    names: set[str] = set()
    passwords: dict[str, str] = {}
    for role, url in urls.items():
        parts = conninfo_to_dict(url)
        if parts.get("user") != role:
            raise Refused("wrong_role", f"This address must connect as {role}, not as {parts.get('user')}.")
        names.add(str(parts.get("dbname") or DATABASE))
        if parts.get("password"):
            passwords[role] = str(parts["password"])
    if len(names) > 1:
        raise Refused("two_databases", "DATABASE_URL and PULIH_OWNER_URL name different databases.")
    return (names.pop() if names else DATABASE), passwords


def _embedded() -> str:
    """The superuser's address at our own PostgreSQL, which runs as long as this command."""
    if os.environ.get("PULIH_PRODUCTION") == "1":
        raise Refused(
            "superuser_url_missing", "In production Pulih brings no database: name --superuser-url."
        )
    cluster = Cluster().start()
    atexit.register(cluster.stop)
    return cluster.superuser_url()


def mark_training(superuser_url: str, database: str = DATABASE) -> None:
    """Say that a database is for training; one that holds people for production is refused.

    The mark lies at the database until the migration that makes its table has run.
    """
    with psycopg.connect(make_conninfo(superuser_url, dbname=database), autocommit=True) as connection:
        row = connection.execute("SELECT to_regclass('public.installation') IS NOT NULL").fetchone()
        if row and row[0]:
            held = connection.execute(
                "SELECT purpose <> 'training' AND EXISTS (SELECT FROM person) FROM installation"
            ).fetchone()
            if held and held[0]:
                raise Refused("people_present", "There are people in this database: it is not for training.")
            connection.execute(
                "UPDATE installation SET purpose = 'training', marked_at = now() WHERE purpose <> 'training'"
            )
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET pulih.purpose = 'training'").format(sql.Identifier(database))
        )


@group.command("init")
def init(
    superuser_url: Annotated[
        str,
        typer.Option(
            "--superuser-url",
            envvar="PULIH_SUPERUSER_URL",
            help="A superuser's address; without one, that of the PostgreSQL Pulih brings along.",
        ),
    ] = "",
    training: Annotated[
        bool, typer.Option("--training", help="Mark it for training, for good: made-up people may be put in.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Create roles, database and extensions; passwords come from DATABASE_URL and PULIH_OWNER_URL."""
    superuser_url = superuser_url or _embedded()
    given = {APP: os.environ.get("DATABASE_URL", ""), OWNER: os.environ.get("PULIH_OWNER_URL", "")}
    database, passwords = wanted_by({role: url for role, url in given.items() if url})
    initialise(superuser_url, database, passwords)
    if training:
        mark_training(superuser_url, database)
    document = {"database": database, "roles": list(ROLES), "extensions": list(EXTENSIONS)}
    answer(
        "database-init",
        document,
        as_json=as_json,
        show=lambda out: out.print(f"Database {database} is ready. Next: pulih migrate"),
    )
