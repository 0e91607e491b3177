"""Our own PostgreSQL comes up, is shared, is left by the last one out; roles are what the walls need."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from pulih.cli.binaries import find_binaries
from pulih.cli.database import initialise, wanted_by
from pulih.cli.output import Refused
from pulih.cli.postgres import Cluster
from tests.database import Databases


def test_a_cluster_is_shared_and_stops_with_the_last_one_out(tmp_path: Path) -> None:
    home = tmp_path / ("a long way from the root of the disk, " * 4)
    first, second = Cluster(home), Cluster(home)
    try:
        first.start(durable=False)
        second.start(durable=False)
        assert len(str(second.socket)) < 100
        first.stop()
        assert second.answers()
        second.stop()
        assert not first.answers()
        first.start()
        assert first.answers()
    finally:
        first.remove()
    assert not first.data.exists()


def test_a_stricter_wish_makes_a_running_cluster_durable(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path).start(durable=False)
    try:
        assert _setting(cluster, "fsync") == "off"
        cluster.start(durable=True)
        assert _setting(cluster, "fsync") == "on"
        cluster.start(durable=False)
        assert _setting(cluster, "fsync") == "on"
        assert _setting(cluster, "listen_addresses") == ""
    finally:
        cluster.remove()


def _setting(cluster: Cluster, name: str) -> str:
    with psycopg.connect(cluster.superuser_url()) as connection:
        row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    return str(row[0]) if row else ""


def test_a_version_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="No PostgreSQL 9 was found"):
        find_binaries("9")


def test_preparing_may_be_repeated_and_sets_right_what_was_changed(databases: Databases) -> None:
    cluster = databases.cluster
    with databases.clone(databases.next_name()) as name:
        initialise(cluster.superuser_url(), name)
        initialise(cluster.superuser_url(), name)
        with psycopg.connect(cluster.superuser_url()) as connection:
            powers = connection.execute(
                "SELECT rolname::text, rolcanlogin, rolbypassrls, rolinherit, rolsuper FROM pg_roles"
                " WHERE rolname LIKE 'pulih\\_%' ORDER BY 1"
            ).fetchall()
        assert powers == [
            ("pulih_app", True, False, False, False),
            ("pulih_gate", False, True, True, False),
            ("pulih_owner", True, True, True, False),
            ("pulih_reader", False, False, True, False),
        ]


def test_the_application_makes_nothing_and_becomes_only_the_reader(databases: Databases) -> None:
    with (
        databases.clone(databases.next_name()) as name,
        psycopg.connect(databases.cluster.app_url(name), autocommit=True) as connection,
    ):
        for schema in ("public", "login", "gate"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"CREATE TABLE {schema}.mine (id int)")
        for role in ("pulih_owner", "pulih_gate"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SET ROLE {role}")
        connection.execute("SET ROLE pulih_reader")


def test_passwords_come_from_the_addresses_and_are_stored_as_hashes(databases: Databases) -> None:
    name, passwords = wanted_by({"pulih_app": "postgresql://pulih_app:a%20word@db/elsewhere"})
    assert (name, passwords) == ("elsewhere", {"pulih_app": "a word"})
    superuser = databases.cluster.superuser_url()
    with databases.clone(databases.next_name()) as clone:
        initialise(superuser, clone, passwords)
    with psycopg.connect(superuser, autocommit=True) as connection:
        row = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'pulih_app'").fetchone()
        assert row
        assert row[0].startswith("SCRAM-SHA-256$")


def test_addresses_of_other_roles_or_of_two_databases_are_refused() -> None:
    with pytest.raises(Refused, match="must connect as pulih_app"):
        wanted_by({"pulih_app": "postgresql://postgres@db/pulih"})
    with pytest.raises(Refused, match="different databases"):
        wanted_by(
            {"pulih_app": "postgresql://pulih_app@db/a", "pulih_owner": "postgresql://pulih_owner@db/b"}
        )


def test_removing_leaves_nothing_behind(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path).start(durable=False)
    cluster.remove()
    assert not cluster.answers()
    assert not cluster.data.exists()
    assert not cluster.socket.exists()


def test_a_killed_cluster_is_removed_or_started_again_like_any_other(tmp_path: Path) -> None:
    """A run cut off by the machine leaves a pid file of nobody; the next run must clear it away."""
    cluster = Cluster(tmp_path).start(durable=False)
    _kill(cluster)
    assert not cluster.answers()
    assert cluster.start(durable=False).answers()
    _kill(cluster)
    cluster.remove()
    assert not cluster.data.exists()


def _kill(cluster: Cluster) -> None:
    """End the server as a power cut would, and wait until its children have gone too."""
    leader = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(leader, signal.SIGKILL)
    while cluster.answers() or Path(f"/proc/{leader}").exists():
        time.sleep(0.05)
