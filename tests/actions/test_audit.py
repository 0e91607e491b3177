"""Reviews of emergencies and exports of the trail."""

from uuid import uuid4

import psycopg
import pytest
from django.db import ProgrammingError, transaction

from pulih.actions.audit import export_events, review_break_glass
from pulih.queries.audit import Wanted
from pulih.records import scope
from pulih.records.models import BreakGlass
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories
from tests.records.offices import Office, break_glass, open_office

pytestmark = pytest.mark.commits
NOTE = "Diperiksa dengan kepala klinik, riwayat alergi memang diperlukan."


@pytest.fixture
def one(db: str) -> Office:
    return open_office()


@pytest.fixture
def two(db: str) -> Office:
    return open_office()


def events(owner: psycopg.Connection, name: str) -> list[tuple]:
    return owner.execute(
        "SELECT account_id, outcome, holder_id, person_id, body::jsonb -> 'changes' FROM audit_event"
        " WHERE event = %s ORDER BY id",
        [name],
    ).fetchall()


def review(by: Actor, opening: object, finding: str = "justified", note: str = NOTE, token=None) -> None:
    with scope.acting_as(by):
        review_break_glass(id=opening, finding=finding, note=note, token=token, by=by)


def test_the_head_of_the_holding_office_judges_an_opening(
    one: Office, two: Office, owner: psycopg.Connection
) -> None:
    opening = break_glass(two.nurse, one.people[0])
    review(one.head, opening, "unjustified")
    with scope.acting_as(one.head):
        row = BreakGlass.objects.get(id=opening)
    assert (row.finding, row.reviewed_by, row.review_note) == ("unjustified", one.head.account_id, NOTE)
    assert events(owner, "audit.review_break_glass") == [
        (one.head.account_id, "done", one.id, one.people[0], {"finding": ["", "unjustified"]})
    ]


def test_nobody_judges_their_own_opening(one: Office, two: Office, owner: psycopg.Connection) -> None:
    from pulih.records.models import Account, Organisation

    opening = break_glass(two.nurse, one.people[0])
    place = Organisation.objects.get(id=two.id)
    held = factories.membership(Account.objects.get(id=two.nurse.account_id), place, Role.HEAD_OF_FACILITY)
    now_head = factories.actor_of(held.account, held)
    with pytest.raises(RuleBroken, match="emergency_is_own"):
        review(now_head, opening)
    assert [row[1] for row in events(owner, "audit.review_break_glass")] == ["refused"]
    with scope.acting_as(now_head):
        assert BreakGlass.objects.filter(id=opening).update(finding="justified", review_note="x") == 0


def test_an_opening_is_judged_once(one: Office, two: Office, owner: psycopg.Connection) -> None:
    opening = break_glass(two.nurse, one.people[0])
    review(one.head, opening)
    with pytest.raises(RuleBroken, match="emergency_is_reviewed"):
        review(two.head, opening, "unjustified")
    with scope.acting_as(two.head):
        assert BreakGlass.objects.filter(id=opening).update(finding="unjustified") == 0
    assert len(events(owner, "audit.review_break_glass")) == 1


def test_a_finding_is_never_signed_in_another_name(one: Office, two: Office) -> None:
    opening = break_glass(two.nurse, one.people[0])
    with scope.acting_as(one.head), pytest.raises(ProgrammingError, match="security"), transaction.atomic():
        BreakGlass.objects.filter(id=opening).update(
            finding="justified", review_note=NOTE, reviewed_at=scope.now(), reviewed_by=two.head.account_id
        )


@pytest.mark.parametrize(
    ("finding", "note", "code"),
    [
        ("", NOTE, "finding_missing"),
        ("perhaps", NOTE, "finding_missing"),
        ("justified", "  ok  ", "reason_too_short"),
    ],
)
def test_a_finding_says_what_and_why(one: Office, two: Office, finding: str, note: str, code: str) -> None:
    opening = break_glass(two.nurse, one.people[0])
    with pytest.raises(RuleBroken, match=code):
        review(one.head, opening, finding, note)


def test_a_stranger_finds_no_opening_and_a_nurse_may_not_judge(
    one: Office, two: Office, owner: psycopg.Connection
) -> None:
    opening = break_glass(two.nurse, one.people[0])
    third = open_office()
    with pytest.raises(RuleBroken, match="not_found"):
        review(third.head, opening)
    with pytest.raises(RuleBroken, match="permission_missing"):
        review(one.nurse, opening)
    assert [row[1] for row in events(owner, "audit.review_break_glass")] == ["refused", "refused"]


def test_a_double_click_judges_once(one: Office, two: Office) -> None:
    opening, token = break_glass(two.nurse, one.people[0]), uuid4()
    review(one.head, opening, token=token)
    with pytest.raises(RuleBroken, match="already_sent"):
        review(one.head, opening, token=token)


def test_taking_the_trail_along_is_an_event_that_tells_what_was_taken(
    one: Office, owner: psycopg.Connection
) -> None:
    with scope.acting_as(one.head):
        lines = export_events(wanted=Wanted(event="people."), by=one.head)
    assert len(lines) == 3
    [(account, _outcome, _holder, _person, changes)] = events(owner, "audit.export_events")
    assert account == one.head.account_id
    assert changes == {"asked": {"event": "people."}, "lines": 3, "whole": True}


def test_who_may_not_read_the_trail_may_not_take_it_along(one: Office, owner: psycopg.Connection) -> None:
    with pytest.raises(RuleBroken, match="permission_missing"), scope.acting_as(one.registrar):
        export_events(wanted=Wanted(), by=one.registrar)
    assert [row[1] for row in events(owner, "audit.export_events")] == ["refused"]
