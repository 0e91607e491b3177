"""Months on the command line: shown, made for rows that lie in none, moved to another disk with the proof intact."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from pulih.cli.database import initialise
from tests.cli.conftest import Pulih, note_events
from tests.database import Databases
from tests.records.offices import open_office
from tests.records.wave_rows import DAY

pytestmark = pytest.mark.commits

SLOW = "slow_disk"


@pytest.fixture
def slow_disk(databases: Databases, db: str) -> Iterator[str]:
    """A tablespace that the owner may use."""
    with psycopg.connect(databases.cluster.superuser_url(), autocommit=True) as superuser:
        superuser.execute("SET allow_in_place_tablespaces = on")
        superuser.execute(f"CREATE TABLESPACE {SLOW} LOCATION ''")
        superuser.execute(f"GRANT CREATE ON TABLESPACE {SLOW} TO pulih_owner")
        yield SLOW
        databases.drop(db)
        superuser.execute(f"DROP TABLESPACE {SLOW}")


def problems(pulih: Pulih) -> set[tuple[str, str]]:
    return {(one["code"], one["where"]) for one in pulih("doctor", "--json").document["problems"]}


def test_months_are_listed_with_what_they_hold(pulih: Pulih) -> None:
    document = pulih("partitions", "list", "--json").document
    assert document["schema"] == "pulih.partitions-list/1"
    found = {(one["parent"], one["month"]) for one in document["partitions"]}
    this_month = f"{date.today():%Y-%m}"
    assert {(name, this_month) for name in ("attendance", "audit_event", "read_event")} < found
    assert ("attendance", None) in found, "the rest has no month"


def test_rows_that_lie_in_no_month_are_told_and_find_theirs(pulih: Pulih, owner: psycopg.Connection) -> None:
    open_office()
    assert ("rows_in_default", "attendance_rest") in problems(pulih)
    made = pulih("partitions", "make", "--json")
    assert (made.code, made.document["made_for_strayed_rows"]) == (0, {"attendance": 1})
    assert problems(pulih) == set()
    lies_in = owner.execute("SELECT DISTINCT tableoid::regclass::text FROM attendance").fetchall()
    assert lies_in == [(f"attendance_{DAY:%Y_%m}",)]
    assert pulih("partitions", "make", "--json").document["made_for_strayed_rows"] == {}


def test_a_table_whose_months_run_out_is_told(pulih: Pulih, owner: psycopg.Connection) -> None:
    last = (date.today().replace(day=1) + timedelta(days=100)).replace(day=1)
    owner.execute(f"DROP TABLE attendance_{last:%Y_%m}")
    assert ("partitions_end_soon", "attendance") in problems(pulih)


def test_old_months_move_to_another_disk_and_the_audit_still_proves_itself(
    pulih: Pulih, owner: psycopg.Connection, slow_disk: str
) -> None:
    note_events(owner, 5)
    later = (date.today() + timedelta(days=40)).strftime("%Y-%m")
    this_month = f"audit_event_{date.today():%Y_%m}"
    moved = pulih("partitions", "move", "--older-than", later, "--tablespace", slow_disk, "--json")
    assert moved.code == 0, moved.err
    assert this_month in moved.document["moved"]
    elsewhere = owner.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace"
        " WHERE t.spcname = %s AND c.relname LIKE %s",
        [slow_disk, f"{this_month}%"],
    ).fetchone()
    assert elsewhere == (6,), "the month and its five indexes"
    assert pulih("audit", "verify", "--json").code == 0
    assert problems(pulih) == set()
    again = pulih("partitions", "move", "--older-than", later, "--tablespace", slow_disk, "--json")
    assert again.document["moved"] == []


def test_a_backup_comes_back_on_a_machine_with_one_disk(
    pulih: Pulih, databases: Databases, owner: psycopg.Connection, slow_disk: str, tmp_path: Path
) -> None:
    note_events(owner, 5)
    pulih("partitions", "move", "--older-than", "2100-01", "--tablespace", slow_disk)
    dump = tmp_path / "pulih.dump"
    assert pulih("backup", dump).code == 0
    name = databases.next_name()
    initialise(databases.cluster.superuser_url(), name)
    try:
        back = pulih("restore", dump, "--into", databases.cluster.owner_url(name), "--json")
        assert (back.code, back.document["differing"], back.document["audit_holds"]) == (0, [], True)
        with psycopg.connect(databases.cluster.owner_url(name)) as connection:
            placed = connection.execute(
                "SELECT count(*) FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace"
                " WHERE t.spcname = %s",
                [slow_disk],
            ).fetchone()
        assert placed == (0,)
    finally:
        databases.drop(name)


@pytest.mark.parametrize(
    ("month", "where", "code"),
    [("2024-3", "pg_default", "month_malformed"), ("2024-03", "nowhere", "tablespace_unknown")],
)
def test_a_move_that_cannot_be_is_refused(pulih: Pulih, month: str, where: str, code: str) -> None:
    said = pulih("partitions", "move", "--older-than", month, "--tablespace", where, "--json")
    assert (said.code, said.errors[0]["code"]) == (1, code)


def test_a_month_that_was_taken_away_is_missed_by_the_proof_until_it_is_back(
    pulih: Pulih, owner: psycopg.Connection
) -> None:
    note_events(owner, 5)
    assert pulih("audit", "verify", "--json").code == 0
    first = date.today().replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    month = f"audit_event_{first:%Y_%m}"
    owner.execute(f"ALTER TABLE audit_event DETACH PARTITION {month}")
    said = pulih("audit", "verify", "--json")
    kinds = {one["kind"] for one in said.document["problems"]}
    assert (said.code, kinds) == (1, {"missing"})
    owner.execute(
        f"ALTER TABLE audit_event ATTACH PARTITION {month} FOR VALUES FROM ('{first}') TO ('{after}')"
    )
    assert pulih("audit", "verify", "--json").code == 0
    assert problems(pulih) == set()
