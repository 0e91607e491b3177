"""The one row that says what a database is for, and what `pulih generate` made in it."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from pulih.cli.health import Place, Problem
from pulih.cli.output import Refused

LOCK = "SELECT pg_try_advisory_lock(hashtext('pulih.generate'))"
"""Held while a run is alive, so that a killed one can be told from a running one."""


def read(connection: psycopg.Connection) -> tuple[str, dict[str, Any]]:
    """Purpose and what was generated; a database without the row is for production."""
    if not connection.execute("SELECT to_regclass('public.installation')").fetchone()[0]:  # type: ignore[index]
        raise Refused("not_migrated", "The database is not at this version. Run `pulih migrate` first.")
    row = connection.execute("SELECT purpose, generated FROM installation").fetchone()
    return (row[0], row[1]) if row else ("production", {})


def write(connection: psycopg.Connection, generated: dict[str, Any]) -> None:
    """Keep what was generated, and how far it came."""
    connection.execute("UPDATE installation SET generated = %s", [Jsonb(generated)])


def require_training(connection: psycopg.Connection) -> dict[str, Any]:
    """Refuse a database that is not for training; answers what was generated in it."""
    purpose, generated = read(connection)
    if purpose != "training":
        raise Refused(
            "not_a_training_database",
            "This database is not marked for training. Mark an empty one with `pulih database init --training`.",
        )
    return generated


def take_lock(connection: psycopg.Connection) -> None:
    """Refuse a second run beside the first."""
    row = connection.execute(LOCK.encode()).fetchone()
    if not row or not row[0]:
        raise Refused("generating_already", "Another `pulih generate` works in this database.")


def require_empty(connection: psycopg.Connection, generated: dict[str, Any]) -> None:
    """Refuse to write among people that somebody else made, or a second time."""
    if generated:
        what = "is unfinished" if generated.get("state") == "running" else "is in this database already"
        raise Refused("generated_already", f"A made-up nation {what}. Run `pulih generate --wipe-generated`.")
    row = connection.execute("SELECT EXISTS (SELECT FROM person)").fetchone()
    if row and row[0]:
        raise Refused(
            "people_present", "There are people in this database that `pulih generate` did not make."
        )


def unfinished(place: Place) -> Iterator[Problem]:
    """For `pulih doctor`: a run that was killed left half a nation, and tables without their constraints."""
    if not place.rows("SELECT to_regclass('public.installation') IS NOT NULL")[0][0]:
        return
    found = place.rows(
        "SELECT generated ->> 'people', generated ->> 'started_at',"
        " jsonb_array_length(coalesce(generated -> 'laid_aside', '[]'))"
        " FROM installation WHERE generated ->> 'state' = 'running'"
    )
    if not found or not place.rows("SELECT pg_try_advisory_lock_shared(hashtext('pulih.generate'))")[0][0]:
        return
    place.rows("SELECT pg_advisory_unlock_shared(hashtext('pulih.generate'))")
    people, since, aside = found[0]
    yield Problem(
        "generation_unfinished",
        f"`pulih generate --people {people}` of {since}",
        f"It was killed: {aside} constraints and indexes may be missing."
        " Run `pulih generate --wipe-generated`, which empties the database and restores them.",
    )
