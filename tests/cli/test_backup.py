"""A backup proves itself, comes back whole, and tells when it does not."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from pulih.cli.database import initialise
from pulih.records.keys import Keys, keys
from tests.cli.conftest import Pulih, note_events
from tests.database import Databases

pytestmark = pytest.mark.commits


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """The owner's address of a database that was only initialised."""
    name = databases.next_name()
    initialise(databases.cluster.superuser_url(), name)
    yield databases.cluster.owner_url(name)
    databases.drop(name)


def _add_person(owner: psycopg.Connection, kept: Keys, number: str) -> str:
    person = uuid4()
    owner.execute(
        "INSERT INTO person (id, reference, name, sex, birth_date, birth_year, national_number_cipher,"
        " national_number_hash, national_number_last4, created_at, revision)"
        " VALUES (%s, %s, 'Somebody', 'male', '1985-04-23', 1985, %s, %s, %s, now(), 1)",
        (person, str(person)[:8], kept.seal_number(number, person), kept.index_number(number), number[-4:]),
    )
    return str(person)


def test_a_backup_comes_back_whole(
    pulih: Pulih, owner: psycopg.Connection, empty: str, tmp_path: Path
) -> None:
    person = _add_person(owner, keys(), "9974012304850001")
    note_events(owner, 5)
    dump = tmp_path / "pulih.dump"
    made = pulih("backup", dump, "--json")
    assert made.code == 0, made.err
    assert made.document["audit_head"]["n"] == 1
    assert made.document["counts"]["public/person"] == 1
    back = pulih("restore", dump, "--into", empty, "--json")
    assert back.document["differing"] == []
    assert (back.code, back.document["audit_holds"], back.document["audit_head_equal"]) == (0, True, True)
    with psycopg.connect(empty) as connection:
        row = connection.execute("SELECT id::text, relforcerowsecurity FROM person, pg_class"
                                 " WHERE pg_class.oid = 'person'::regclass").fetchone()  # fmt: skip
        assert row == (person, True)


def test_a_full_database_is_not_overwritten(pulih: Pulih, tmp_path: Path) -> None:
    dump = tmp_path / "pulih.dump"
    assert pulih("backup", dump, "--json").code == 0
    assert pulih("restore", dump, "--json").errors[0]["code"] == "database_not_empty"
    assert pulih("backup", dump, "--json").errors[0]["code"] == "file_exists"


def test_a_damaged_dump_is_refused(pulih: Pulih, empty: str, tmp_path: Path) -> None:
    dump = tmp_path / "pulih.dump"
    assert pulih("backup", dump, "--json").code == 0
    with dump.open("r+b") as file:
        file.seek(5000)
        file.write(b"\0\0\0\0")
    assert pulih("restore", dump, "--into", empty, "--json").errors[0]["code"] == "dump_damaged"


def test_a_forged_audit_is_found_after_the_restore(
    pulih: Pulih, owner: psycopg.Connection, empty: str, tmp_path: Path
) -> None:
    note_events(owner, 2)
    owner.execute("SELECT gate.seal()")
    owner.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
    owner.execute("UPDATE audit_event SET body = replace(body, 'tested', 'forged'), event = 'forged'")
    dump = tmp_path / "pulih.dump"
    assert pulih("backup", dump, "--json").code == 0
    back = pulih("restore", dump, "--into", empty, "--json")
    assert (back.code, back.document["counts_equal"], back.document["audit_holds"]) == (1, True, False)


def test_the_audit_is_verified_and_handed_out(
    pulih: Pulih, owner: psycopg.Connection, tmp_path: Path
) -> None:
    note_events(owner, 3)
    out = tmp_path / "audit.jsonl"
    assert pulih("audit", "export", "--out", out, "--json").document["events"] == 3
    kinds = [json.loads(line)["kind"] for line in out.read_text().splitlines()]
    assert kinds == ["event", "event", "event", "seal", "head"]
    assert pulih("audit", "verify", "--json").document["holds"] is True
    assert pulih("audit", "head", "--json").document["n"] == 1
    owner.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
    owner.execute("DELETE FROM audit_event WHERE id = (SELECT id FROM audit_event LIMIT 1)")
    refused = pulih("audit", "verify", "--json")
    assert (refused.code, refused.document["holds"]) == (1, False)


def test_numbers_are_sealed_anew_after_a_rotation(
    pulih: Pulih, owner: psycopg.Connection, tmp_path: Path
) -> None:
    kept = Keys.create(tmp_path / "keys")
    people = {_add_person(owner, kept, f"997401230485000{n}"): f"997401230485000{n}" for n in range(3)}
    turned = pulih("keys", "rotate", "--json", PULIH_KEYS=str(kept.folder))
    assert turned.document["resealed"] == 3
    fresh = Keys.load(kept.folder)
    assert turned.document["current"] == fresh.current_id() != kept.data
    noted = owner.execute("SELECT subject_id FROM audit_event WHERE event = 'keys.rotate'").fetchall()
    assert noted == [(fresh.current_id(),)]
    for person, cipher in owner.execute("SELECT id, national_number_cipher FROM person").fetchall():
        assert not fresh.needs_rotation(cipher)
        assert fresh.open_number(cipher, person) == people[str(person)]
