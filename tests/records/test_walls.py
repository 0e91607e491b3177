"""The walls around a person: what the catalogue says, and what the application can really reach."""

import json
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from pulih.records import scope
from pulih.rules.actors import Actor
from tests.records.catalogue import holes, personal_tables, readable_tables
from tests.records.offices import Office, break_glass, gate, number_hash, open_office

pytestmark = pytest.mark.commits


class Held(Exception):
    """Ends a probe whose writing succeeded, so that it leaves nothing behind."""


@pytest.fixture
def offices(db: str) -> tuple[Office, Office]:
    """Two offices with rows everywhere; each also opened, in an emergency, a person of a third."""
    one, two, third = open_office(), open_office(), open_office()
    break_glass(one.nurse, third.people[0])
    break_glass(two.nurse, third.people[1])
    return one, two


def seen(table: str) -> list[dict]:
    """Every row of a table that the present context shows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
        return [json.loads(row) for (row,) in cursor.fetchall()]


def seen_by(actor: Actor, table: str) -> list[dict]:
    with scope.acting_as(actor):
        return seen(table)


def attempt(actor: Actor | None, statement: str, *parameters: object) -> int | type[Exception]:
    """Rows a statement touched under an actor's context, or the error that refused it; undone."""
    touched = 0
    try:
        with scope.acting_as(actor) if actor else transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            touched = cursor.rowcount
            raise Held
    except Held:
        return touched
    except DatabaseError as error:
        return type(error.__cause__) if error.__cause__ else type(error)


REFUSED = psycopg.errors.InsufficientPrivilege


def test_the_catalogue_shows_no_hole(owner: psycopg.Connection) -> None:
    assert holes(owner) == []
    assert {"person", "stay", "audit_event", "read_event", "import_row"} <= set(personal_tables(owner))


@pytest.mark.parametrize(
    ("planted", "hole"),
    [
        ("CREATE TABLE planted (person_id uuid)", "row level security is not enabled"),
        (
            "CREATE TABLE planted (person_id uuid); ALTER TABLE planted ENABLE ROW LEVEL SECURITY",
            "row level security is not forced",
        ),
        (
            "CREATE TABLE planted (n int); ALTER TABLE planted ENABLE ROW LEVEL SECURITY;"
            "ALTER TABLE planted FORCE ROW LEVEL SECURITY;"
            "CREATE POLICY a ON planted FOR SELECT USING (n = 1)",
            "0 policies for DELETE, not one",
        ),
        ("CREATE POLICY b ON stay FOR SELECT USING (true)", "2 policies for SELECT, not one"),
        ("ALTER POLICY stay_read ON stay USING (true)", "the policy for SELECT lets everything through"),
        ("ALTER POLICY stay_read ON stay TO pulih_reader", "the policy for SELECT leaves roles out"),
        ("GRANT SELECT ON audit_event_rest TO pulih_app", "pulih_app may reach it past its parent's wall"),
        ("DROP POLICY read_event_read ON read_event_rest", "its policies are not its parent's"),
        (
            "CREATE VIEW planted AS SELECT * FROM person; GRANT SELECT ON planted TO pulih_app",
            "a view sees with its owner's eyes",
        ),
    ],
)
def test_a_planted_hole_is_found(owner: psycopg.Connection, planted: str, hole: str) -> None:
    owner.execute(planted)
    assert any(hole in one for one in holes(owner)), holes(owner)


def test_a_table_said_to_be_open_needs_no_wall(owner: psycopg.Connection) -> None:
    owner.execute("CREATE TABLE planted (n int); COMMENT ON TABLE planted IS 'open: a list of provinces'")
    assert holes(owner) == []


def test_both_offices_have_rows_in_every_personal_table_and_share_none(
    offices: tuple[Office, Office], owner: psycopg.Connection
) -> None:
    one, two = offices
    for table in readable_tables(owner):
        of_one, of_two = seen_by(one.head, table), seen_by(two.head, table)
        assert of_one, f"the first office has no row in {table}"
        assert of_two, f"the second office has no row in {table}"
        assert not [row for row in of_one if row in of_two], f"both offices see a row of {table}"


def test_what_slips_said_is_read_by_nobody_not_even_by_their_own_office(
    offices: tuple[Office, Office], owner: psycopg.Connection
) -> None:
    one, two = offices
    sealed = set(personal_tables(owner)) - set(readable_tables(owner))
    assert sealed == {"feedback", "feedback_slip"}
    for table in sealed:
        roads = [f"SELECT {one} FROM {table}" for one in ("id", "xmin", "ctid", "round_id", "count(*)")]
        roads += [f"UPDATE {table} SET id = gen_random_uuid()", f"DELETE FROM {table}"]
        for road in roads:
            assert attempt(one.head, road) is REFUSED, road
    foreign = "INSERT INTO feedback_slip (id, organisation_id, round_id, code_hash, used)"
    foreign += (
        " SELECT gen_random_uuid(), %s, r.id, 'x', false FROM feedback_round r WHERE r.organisation_id = %s"
    )
    assert attempt(one.head, foreign, one.id, one.id) == 1
    assert attempt(one.head, foreign, two.id, two.id) is REFUSED


def test_without_a_context_there_are_no_rows(
    offices: tuple[Office, Office], owner: psycopg.Connection
) -> None:
    for table in readable_tables(owner):
        assert seen(table) == [], f"{table} shows rows to nobody"


def test_a_registrar_sees_nothing_of_the_trail(offices: tuple[Office, Office]) -> None:
    assert seen_by(offices[0].registrar, "audit_event") == []
    assert seen_by(offices[0].registrar, "read_event") == []


def test_nobody_changes_or_removes_another_offices_rows(
    offices: tuple[Office, Office], owner: psycopg.Connection
) -> None:
    one, two = offices
    for table in readable_tables(owner):
        for column in columns(owner, table):
            done = attempt(one.head, f'UPDATE {table} SET "{column}" = "{column}" WHERE {theirs(table, two)}')
            assert done in (0, REFUSED), f"UPDATE {table}.{column}: {done}"
        done = attempt(one.head, f"DELETE FROM {table} WHERE {theirs(table, two)}")
        assert done in (0, REFUSED), f"DELETE FROM {table}: {done}"
        assert attempt(one.head, f"TRUNCATE {table} CASCADE") is REFUSED, table


def test_nobody_moves_their_own_rows_to_another_office(
    offices: tuple[Office, Office], owner: psycopg.Connection
) -> None:
    one, two = offices
    for table in readable_tables(owner):
        if "organisation_id" in columns(owner, table):
            done = attempt(
                one.head,
                f"UPDATE {table} SET organisation_id = %s WHERE organisation_id = %s",
                two.id,
                one.id,
            )
            assert done is REFUSED, f"UPDATE {table} SET organisation_id: {done}"


def test_nobody_adds_rows_for_another_office_or_about_its_people(
    offices: tuple[Office, Office], owner: psycopg.Connection
) -> None:
    one, two = offices
    about_nobody_alone = {"import_batch", "import_row", "read_event"}
    about_nobody_alone |= {
        "result_sheet",
        "rescoring",
        "wording_pack",
        "session_plan",
        "staff_absence",
        "document",
        "event",
        "event_attendance",
        "event_photo",
    }
    for table in readable_tables(owner):
        row = seen_by(two.head, table)[0] | {"id": str(uuid4())}
        if table == "person_name":
            row["person_id"] = str(two.people[0])
        insert = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
        assert attempt(one.registrar, insert, json.dumps(row)) is REFUSED, f"a copy of a row of {table}"
        if "organisation_id" in row and table not in about_nobody_alone:
            mixed = row | {"organisation_id": one.id, "register_number": "X", "stay_id": None}
            done = attempt(one.registrar, insert, json.dumps(mixed))
            assert done is REFUSED, f"our row about their person in {table}: {done}"


def test_nobody_grants_themselves_access(offices: tuple[Office, Office]) -> None:
    one, two = offices
    person_id, foreign_hash = two.people[0], number_hash(two.people[0])
    roads: dict[str, tuple[object, ...]] = {
        "INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)"
        " VALUES (gen_random_uuid(), %s, %s, 'custody', now(), '')": (person_id, one.id),
        "UPDATE person_access SET valid_to = NULL": (),
        "UPDATE person_access SET person_id = %s": (person_id,),
        "DELETE FROM person_access": (),
        "INSERT INTO person_search (organisation_id, person_id, name_key) VALUES (%s, %s, 'x')": (
            one.id,
            person_id,
        ),
        "UPDATE person_search SET person_id = %s": (person_id,),
        "DELETE FROM person_search": (),
        "INSERT INTO person SELECT * FROM person LIMIT 1": (),
        "SELECT gate.open_access(%s, %s, 'referral', '')": (person_id, one.id),
        "SELECT gate.open_access(%s, %s, 'custody', '')": (one.people[0], two.id),
        "SELECT gate.readmit(%s)": (foreign_hash,),
        "SELECT gate.index_names(ARRAY[%s]::uuid[], ARRAY['x'])": (person_id,),
        "SELECT gate.set_number(%s, 'x', 'y', '0000')": (person_id,),
        "SELECT gate.accept_transfer((SELECT id FROM transfer LIMIT 1), current_date, NULL)": (),
        "UPDATE transfer SET state = 'accepted'": (),
        "SELECT gate.wall_partition('person', 'person')": (),
        "SELECT gate.add_month('audit_event', '2031-01-01')": (),
        "UPDATE break_glass SET ends_at = now() + interval '1 year'": (),
        "INSERT INTO audit_event SELECT * FROM audit_event LIMIT 1": (),
        "DELETE FROM audit_queue": (),
        "INSERT INTO audit_seal SELECT * FROM audit_seal LIMIT 1": (),
        "UPDATE audit_seal SET hash = ''": (),
        "SET ROLE pulih_gate": (),
        "SET ROLE pulih_owner": (),
        "SET SESSION AUTHORIZATION pulih_owner": (),
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY": (),
        "CREATE POLICY mine ON person FOR SELECT USING (true)": (),
        "CREATE FUNCTION gate.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'": (),
        "CREATE TABLE public.person_access_2 ()": (),
        "COPY person FROM STDIN": (),
    }
    for statement, parameters in roads.items():
        done = attempt(one.registrar, statement, *parameters)
        assert done in (REFUSED, psycopg.errors.FeatureNotSupported), f"{statement}: {done}"
    with scope.acting_as(one.registrar):
        assert gate("SELECT gate.close_access(ARRAY[%s]::uuid[], '')", person_id) == 0
    assert str(person_id) not in {row["id"] for row in seen_by(one.registrar, "person")}


def test_registering_a_known_number_is_refused_and_shows_nothing(offices: tuple[Office, Office]) -> None:
    one, two = offices
    facts = [{"id": str(uuid4()), "reference": "R", "name": "N", "name_key": "n", "sex": "male"}]
    facts[0]["hash"] = number_hash(two.people[0]).hex()
    done = attempt(one.registrar, "SELECT gate.register_people(%s::jsonb)", json.dumps(facts))
    assert done is psycopg.errors.UniqueViolation


RAW: dict[str, str] = {
    "by its key": "SELECT name FROM person WHERE id = %s",
    "by a join": "SELECT p.name FROM person_access a JOIN person p ON p.id = a.person_id WHERE p.id = %s",
    "by a lateral guess": "SELECT p.name FROM (VALUES (%s::uuid)) v (id), LATERAL"
    " (SELECT * FROM person WHERE person.id = v.id) p",
    "by a common table": "WITH p AS MATERIALIZED (SELECT * FROM person) SELECT name FROM p WHERE id = %s",
    "by the stay": "SELECT register_number FROM stay WHERE person_id = %s",
    "by the search table": "SELECT name_key FROM person_search WHERE person_id = %s",
    "by locking": "SELECT name FROM person WHERE id = %s FOR UPDATE",
    "by the statement's answer": "UPDATE person SET revision = 9 WHERE id = %s RETURNING name",
}


def test_raw_sql_finds_nothing_of_another_office(offices: tuple[Office, Office]) -> None:
    one, two = offices
    for road, statement in RAW.items():
        assert attempt(one.registrar, statement, two.people[0]) in (0, REFUSED), road
        assert attempt(two.registrar, statement, two.people[0]) in (1, REFUSED), f"{road}: the road itself"


def test_switching_row_security_off_is_refused_rather_than_obeyed(offices: tuple[Office, Office]) -> None:
    done = attempt(offices[0].registrar, "SET LOCAL row_security = off; SELECT count(*) FROM person")
    assert done is REFUSED


def test_a_partition_cannot_be_read_past_its_parent(
    offices: tuple[Office, Office], owner: psycopg.Connection
) -> None:
    children = owner.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'").fetchall()
    assert len(children) >= 10
    for (child,) in children:
        assert attempt(offices[0].head, f"SELECT * FROM {child}") is REFUSED, child


def test_a_leaking_function_of_ones_own_meets_only_ones_own_rows(offices: tuple[Office, Office]) -> None:
    one, two = offices
    notices: list[str] = []
    with scope.acting_as(one.registrar), connection.cursor() as cursor:
        cursor.connection.add_notice_handler(lambda notice: notices.append(notice.message_primary))
        cursor.execute(
            "CREATE FUNCTION pg_temp.leak(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001"
            " AS $$ BEGIN RAISE NOTICE '%', t; RETURN true; END $$"
        )
        cursor.execute("SELECT name FROM person WHERE pg_temp.leak(name)")
    assert notices
    assert not [name for name in notices if f" {two.id} " in name]


def test_a_table_of_ones_own_cannot_stand_in_for_a_walls_table(offices: tuple[Office, Office]) -> None:
    one, two = offices
    with scope.acting_as(one.registrar), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE person_access AS TABLE public.person_access")
        cursor.execute("UPDATE pg_temp.person_access SET person_id = %s", [two.people[0]])
        cursor.execute("SELECT count(*) FROM public.person WHERE id = %s", [two.people[0]])
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$SELECT ''::bytea$$"
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("SELECT gate.open_access(%s, %s, 'referral', '')", [two.people[0], one.id])
        connection.set_rollback(True)


def columns(owner: psycopg.Connection, table: str) -> list[str]:
    """The columns of a table."""
    rows = owner.execute(
        "SELECT column_name::text FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in rows]


def theirs(table: str, office: Office) -> str:
    """The condition that names another office's rows, as an attacker would write it."""
    people = ", ".join(f"'{one}'" for one in office.people)
    return {
        "person": f"id IN ({people})",
        "person_name": f"person_id IN ({people})",
    }.get(table, f"organisation_id = {office.id}")
