"""What somebody tried and may not is audited, though it was rolled back."""

import psycopg
import pytest

from pulih.records import scope
from pulih.records.models import PersonName
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from tests.records.offices import Office, open_office

pytestmark = pytest.mark.commits


@pytest.fixture
def one(db: str) -> Office:
    return open_office()


@pytest.fixture
def two(db: str) -> Office:
    return open_office()


def test_a_refused_attempt_is_audited_though_it_was_rolled_back(
    one: Office, owner: psycopg.Connection
) -> None:
    with pytest.raises(RuleBroken):
        _try_what_is_not_theirs(one)
    rows = owner.execute(
        "SELECT event, account_id, organisation_id, body::jsonb -> 'changes' -> 'reasons' FROM audit_event"
        " WHERE outcome = 'refused'"
    ).fetchall()
    assert rows == [("staff.grant_role", one.nurse.account_id, one.id, ["permission_missing"])]
    assert owner.execute("SELECT count(*) FROM person_name WHERE name = 'tidak jadi'").fetchone() == (0,)


def _try_what_is_not_theirs(office: Office) -> None:
    with scope.acting_as(office.nurse):
        PersonName.objects.create(person_id=office.people[0], name="tidak jadi", kind="alias")
        broken = RuleBroken("permission_missing", attempt=True, permission="manage_staff", role="nurse")
        scope.note_refusal(office.nurse, broken, "staff.grant_role")
        raise broken


def test_an_attempt_refused_in_a_nested_context_waits_for_the_end(
    one: Office, two: Office, owner: psycopg.Connection
) -> None:
    with scope.acting_as(one.nurse):
        with pytest.raises(RuleBroken) as raised, scope.acting_as(two.nurse):
            require(two.nurse.may(Permission.MANAGE_STAFF), attempt=True)
        scope.note_refusal(two.nurse, raised.value, "staff.grant_role")
    rows = owner.execute("SELECT organisation_id FROM audit_event WHERE outcome = 'refused'").fetchall()
    assert rows == [(two.id,)]
