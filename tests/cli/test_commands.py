"""How commands answer: exit codes, one JSON document, errors a line; and what `doctor` finds."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from pulih.records.keys import Keys
from tests.cli.conftest import Pulih, note_events, run
from tests.database import Databases


def test_wrong_usage_leaves_with_two() -> None:
    said = run("keys", "polish")
    assert (said.code, said.out) == (2, "")
    assert "polish" in said.err


def test_wrong_usage_is_json_for_programs() -> None:
    said = run("backup", "--json")
    assert said.code == 2
    assert [one["code"] for one in said.errors] == ["usage"]


def test_a_refusal_leaves_with_one_and_names_what_is_missing(tmp_path: Path) -> None:
    said = run("keys", "status", "--json", PULIH_KEYS=str(tmp_path / "none"))
    assert (said.code, said.out) == (1, "")
    assert said.errors[0]["code"] == "key_missing"


def test_production_brings_no_database_of_its_own() -> None:
    said = run("migrate", "--json", PULIH_PRODUCTION="1", DATABASE_URL="", PULIH_OWNER_URL="")
    assert (said.code, said.errors[0]["code"]) == (1, "database_missing")


def test_the_demo_does_not_run_in_production() -> None:
    said = run("demo", PULIH_PRODUCTION="1")
    assert said.code == 1
    assert "PULIH_PRODUCTION" in said.err


def test_a_database_that_does_not_answer_is_an_error_people_can_read(tmp_path: Path) -> None:
    nowhere = f"postgresql://pulih_owner@/pulih?host={tmp_path}"
    said = run("keys", "rotate", "--json", PULIH_OWNER_URL=nowhere)
    assert (said.code, said.errors[0]["code"]) == (1, "database_unreachable")


def test_keys_are_made_once_and_their_second_copy_is_compared(tmp_path: Path) -> None:
    keys, copy = tmp_path / "keys", tmp_path / "copy"
    assert run("keys", "init", "--json", PULIH_KEYS=str(keys)).document["schema"] == "pulih.keys-init/1"
    Keys.create(copy)
    told = run("keys", "status", "--json", PULIH_KEYS=str(keys), PULIH_SECOND_KEYS=str(copy)).document
    assert set(told["second_copy_differs"]) >= {"current", "index.key", "seal.key"}


@pytest.mark.commits
def test_an_up_to_date_database_has_nothing_to_apply(pulih: Pulih) -> None:
    said = pulih("migrate", "--check", "--json")
    assert (said.code, said.document) == (0, {"schema": "pulih.migrate/1", "pending": []})


@pytest.mark.commits
def test_the_doctor_finds_a_new_database_well(pulih: Pulih) -> None:
    said = pulih("doctor", "--json")
    assert said.document["problems"] == []
    assert said.document["ok"] is True
    assert said.code == 0


@pytest.mark.commits
def test_the_doctor_names_what_is_wrong(pulih: Pulih, owner: psycopg.Connection, tmp_path: Path) -> None:
    owner.execute("CREATE TABLE diary (id int, words text)")
    owner.execute("ALTER TABLE person NO FORCE ROW LEVEL SECURITY")
    owner.execute("GRANT SELECT ON audit_event_rest TO pulih_app")
    note_events(owner)
    owner.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
    owner.execute("UPDATE audit_event SET at = now() - interval '2 minutes'")
    keys = Keys.create(tmp_path / "keys")
    (keys.folder / "index.key").chmod(0o644)
    said = pulih("doctor", "--json", PULIH_KEYS=str(keys.folder))
    found = {(problem["code"], Path(problem["where"]).name) for problem in said.document["problems"]}
    assert said.code == 1
    assert {
        ("wall_not_forced", "diary"),
        ("wall_not_forced", "person"),
        ("partition_granted", "audit_event_rest"),
        ("key_too_open", "index.key"),
    } <= found
    assert "sealing_behind" in {code for code, _ in found}
    assert all(problem["how_to_mend"] for problem in said.document["problems"])


@pytest.mark.commits
def test_the_doctor_refuses_an_application_that_connects_as_the_owner(
    pulih: Pulih, db: str, databases: Databases
) -> None:
    said = pulih("doctor", "--json", DATABASE_URL=databases.cluster.owner_url(db))
    assert "connects_as_owner" in {problem["code"] for problem in said.document["problems"]}


@pytest.mark.commits
@pytest.mark.parametrize("setting", ["jit", "random_page_cost"])
def test_the_doctor_misses_what_the_planner_needs(
    pulih: Pulih, db: str, databases: Databases, setting: str
) -> None:
    value = {"jit": "on", "random_page_cost": "4"}[setting]
    with psycopg.connect(databases.cluster.superuser_url(), autocommit=True) as superuser:
        superuser.execute(f"ALTER ROLE pulih_app IN DATABASE {db} SET {setting} = {value}")
        try:
            problems = pulih("doctor", "--json").document["problems"]
        finally:
            superuser.execute(f"ALTER ROLE pulih_app IN DATABASE {db} RESET {setting}")
    assert "role_settings_lost" in {problem["code"] for problem in problems}


@pytest.mark.commits
def test_the_doctor_asks_more_of_production(pulih: Pulih, tmp_path: Path) -> None:
    said = pulih("doctor", "--json", PULIH_PRODUCTION="1", PULIH_SECRET_KEY="short", PULIH_HOME=str(tmp_path))
    codes = {problem["code"] for problem in said.document["problems"]}
    assert {"secret_key_weak", "hosts_not_named", "second_keys_missing", "backup_missing"} <= codes


@pytest.mark.commits
def test_the_worker_seals_and_leaves_when_told(
    db: str, databases: Databases, owner: psycopg.Connection
) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "pulih.cli.main", "worker"],
        env={**os.environ, "DATABASE_URL": databases.cluster.app_url(db)},
    )
    try:
        note_events(owner, 3)
        until = time.monotonic() + 15
        while time.monotonic() < until and _waiting(owner):
            time.sleep(0.1)
        assert _waiting(owner) == 0
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=15) == 0
    finally:
        worker.kill()


def _waiting(owner: psycopg.Connection) -> int:
    row = owner.execute("SELECT count(*) FROM audit_queue").fetchone()
    return int(row[0]) if row else 0
