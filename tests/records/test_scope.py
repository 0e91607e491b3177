"""Contexts and access: whose eyes are in force, and what each basis of access opens and for how long."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction

from pulih.records import scope
from pulih.records.models import ParticipantCategory, Person, PersonName, Sentence, Stay
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from tests.records.offices import Office, break_glass, gate, number_hash, open_office

pytestmark = pytest.mark.commits

OUR_TABLES = (Person, PersonName, Sentence, ParticipantCategory, Stay)


@pytest.fixture
def one(db: str) -> Office:
    return open_office()


@pytest.fixture
def two(db: str) -> Office:
    return open_office()


def people_seen() -> set[UUID]:
    return set(Person.objects.values_list("id", flat=True))


def test_a_nested_context_ends_with_itself(one: Office, two: Office) -> None:
    with scope.acting_as(one.registrar):
        with scope.acting_as(two.registrar):
            assert people_seen() == set(two.people)
            assert scope.current_actor() == two.registrar
        assert people_seen() == set(one.people)
        assert scope.current_actor() == one.registrar


def test_a_nested_context_ends_also_with_an_exception(one: Office, two: Office) -> None:
    with scope.acting_as(one.registrar):
        with pytest.raises(ZeroDivisionError), scope.acting_as(two.registrar):
            1 / 0  # noqa: B018
        assert people_seen() == set(one.people)
        with pytest.raises(ProgrammingError), scope.acting_as(two.registrar), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")
        assert people_seen() == set(one.people)


def test_a_nested_context_whose_savepoint_was_released_leaves_no_scope(one: Office, two: Office) -> None:
    with scope.acting_as(one.registrar):
        with transaction.atomic(), scope.acting_as(two.registrar):
            pass
        assert people_seen() == set(one.people)


def test_three_contexts_inside_each_other_each_come_back(one: Office, two: Office) -> None:
    with scope.acting_as(one.registrar):
        with scope.acting_as(two.registrar):
            with pytest.raises(RuleBroken), scope.acting_as(one.nurse):
                raise RuleBroken("not_found")
            assert people_seen() == set(two.people)
        assert gate("SELECT current_setting('pulih.account')") == str(one.registrar.account_id)


def test_a_context_inside_a_bare_transaction_leaves_no_rows_behind(one: Office) -> None:
    with transaction.atomic():
        with scope.acting_as(one.registrar):
            assert people_seen() == set(one.people)
        assert people_seen() == set()


def test_the_next_transaction_of_a_pooled_connection_sees_nothing(one: Office) -> None:
    with scope.acting_as(one.registrar):
        backend = gate("SELECT pg_backend_pid()")
    for _ in range(20):
        connection.close()
        if gate("SELECT pg_backend_pid()") == backend:
            break
    else:
        pytest.fail("the pool never handed the same connection out again")
    assert people_seen() == set()
    assert gate("SELECT current_setting('pulih.orgs', true)") == ""
    with transaction.atomic():
        assert people_seen() == set()


def test_a_failed_transaction_hands_no_scope_on(one: Office) -> None:
    with pytest.raises(ZeroDivisionError), scope.acting_as(one.registrar):
        1 / 0  # noqa: B018
    assert people_seen() == set()


def test_a_fixed_moment_reaches_nested_contexts_and_the_day_is_the_offices_own(one: Office) -> None:
    east = replace(one.registrar, time_zone="Asia/Jayapura")
    with scope.acting_as(east, at=datetime(2024, 12, 31, 16, 0, tzinfo=UTC)):
        with scope.acting_as(east):
            assert scope.today() == date(2025, 1, 1)
        with scope.acting_as(one.registrar):
            assert scope.today() == date(2024, 12, 31)


def test_reading_commits_asynchronously_and_writing_durably(one: Office) -> None:
    with scope.acting_as(one.registrar, read_only=True):
        assert gate("SHOW synchronous_commit") == "off"
        with scope.acting_as(one.registrar):
            assert gate("SHOW synchronous_commit") == "on"
        assert gate("SHOW synchronous_commit") == "off"
    with scope.acting_as(one.registrar):
        assert gate("SHOW synchronous_commit") == "on"


def give(owner: psycopg.Connection, actor: Actor, person_id: UUID, basis: str, until: str = "NULL") -> None:
    """An access row as a gate would have written it."""
    account = actor.account_id if basis == "break_glass" else None
    owner.execute(
        "INSERT INTO person_access"
        " (id, person_id, organisation_id, account_id, basis, valid_from, valid_to, origin)"
        f" VALUES (gen_random_uuid(), %s, %s, %s, %s, now() - interval '1 day', {until}, 'test')",
        [person_id, actor.organisation_id, account, basis],
    )


def readable(actor: Actor, person_id: UUID) -> set[str]:
    with scope.acting_as(actor):
        return {
            table.__name__
            for table in OUR_TABLES
            if table.objects.filter(**{"id" if table is Person else "person_id": person_id}).exists()
        }


def writable(actor: Actor, person_id: UUID) -> set[str]:
    """Tables into which the actor can write a row about the person; each attempt is undone."""
    office = actor.organisation_id
    about = {"person_id": person_id, "organisation_id": office}
    rows = {
        "PersonName": PersonName(person_id=person_id, name="Nama", kind="alias"),
        "Sentence": Sentence(**about, as_of=date(2024, 5, 1), source="SDP", recorded_at=scope.now()),
        "ParticipantCategory": ParticipantCategory(
            **about, category="addict", decided_on=date(2024, 5, 1), recorded_at=scope.now()
        ),
        "Stay": Stay(
            **about,
            register_number="B",
            kind="remand",
            started_on=date(2020, 1, 1),
            ended_on=date(2020, 2, 1),
        ),
    }
    done = set()
    with scope.acting_as(actor):
        for name, row in rows.items():
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
                    done.add(name)
                    transaction.set_rollback(True)
            except ProgrammingError as refused:
                if not isinstance(refused.__cause__, psycopg.errors.InsufficientPrivilege):
                    raise
        with transaction.atomic():
            if Person.objects.filter(id=person_id).update(revision=2):
                done.add("Person")
            transaction.set_rollback(True)
    return done


EVERYTHING = {"Person", "PersonName", "Sentence", "ParticipantCategory", "Stay"}


@pytest.mark.parametrize(
    ("basis", "reads", "writes"),
    [
        ("custody", EVERYTHING, EVERYTHING),
        ("referral", EVERYTHING, EVERYTHING),
        ("aftercare", EVERYTHING, EVERYTHING),
        ("break_glass", EVERYTHING, set()),
        ("episode", {"Person", "PersonName"}, {"Stay"}),
    ],
)
def test_what_each_basis_opens(
    one: Office, two: Office, owner: psycopg.Connection, basis: str, reads: set[str], writes: set[str]
) -> None:
    person_id = one.people[0]
    assert readable(two.nurse, person_id) == set()
    assert writable(two.nurse, person_id) == set()
    give(owner, two.nurse, person_id, basis)
    assert readable(two.nurse, person_id) == reads
    assert writable(two.nurse, person_id) == writes
    assert readable(two.nurse, one.people[1]) == set(), "another person stays closed"


@pytest.mark.parametrize("basis", ["custody", "referral", "aftercare", "break_glass", "episode"])
def test_access_ends_with_its_moment(one: Office, two: Office, owner: psycopg.Connection, basis: str) -> None:
    give(owner, two.nurse, one.people[0], basis, until="now() - interval '1 second'")
    assert readable(two.nurse, one.people[0]) == set()
    assert writable(two.nurse, one.people[0]) == set()


def test_an_emergency_opens_for_its_account_only_for_three_hours_and_never_in_search(
    one: Office, two: Office, owner: psycopg.Connection
) -> None:
    break_glass(two.nurse, one.people[0])
    assert readable(two.nurse, one.people[0]) == EVERYTHING
    assert readable(two.registrar, one.people[0]) == set()
    assert readable(two.head, one.people[0]) == set()
    assert owner.execute(
        "SELECT extract(epoch FROM valid_to - valid_from) FROM person_access WHERE basis = 'break_glass'"
    ).fetchall() == [(3 * 3600,)]
    with scope.acting_as(two.nurse):
        assert gate("SELECT count(*) FROM person_search WHERE person_id = %s", one.people[0]) == 0
    owner.execute("UPDATE person_access SET valid_to = now() WHERE basis = 'break_glass'")
    assert readable(two.nurse, one.people[0]) == set()


def test_an_emergency_names_a_reason_and_a_holder(one: Office, two: Office) -> None:
    opening = break_glass(two.nurse, one.people[0])
    with scope.acting_as(one.head):
        assert gate("SELECT holder_id FROM break_glass WHERE id = %s", opening) == one.id
    with pytest.raises(ProgrammingError, match="a reason are owed"), scope.acting_as(two.nurse):
        gate("SELECT gate.break_glass(gen_random_uuid(), %s, '', 'perlu sekali')", b"x")


def test_closing_access_leaves_the_episode(one: Office, owner: psycopg.Connection) -> None:
    person_id = one.people[0]
    with scope.acting_as(one.registrar):
        assert gate("SELECT gate.close_access(ARRAY[%s]::uuid[], 'released')", person_id) == 1
    assert readable(one.registrar, person_id) == {"Person", "PersonName", "Stay"}
    with scope.acting_as(one.registrar):
        assert gate("SELECT count(*) FROM person_search WHERE person_id = %s", person_id) == 0
        ended = Stay.objects.filter(person_id=person_id).update(
            ended_on=date(2024, 9, 1), how_ended="released"
        )
        assert ended == 1, "the sender finishes the past"
    with scope.acting_as(one.registrar):
        gate("SELECT gate.close_access(ARRAY[%s]::uuid[], 'released')", person_id)
    rows = owner.execute(
        "SELECT basis, valid_to IS NULL FROM person_access WHERE person_id = %s ORDER BY basis", [person_id]
    ).fetchall()
    assert rows == [("custody", False), ("episode", True)]


def test_a_person_nobody_holds_is_readmitted_and_keeps_the_past(one: Office, two: Office) -> None:
    person_id = one.people[0]
    with scope.acting_as(one.registrar):
        gate("SELECT gate.open_access(%s, %s, 'aftercare', 'met at the gate')", person_id, two.id)
        gate("SELECT gate.close_access(ARRAY[%s]::uuid[], 'released')", person_id)
    third = open_office()
    with scope.acting_as(third.registrar):
        assert gate("SELECT gate.readmit(%s)", number_hash(person_id)) == person_id
    assert readable(third.registrar, person_id) == EVERYTHING
    assert readable(two.nurse, person_id) == EVERYTHING, "aftercare goes on"


def test_of_two_prisons_that_readmit_at_once_the_second_waits(
    one: Office, two: Office, owner: psycopg.Connection
) -> None:
    with scope.acting_as(one.registrar):
        gate("SELECT gate.close_access(ARRAY[%s]::uuid[], 'released')", one.people[0])
    with owner.transaction():
        owner.execute("SELECT id FROM person WHERE id = %s FOR UPDATE", [one.people[0]])
        with scope.acting_as(two.registrar):
            gate("SELECT set_config('lock_timeout', '100ms', true)")
            with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
                gate("SELECT gate.readmit(%s)", number_hash(one.people[0]))
