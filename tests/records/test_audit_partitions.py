"""Months of the trail: made ahead, walled like their parent, and nothing is lost outside them."""

import json
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, transaction

from pulih.queries import audit as trail
from pulih.records import audit
from tests.records.catalogue import holes
from tests.records.offices import gate

pytestmark = pytest.mark.commits


def months(owner: psycopg.Connection, parent: str = "audit_event") -> list[str]:
    rows = owner.execute(
        "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = %s::regclass ORDER BY 1",
        [parent],
    )
    return [name.removeprefix(parent + "_") for (name,) in rows]


def note_at(owner: psycopg.Connection, moment: datetime) -> UUID:
    """An event of another time, as if the clock stood there."""
    body = json.loads(audit.event_body("people.write", by=None, subject="person", subject_id="1"))
    body |= {"at": moment.isoformat(timespec="milliseconds"), "day": moment.date().isoformat()}
    owner.execute("SELECT gate.note_event(%s)", [json.dumps(body)])
    return UUID(body["id"])


def lies_in(owner: psycopg.Connection, id: UUID) -> str:
    row = owner.execute("SELECT tableoid::regclass::text FROM audit_event WHERE id = %s", [id]).fetchone()
    assert row is not None
    return str(row[0])


def test_this_month_and_three_more_are_ready(owner: psycopg.Connection) -> None:
    today = datetime.now(UTC)
    wanted = {
        f"{today.year + (today.month + step - 1) // 12}_{(today.month + step - 1) % 12 + 1:02}"
        for step in range(4)
    }
    for parent in ("audit_event", "read_event"):
        assert wanted <= set(months(owner, parent))
        assert "rest" in months(owner, parent)


def test_asking_again_makes_nothing(owner: psycopg.Connection) -> None:
    assert owner.execute("SELECT gate.ensure_partitions()").fetchone() == (0,)


@pytest.mark.parametrize(
    ("today", "made"),
    [
        ("2031-10-31", ["2031_10", "2031_11", "2031_12", "2032_01"]),
        ("2031-11-01", ["2031_11", "2031_12", "2032_01", "2032_02"]),
        ("2031-12-31", ["2031_12", "2032_01", "2032_02", "2032_03"]),
        ("2032-01-31", ["2032_01", "2032_02", "2032_03", "2032_04"]),
    ],
)
def test_months_follow_across_the_edge_of_a_year(
    owner: psycopg.Connection, today: str, made: list[str]
) -> None:
    before = months(owner)
    owner.execute("SELECT gate.ensure_partitions(%s)", [today])
    assert [name for name in months(owner) if name not in before] == made
    assert holes(owner) == []


def test_new_months_carry_the_wall_the_key_and_no_grant(owner: psycopg.Connection) -> None:
    owner.execute("SELECT gate.ensure_partitions('2031-05-01')")
    assert holes(owner) == []
    keys = owner.execute(
        "SELECT count(*) FROM pg_constraint"
        " WHERE contype = 'p' AND conrelid = 'audit_event_2031_05'::regclass"
    ).fetchone()
    assert keys == (1,)
    indexes = "SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass"
    of_parent = owner.execute(indexes, ["audit_event"]).fetchone()
    assert owner.execute(indexes, ["audit_event_2031_05"]).fetchone() == of_parent


def test_the_last_and_the_first_moment_of_a_month_lie_apart(owner: psycopg.Connection) -> None:
    owner.execute("SELECT gate.ensure_partitions('2031-12-01')")
    last = note_at(owner, datetime(2031, 12, 31, 23, 59, 59, tzinfo=UTC))
    first = note_at(owner, datetime(2032, 1, 1, tzinfo=UTC))
    assert lies_in(owner, last) == "audit_event_2031_12"
    assert lies_in(owner, first) == "audit_event_2032_01"


def test_what_no_month_takes_lies_in_the_rest_until_its_month_is_made(owner: psycopg.Connection) -> None:
    early = note_at(owner, datetime(2031, 7, 9, tzinfo=UTC))
    other = note_at(owner, datetime(2033, 7, 9, tzinfo=UTC))
    assert lies_in(owner, early) == "audit_event_rest"
    assert trail.verify().holds
    owner.execute("SELECT gate.ensure_partitions('2031-06-01')")
    assert lies_in(owner, early) == "audit_event_2031_07"
    assert lies_in(owner, other) == "audit_event_rest"
    assert trail.verify().holds


def test_a_new_month_stalls_nobody_it_waits_for_a_quieter_moment(owner: psycopg.Connection) -> None:
    busy = psycopg.connect(owner.info.dsn)
    try:
        busy.execute("SELECT count(*) FROM audit_event")
        owner.execute("SELECT gate.ensure_partitions('2031-01-01')")
        busy.execute("SELECT gate.note_event(%s)", [_body()])
    finally:
        busy.rollback()
        busy.close()
    owner.execute("SELECT gate.ensure_partitions('2031-01-01')")
    assert "2031_04" in months(owner)


def test_the_application_makes_months_but_no_other_table(owner: psycopg.Connection, db: str) -> None:
    assert gate("SELECT gate.ensure_partitions('2031-01-01')") > 0
    for more in ("gate.ensure_months('read_event', '2030-01-01', '2030-02-01')", "gate.month_column('stay')"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            gate(f"SELECT {more}")
    assert holes(owner) == []


def _body() -> str:
    return audit.event_body("people.write", by=None, subject="person", subject_id="1")
