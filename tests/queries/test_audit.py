"""What an auditor finds in the trail: by person, account, office and time; references, never names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries import audit as trail
from pulih.records import audit, reading, scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories
from tests.records.offices import Office, break_glass, gate, open_office

pytestmark = pytest.mark.commits


@pytest.fixture
def auditor(db: str) -> Actor:
    return factories.worker(Role.AUDITOR, factories.region())


@pytest.fixture
def below(auditor: Actor) -> Office:
    from pulih.records.models import Organisation

    return open_office("Lapas Bawah", parent=Organisation.objects.get(id=auditor.organisation_id))


@pytest.fixture
def beside(db: str) -> Office:
    return open_office("Lapas Samping")


def look(actor: Actor, **wanted: object) -> list[trail.EventLine]:
    with scope.acting_as(actor, read_only=True):
        return list(trail.events(actor, trail.Wanted(**wanted)).lines)  # type: ignore[arg-type]


def reference(office: Office, number: int = 0) -> str:
    with scope.acting_as(office.registrar):
        return str(gate("SELECT reference FROM person WHERE id = %s", office.people[number]))


def test_an_auditor_sees_the_offices_below_a_head_only_their_own(
    auditor: Actor, below: Office, beside: Office
) -> None:
    assert {line.office for line in look(auditor)} == {"Lapas Bawah"}
    assert {line.office for line in look(beside.head)} == {"Lapas Samping"}


def test_a_registrar_sees_no_trail_and_the_attempt_is_remembered(below: Office) -> None:
    with pytest.raises(RuleBroken) as raised:
        look(below.registrar)
    assert raised.value.attempt


def test_events_are_listed_newest_first_and_paged_by_key(auditor: Actor, below: Office) -> None:
    with scope.acting_as(auditor):
        first = trail.events(auditor, trail.Wanted(), limit=2)
        assert first.next is not None
        second = trail.events(auditor, trail.Wanted(after=first.next), limit=2)
    ids = [line.id for line in (*first.lines, *second.lines)]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 3
    assert second.next is None


def test_events_of_one_person_are_found_by_reference(auditor: Actor, below: Office) -> None:
    found = look(auditor, reference=reference(below, 1))
    assert [line.reference for line in found] == [reference(below, 1)]
    assert look(auditor, reference="2222-2222") == []


def test_no_name_of_a_person_in_custody_is_in_what_an_auditor_gets(auditor: Actor, below: Office) -> None:
    assert "Orang Contoh" not in repr(look(auditor))
    with scope.acting_as(auditor):
        assert "Orang Contoh" not in repr(trail.reads(auditor, trail.Wanted()))


def test_events_of_one_account_office_and_kind_are_found(
    auditor: Actor, below: Office, owner: psycopg.Connection
) -> None:
    from pulih.records.models import Account

    username = Account.objects.get(id=below.registrar.account_id).username
    assert len(look(auditor, username=username.upper())) == 3
    assert look(auditor, username="nobody.here") == []
    assert len(look(auditor, organisation_id=below.id)) == 3
    assert look(auditor, organisation_id=auditor.organisation_id, event="staff.") == []
    assert len(look(auditor, organisation_id=auditor.organisation_id)) == 3, "an office and those below it"
    assert len(look(auditor, event="people.")) == 3
    assert look(auditor, event="staff.sign_in") == []
    assert look(auditor, outcome="refused") == []


def test_an_office_that_is_not_audited_shows_nothing(auditor: Actor, below: Office, beside: Office) -> None:
    assert look(auditor, organisation_id=beside.id) == []


def test_days_are_days_of_the_readers_office(auditor: Actor, below: Office) -> None:
    east = replace(auditor, time_zone="Asia/Jayapura")
    today = datetime.now(UTC).astimezone().date()
    assert len(look(east, since=today - timedelta(days=2), until=today + timedelta(days=2))) == 3
    assert look(east, since=today + timedelta(days=2)) == []
    assert look(east, until=date(2024, 1, 1)) == []


def test_an_attempt_on_ones_people_by_another_office_is_seen_by_the_holder(
    below: Office, beside: Office
) -> None:
    with scope.acting_as(beside.nurse):
        audit.note_event(
            "people.break_glass",
            by=beside.nurse,
            subject="break_glass",
            subject_id="1",
            person_id=below.people[0],
            holder_id=below.id,
        )
    found = look(below.head, event="people.break_glass")
    assert [(line.office, line.holder) for line in found] == [("Lapas Samping", "Lapas Bawah")]


def test_one_event_shows_its_text_and_the_seal_it_lies_under(auditor: Actor, below: Office) -> None:
    line = look(auditor)[0]
    with scope.acting_as(auditor):
        assert trail.event(auditor, line.day, line.id).seal is None
    audit.seal()
    with scope.acting_as(auditor):
        proof = trail.event(auditor, line.day, line.id)
    assert proof.seal == 1
    assert proof.kept == proof.found
    assert str(line.id) in proof.body


def test_an_event_of_another_office_is_not_found(auditor: Actor, beside: Office) -> None:
    line = look(beside.head)[0]
    with pytest.raises(RuleBroken, match="not_found"), scope.acting_as(auditor):
        trail.event(auditor, line.day, line.id)


def test_a_text_that_was_ruined_can_still_be_looked_at(
    auditor: Actor, below: Office, owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_event SET body = '[]'")
    line = look(auditor)[0]
    assert (line.name, line.changes) == ("", {})
    with scope.acting_as(auditor):
        proof = trail.event(auditor, line.day, line.id)
    assert proof.kept != proof.found


def test_reads_tell_who_opened_what_and_in_an_emergency_also_the_holder(
    auditor: Actor, below: Office, beside: Office
) -> None:
    break_glass(beside.nurse, below.people[0])
    with scope.acting_as(beside.nurse):
        reading.note(beside.nurse, below.people[0], "custody", by_break_glass=True)
    with scope.acting_as(auditor):
        found = trail.reads(auditor, trail.Wanted(break_glass_only=True)).lines
        every = trail.reads(auditor, trail.Wanted(reference=reference(below))).lines
    assert [(line.office, line.holder, line.what) for line in found] == [
        ("Lapas Samping", "Lapas Bawah", "custody")
    ]
    assert len(every) == 2


def test_emergencies_wait_for_a_review_by_somebody_else(
    auditor: Actor, below: Office, beside: Office
) -> None:
    opening = break_glass(beside.nurse, below.people[0])
    for reviewer in (auditor, below.head, beside.head):
        with scope.acting_as(reviewer):
            found = trail.emergencies(reviewer)
            assert [(line.id, bool(line.may_review)) for line in found.lines] == [(opening, True)]
            assert found.waiting == trail.waiting_reviews(reviewer) == 1
            assert trail.opening(reviewer, opening).emergency.holder == "Lapas Bawah"
    third = open_office()
    with scope.acting_as(third.head):
        assert trail.emergencies(third.head).lines == ()
        with pytest.raises(RuleBroken, match="not_found"):
            trail.opening(third.head, opening)


def test_the_state_of_the_seals_tells_what_waits_and_since_when(auditor: Actor, below: Office) -> None:
    with scope.acting_as(auditor):
        before = trail.sealing(auditor)
    audit.seal()
    with scope.acting_as(auditor):
        after = trail.sealing(auditor)
    assert (before.waiting, before.late, before.last) == (3, False, None)
    assert after.waiting == 0
    assert after.last is not None
    assert (after.last.n, after.last.events) == (1, 3)


PAGES: dict[str, Callable[[Actor], object]] = {
    "events": lambda actor: trail.events(actor, trail.Wanted()),
    "reads": lambda actor: trail.reads(actor, trail.Wanted()),
    "emergencies": lambda actor: trail.emergencies(actor),
    "sealing": lambda actor: trail.sealing(actor),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_statements_does_not_grow(
    auditor: Actor, below: Office, beside: Office, page: str
) -> None:
    counts = []
    for _ in range(2):
        for person_id in below.people:
            break_glass(beside.nurse, person_id)
            with scope.acting_as(beside.nurse):
                reading.note(beside.nurse, person_id, "custody", by_break_glass=True)
            with scope.acting_as(below.registrar):
                for number in range(10):
                    audit.note_event(
                        "people.write",
                        by=below.registrar,
                        subject="person",
                        subject_id=number,
                        person_id=person_id,
                    )
            audit.seal()
        with scope.acting_as(auditor), CaptureQueriesContext(connection) as queries:
            PAGES[page](auditor)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7
