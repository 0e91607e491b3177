"""The read log: who opened whose record, seen by those who answer for it."""

import psycopg
import pytest
from django.db import ProgrammingError, transaction

from pulih.records import reading, scope
from pulih.records.models import ReadEvent
from pulih.rules.permissions import Role
from tests import factories
from tests.records.offices import Office, break_glass, gate, open_office

pytestmark = pytest.mark.commits


@pytest.fixture
def one(db: str) -> Office:
    return open_office()


@pytest.fixture
def two(db: str) -> Office:
    return open_office()


def test_opening_a_record_leaves_who_what_and_when(one: Office) -> None:
    with scope.acting_as(one.nurse, read_only=True):
        reading.note(one.nurse, one.people[1], "sentences")
    with scope.acting_as(one.head):
        row = ReadEvent.objects.get(what="sentences")
    assert (row.account_id, row.role, row.organisation_id) == (one.nurse.account_id, "nurse", one.id)
    assert (row.person_id, row.by_break_glass, row.holder_id) == (one.people[1], False, None)


def test_the_holder_sees_who_opened_its_people_in_an_emergency(one: Office, two: Office) -> None:
    break_glass(two.nurse, one.people[0])
    with scope.acting_as(two.nurse, read_only=True):
        reading.note(two.nurse, one.people[0], "summary", by_break_glass=True)
    with scope.acting_as(one.head):
        row = ReadEvent.objects.get(by_break_glass=True)
    assert (row.account_id, row.organisation_id, row.holder_id) == (two.nurse.account_id, two.id, one.id)


def test_an_office_sees_no_ordinary_reading_of_another(one: Office, two: Office) -> None:
    with scope.acting_as(one.head):
        assert {row.organisation_id for row in ReadEvent.objects.all()} == {one.id}


def test_nobody_reads_in_another_name(one: Office, two: Office) -> None:
    with scope.acting_as(one.nurse):
        for forged in (one.registrar, two.nurse):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                reading.note(forged, one.people[0], "summary")


def test_nobody_changes_or_removes_a_reading(one: Office) -> None:
    for statement in ("UPDATE read_event SET what = ''", "DELETE FROM read_event"):
        with pytest.raises(ProgrammingError, match="permission denied"), scope.acting_as(one.head):
            gate(statement + " RETURNING 1")


def test_an_auditor_sees_the_offices_below_and_no_others(owner: psycopg.Connection) -> None:
    region = factories.region()
    below, beside = open_office(parent=region), open_office()
    auditor = factories.worker(Role.AUDITOR, region)
    with scope.acting_as(auditor):
        offices = {row.organisation_id for row in ReadEvent.objects.all()}
        assert gate("SELECT count(*) FROM person") == 0, "references, never people"
    assert below.id in offices
    assert beside.id not in offices
