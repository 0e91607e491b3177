"""One act, one statement: rows, changes and the event take effect together or not at all."""

from datetime import date

import psycopg
import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from pulih.records import scope
from pulih.records.asking import ask
from pulih.records.models import AuditEvent, PersonName, Stay
from pulih.records.together import ONCE, Together, once_values
from tests.database import Databases
from tests.records.offices import Office, open_office

pytestmark = pytest.mark.commits


@pytest.fixture
def office(db: str) -> Office:
    return open_office()


def _stay(office: Office, number: str, person: int = 0) -> Stay:
    return Stay(
        person_id=office.people[person],
        organisation_id=office.id,
        register_number=number,
        kind="sentenced",
        started_on=date(2020, 2, 29),
        ended_on=date(2020, 3, 1),
    )


def _event(act: Together, office: Office) -> None:
    act.note("people.register_person", by=office.registrar, subject="person", subject_id="uji")


def test_rows_of_two_tables_a_change_and_the_event_are_one_statement(office: Office) -> None:
    with scope.acting_as(office.registrar):
        known = Stay.objects.filter(person_id=office.people[0]).first()
        known.block = "B 'dua' \\ %s"
        act = Together()
        act.insert(
            _stay(office, "LAMA-1"), PersonName(person_id=office.people[0], name="Rekaan", kind="alias")
        )
        act.update(known, "block")
        _event(act, office)
        with CaptureQueriesContext(connection) as sent:
            changed = act.write()
    assert len(sent) == 1
    assert changed == [1]
    with scope.acting_as(office.head):
        assert Stay.objects.get(register_number="LAMA-1").started_on == date(2020, 2, 29)
        assert Stay.objects.get(pk=known.pk).block == "B 'dua' \\ %s"
        assert PersonName.objects.filter(name="Rekaan").count() == 1
        assert AuditEvent.objects.filter(subject_id="uji").count() == 1


def test_what_one_part_breaks_undoes_every_part(office: Office) -> None:
    act = Together()
    act.insert(PersonName(person_id=office.people[0], name="Rekaan", kind="nobody knows this kind"))
    _event(act, office)
    with pytest.raises(IntegrityError), scope.acting_as(office.registrar):
        act.write()
    with scope.acting_as(office.head):
        assert not AuditEvent.objects.filter(subject_id="uji").exists()


def test_the_walls_are_those_of_single_statements(office: Office) -> None:
    """Another office neither adds to the person's record, nor changes a row it cannot see."""
    other = open_office()
    act = Together()
    act.insert(PersonName(person_id=office.people[0], name="Rekaan", kind="alias"))
    with pytest.raises(Exception, match="row-level security"), scope.acting_as(other.registrar):
        act.write()
    with scope.acting_as(office.registrar):
        theirs = Stay.objects.filter(person_id=office.people[0]).first()
    theirs.block = "Z"
    act = Together()
    act.update(theirs, "block")
    with scope.acting_as(other.registrar):
        assert act.write() == [0]


def test_a_further_part_answers_how_many_rows_it_took(office: Office) -> None:
    with scope.acting_as(office.registrar):
        act = Together()
        act.insert(*(PersonName(person_id=office.people[1], name=f"Alias {n}", kind="alias") for n in "abc"))
        act.write()
        act = Together()
        ending = "UPDATE person_name SET valid_to = %(day)s::date WHERE name LIKE 'Alias %%'"
        act.also(ending, {"day": date(2020, 1, 1)})
        assert act.write() == [3]


def test_a_token_is_taken_once_while_facts_are_asked(office: Office) -> None:
    token = uuid7()
    statement = f"WITH {ONCE} SELECT (SELECT count(*) FROM once)"
    with scope.acting_as(office.registrar):
        assert ask(statement, once_values(token, office.registrar)) == [(1,)]
    with scope.acting_as(office.registrar):
        assert ask(statement, once_values(token, office.registrar)) == [(0,)]


def test_what_is_asked_stays_prepared_on_its_connection(office: Office) -> None:
    with scope.acting_as(office.registrar):
        for _ in range(3):
            ask("SELECT %(number)s::int + 1", {"number": 7})
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%$1::int + 1'")
            assert cursor.fetchone() == (1,)


def test_a_connection_that_the_server_ended_is_not_handed_out(
    office: Office, db: str, databases: Databases
) -> None:
    """A restarted server ends every line; the next request gets a new one, and no error page."""
    with scope.acting_as(office.registrar):
        ask("SELECT 1", {})
    connection.close()
    with psycopg.connect(databases.cluster.app_url(db)) as other:
        ended = other.execute(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        ).fetchone()
    assert ended
    assert ended[0] >= 1
    with scope.acting_as(office.registrar):
        assert ask("SELECT 1", {}) == [(1,)]
