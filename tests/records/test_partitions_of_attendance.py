"""Attendance by month: moved there whole, walled like its parent, open to late entries, one month read for a day."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from pulih.cli.database import initialise
from pulih.queries import attendance as read
from pulih.records import scope
from tests.database import Databases
from tests.records.catalogue import holes
from tests.records.offices import open_office
from tests.records.test_audit_partitions import months
from tests.records.wave_rows import DAY
from tests.waves import acting

pytestmark = pytest.mark.commits

_BY_TYPE: dict[str, Any] = {
    "text": "",
    "int2": 0,
    "int4": 0,
    "bool": False,
    "date": date(2024, 1, 1),
    "time": "08:00",
    "timestamptz": "2024-01-01 00:00+00",
    "jsonb": Jsonb({}),
    "bytea": b"",
}


def row(owner: psycopg.Connection, table: str, **given: Any) -> Any:
    """A row with what is given, and what every other column of its type would take; answers its id."""
    wanted = owner.execute(
        "SELECT column_name::text, udt_name::text FROM information_schema.columns WHERE table_name = %s"
        " AND table_schema = 'public' AND is_nullable = 'NO' AND is_identity = 'NO'",
        [table],
    ).fetchall()
    values = {name: uuid4() if kind == "uuid" else _BY_TYPE.get(kind) for name, kind in wanted} | given
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    made = owner.execute(statement, list(values.values())).fetchone()
    assert made is not None
    return made[0]


@pytest.fixture
def before(databases: Databases) -> Iterator[str]:
    """A database as it was before attendance lay by month."""
    name = databases.next_name()
    initialise(databases.cluster.superuser_url(), name)
    migrate(databases, name, "0015")
    yield name
    databases.drop(name)


def migrate(databases: Databases, name: str, to: str) -> None:
    """Bring a database to a migration of ours, as the owner."""
    environment = {
        "DATABASE_URL": databases.cluster.app_url(name),
        "PULIH_OWNER_URL": databases.cluster.owner_url(name),
        "PULIH_CONNECT_AS": "owner",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "records", to],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_every_row_of_an_installation_moves_into_its_month(before: str, databases: Databases) -> None:
    days = [date(2021, 2, 28), date(2021, 3, 1), date(2023, 12, 31), date.today()]
    with psycopg.connect(databases.cluster.owner_url(before), autocommit=True) as owner:
        office = row(owner, "organisation", kind="prison", name="Lapas Rekaan", ancestors=[])
        person = row(owner, "person", sex="male", reference="R")
        version, programme = owner.execute(
            "SELECT id, programme_id FROM programme_version LIMIT 1"
        ).fetchone()
        here, mine = {"organisation_id": office}, {"organisation_id": office, "person_id": person}
        wave = row(owner, "wave", **here)
        what = {"programme_id": programme}
        cycle = row(owner, "cycle", **here, **what, wave_id=wave, version_id=version)
        enrolment = row(owner, "enrolment", **mine, **what, cycle_id=cycle, status="completed")
        kept = {
            row(owner, "attendance", **mine, enrolment_id=enrolment, on=day, why=f"{day}"): day
            for day in days
            for _ in range(3)
        }

    migrate(databases, before, "0016")

    with psycopg.connect(databases.cluster.owner_url(before), autocommit=True) as owner:
        found = owner.execute('SELECT id, "on", why, tableoid::regclass::text FROM attendance').fetchall()
        assert {id: on for id, on, _why, _table in found} == kept
        assert all(why == f"{on}" for _id, on, why, _table in found)
        assert {table for *_rest, table in found} == {f"attendance_{day:%Y_%m}" for day in days}
        assert {"2021_02", "2022_06", "rest"} <= set(months(owner, "attendance")), (
            "no month between is left out"
        )
        assert holes(owner) == []
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            row(owner, "attendance", organisation_id=office, person_id=uuid4(), enrolment_id=enrolment)
        with pytest.raises(psycopg.errors.CheckViolation):
            row(owner, "attendance", **mine, enrolment_id=enrolment, late_minutes=-1)


def test_the_last_twelve_months_are_open_and_three_are_ready(owner: psycopg.Connection) -> None:
    today = date.today().replace(day=1)
    wanted = set()
    for step in range(-12, 4):
        year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
        wanted.add(f"{year}_{month + 1:02}")
    assert wanted | {"rest"} == set(months(owner, "attendance"))


def test_months_of_history_are_made_for_a_span(owner: psycopg.Connection) -> None:
    ask = "SELECT gate.ensure_months('attendance', '2016-11-17', '2017-02-01')"
    assert owner.execute(ask).fetchone() == (4,)
    assert owner.execute(ask).fetchone() == (0,)
    assert {"2016_11", "2016_12", "2017_01", "2017_02"} <= set(months(owner, "attendance"))
    assert holes(owner) == []
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        owner.execute("SELECT gate.ensure_months('stay', '2016-11-17', '2017-02-01')")


def test_a_late_entry_of_long_ago_lies_in_the_rest_until_its_month_is_made(owner: psycopg.Connection) -> None:
    office = open_office()
    lies_in = 'SELECT DISTINCT tableoid::regclass::text FROM attendance WHERE "on" = %s'
    assert owner.execute(lies_in, [DAY]).fetchall() == [("attendance_rest",)]
    owner.execute("SELECT gate.ensure_months('attendance', %s, %s)", [DAY, DAY])
    assert owner.execute(lies_in, [DAY]).fetchall() == [(f"attendance_{DAY:%Y_%m}",)]
    with scope.acting_as(office.head), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM attendance")
        assert cursor.fetchone() == (1,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM attendance")
        assert cursor.fetchone() == (0,), "without an actor nothing is seen"


def test_another_office_sees_no_row_of_any_month(owner: psycopg.Connection) -> None:
    one, two = open_office(), open_office()
    owner.execute("SELECT gate.ensure_months('attendance', %s, %s)", [DAY, DAY])
    with scope.acting_as(two.head), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(DISTINCT organisation_id) FROM attendance")
        assert cursor.fetchone() == ([two.id],)
    assert one.id != two.id


def read_in(statement: str, values: Any) -> set[str]:
    """The months that a statement really read, by what the database says of running it."""
    with connection.connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + statement, values)
        plan = [line for (line,) in cursor.fetchall()]
    read_lines = "\n".join(line for line in plan if "never executed" not in line)
    return set(re.findall(r" on attendance_(\d{4}_\d\d|rest)", read_lines))


def test_every_page_about_attendance_reads_the_month_it_is_about(owner: psycopg.Connection) -> None:
    office = open_office()
    owner.execute("SELECT gate.ensure_months('attendance', %s, %s)", [date(2023, 1, 1), date(2025, 1, 1)])
    owner.execute("UPDATE session_plan SET state = 'held'")
    found: list[set[str]] = []

    def listen(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        if "FROM attendance a" in statement:
            found.append(read_in(statement, values))
        return execute(statement, values, many, context)

    with acting(office.head, DAY + timedelta(days=3)), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM session_plan")
        (session,) = cursor.fetchone()
        cursor.execute(
            "SELECT w.reference, p.reference FROM wave w, person p WHERE p.id = %s", [office.people[0]]
        )
        wave, person = cursor.fetchone()
        with connection.execute_wrapper(listen):
            read.day_of_sessions(office.head, DAY)
            read.register_of(office.head, session)
            read.mark_history(office.head, session, UUID(int=1))
            read.wave_attendance(office.head, wave)
            read.attendance_of(office.head, person)
    assert found == [{f"{DAY:%Y_%m}"}] * 5
