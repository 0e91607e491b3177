"""The proof: whatever somebody with the owner's rights does to the trail is found."""

import hashlib
import json
from base64 import b64decode
from datetime import UTC
from uuid import UUID

import psycopg
import pytest

from pulih.queries import audit as trail
from pulih.records import audit, scope
from pulih.records.keys import keys
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.commits


@pytest.fixture
def actor(db: str) -> Actor:
    return factories.worker(Role.REGISTRAR, factories.organisation())


@pytest.fixture
def sealed(actor: Actor, owner: psycopg.Connection) -> list[UUID]:
    """Four seals with five events each; answers the events' ids in order."""
    for seal in range(4):
        with scope.acting_as(actor):
            for number in range(5):
                audit.note_event("people.write", by=actor, subject="person", subject_id=f"{seal}/{number}")
        assert audit.seal() == 5
    return [id for (id,) in owner.execute("SELECT id FROM audit_event ORDER BY id").fetchall()]


def kinds() -> list[tuple[str, int | None]]:
    found = trail.verify()
    assert found.holds is (not found.problems)
    return [(problem.kind, problem.seal) for problem in found.problems]


def test_an_untouched_trail_holds(sealed: list[UUID]) -> None:
    found = trail.verify()
    assert (found.holds, found.events, found.seals, found.problems) == (True, 20, 4, ())


def test_an_empty_trail_holds(db: str) -> None:
    found = trail.verify()
    assert (found.holds, found.events, found.seals, found.head) == (True, 0, 0, "–")


def test_verify_seals_first(sealed: list[UUID], actor: Actor) -> None:
    with scope.acting_as(actor):
        audit.note_event("people.write", by=actor, subject="person", subject_id="new")
    assert trail.verify().events == 21


def test_a_changed_text_is_found_and_named(sealed: list[UUID], owner: psycopg.Connection) -> None:
    owner.execute("UPDATE audit_event SET body = replace(body, '1/2', '1/3') WHERE id = %s", [sealed[7]])
    problem = trail.verify().problems[0]
    assert (problem.kind, problem.seal, problem.id) == ("changed", 2, sealed[7])
    assert len(trail.verify().problems) == 1


def test_a_text_that_is_no_json_any_more_is_found_like_any_other(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_event SET body = 'x', sha256 = sha256('x') WHERE id = %s", [sealed[7]])
    assert kinds() == [("columns", 2), ("root", 2)]


def test_a_text_changed_together_with_its_hash_is_found_by_the_seal(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_event SET body = replace(body, '1/2', '1/9') WHERE id = %s", [sealed[7]])
    owner.execute("UPDATE audit_event SET subject_id = '1/9' WHERE id = %s", [sealed[7]])
    owner.execute(
        "UPDATE audit_event SET sha256 = sha256(convert_to(body, 'UTF8')) WHERE id = %s", [sealed[7]]
    )
    assert kinds() == [("root", 2)]


@pytest.mark.parametrize(
    "change",
    [
        "account_id = gen_random_uuid()",
        "at = at - interval '1 hour'",
        "event = 'people.other'",
        "holder_id = 7",
        "organisation_id = NULL",
        "outcome = 'refused'",
        "person_id = gen_random_uuid()",
        "role = 'auditor'",
        "subject = 'account'",
        "subject_id = 'other'",
    ],
)
def test_a_changed_column_is_found_though_the_text_is_untouched(
    sealed: list[UUID], owner: psycopg.Connection, change: str
) -> None:
    owner.execute(f"UPDATE audit_event SET {change} WHERE id = %s", [sealed[3]])
    assert kinds() == [("columns", 1)]


def test_an_event_moved_to_another_day_is_missing_here_and_extra_there(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_event SET day = day - 40 WHERE id = %s", [sealed[0]])
    assert kinds() == [("missing", 1), ("extra", None)]


def test_an_event_moved_together_with_its_seal_is_found(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_event SET day = day - 40 WHERE id = %s", [sealed[0]])
    owner.execute("UPDATE audit_seal SET days[1] = days[1] - 40 WHERE n = 1")
    assert kinds() == [("columns", 1)]


def test_a_deleted_event_is_found(sealed: list[UUID], owner: psycopg.Connection) -> None:
    owner.execute("DELETE FROM audit_event WHERE id = %s", [sealed[12]])
    assert kinds() == [("missing", 3)]


def test_an_inserted_event_is_found(sealed: list[UUID], actor: Actor, owner: psycopg.Connection) -> None:
    insert_behind(owner, actor)
    assert kinds() == [("extra", None)]


def test_an_event_inserted_under_a_sealed_id_on_another_day_is_found(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute(
        "INSERT INTO audit_event SELECT day - 1, id, at, account_id, role, organisation_id, holder_id, event,"
        " outcome, subject, subject_id, person_id, body, sha256 FROM audit_event WHERE id = %s",
        [sealed[0]],
    )
    assert kinds() == [("extra", None)]


def test_two_events_that_change_places_under_a_seal_are_found(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_seal SET ids = ids[2:2] || ids[1:1] || ids[3:] WHERE n = 2")
    assert kinds() == [("root", 2)]


def test_a_seal_deleted_in_the_middle_is_found(sealed: list[UUID], owner: psycopg.Connection) -> None:
    owner.execute("DELETE FROM audit_seal WHERE n = 2")
    assert kinds() == [("gap", 3)] + [("extra", None)] * 5


def test_the_first_seal_deleted_is_found(sealed: list[UUID], owner: psycopg.Connection) -> None:
    owner.execute("DELETE FROM audit_seal WHERE n = 1")
    assert ("gap", 2) in kinds()


def test_a_seal_deleted_at_the_end_is_found_by_its_orphans(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute("DELETE FROM audit_seal WHERE n = 4")
    assert kinds() == [("extra", None)] * 5


def test_an_end_cut_off_with_its_events_is_known_by_the_head_on_paper(
    sealed: list[UUID], actor: Actor, owner: psycopg.Connection
) -> None:
    auditor = factories.worker(Role.AUDITOR, factories.organisation())
    printed = trail.head()
    assert trail.known_head(auditor, printed.short)
    owner.execute("DELETE FROM audit_event WHERE id = ANY ((SELECT ids FROM audit_seal WHERE n = 4)::uuid[])")
    owner.execute("DELETE FROM audit_seal WHERE n = 4")
    assert trail.verify().holds
    assert not trail.known_head(auditor, printed.short)
    with scope.acting_as(actor):
        audit.note_event("people.write", by=actor, subject="person", subject_id="after")
    assert trail.head().n == 4
    assert not trail.known_head(auditor, printed.short)


def test_a_chain_made_anew_from_a_forged_seal_on_breaks_its_link(
    sealed: list[UUID], owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE audit_seal SET hash = sha256('forged') WHERE n = 2")
    assert kinds() == [("seal_changed", 2), ("link", 3)]


@pytest.mark.parametrize("change", ["sealed_at = sealed_at - interval '1 day'", "root = sha256('x')"])
def test_a_changed_seal_is_found(sealed: list[UUID], owner: psycopg.Connection, change: str) -> None:
    owner.execute(f"UPDATE audit_seal SET {change} WHERE n = 3")
    assert ("seal_changed", 3) in kinds()


def test_an_event_changed_before_its_seal_is_found(actor: Actor, owner: psycopg.Connection) -> None:
    with scope.acting_as(actor):
        audit.note_event("people.write", by=actor, subject="person", subject_id="1")
    owner.execute("UPDATE audit_event SET body = replace(body, 'people', 'staff')")
    assert kinds() == [("changed", 1)]


def test_an_event_deleted_before_its_seal_is_found(actor: Actor, owner: psycopg.Connection) -> None:
    with scope.acting_as(actor):
        audit.note_event("people.write", by=actor, subject="person", subject_id="1")
    owner.execute("DELETE FROM audit_event")
    assert kinds() == [("missing", 1)]


def test_a_queue_nobody_takes_for_a_minute_is_found(sealed: list[UUID], owner: psycopg.Connection) -> None:
    queue_since(owner, "59 seconds")
    assert kinds() == []
    queue_since(owner, "61 seconds")
    assert kinds() == [("sealing_late", None)]
    assert kinds() == [], "verify sealed it"


def test_a_long_queue_is_sealed_in_parts_that_fit_into_memory(
    actor: Actor, owner: psycopg.Connection
) -> None:
    copy_queue(owner, 10_003)
    assert audit.seal() == 10_003
    sizes = owner.execute("SELECT cardinality(ids) FROM audit_seal ORDER BY n").fetchall()
    assert sizes == [(10_000,), (3,)]
    found = trail.verify()
    assert (found.holds, found.events) == (True, 10_003)


def test_problems_end_at_a_thousand_so_that_a_ruin_can_be_shown(
    actor: Actor, owner: psycopg.Connection
) -> None:
    copy_queue(owner, 1_500)
    audit.seal()
    owner.execute("DELETE FROM audit_event")
    assert len(trail.verify().problems) == 1_000


def test_a_part_of_the_chain_can_be_proved_alone(sealed: list[UUID], owner: psycopg.Connection) -> None:
    owner.execute("DELETE FROM audit_event WHERE id = %s", [sealed[0]])
    assert trail.verify(last=2).holds
    assert not trail.verify(last=4).holds
    assert [problem.kind for problem in trail.proves(1)] == ["missing"]
    assert trail.proves(2) == ()
    assert [problem.kind for problem in trail.proves(99)] == ["gap"]


def test_the_head_is_signed_with_a_key_outside_the_database(sealed: list[UUID]) -> None:
    head = trail.head()
    assert keys().verify_head(bytes.fromhex(head.hash), b64decode(head.signature))
    assert not keys().verify_head(hashlib.sha256(b"another").digest(), b64decode(head.signature))
    assert head.short == f"4-{head.hash[:4]}-{head.hash[4:8]}-{head.hash[8:12]}-{head.hash[12:16]}"


def queue_since(owner: psycopg.Connection, ago: str) -> None:
    """An event of a while ago that waits for its seal, as if nobody sealed."""
    moment = owner.execute("SELECT now() - %s::interval", [ago]).fetchone()
    assert moment is not None
    facts = json.loads(audit.event_body("people.write", by=None, subject="person", subject_id=ago))
    at = moment[0].astimezone(UTC)
    facts |= {
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "day": at.date().isoformat(),
    }
    owner.execute("SELECT gate.note_event(%s)", [json.dumps(facts)])


def copy_queue(owner: psycopg.Connection, wanted: int) -> None:
    """Many queued events in one statement."""
    body = audit.event_body("people.write", by=None, subject="person", subject_id="1")
    owner.execute(
        "SELECT gate.note_event((%s::jsonb || jsonb_build_object('id', gen_random_uuid()))::text)"
        " FROM generate_series(1, %s)",
        [body, wanted],
    )


def insert_behind(owner: psycopg.Connection, actor: Actor) -> None:
    """An event put into the table past the gate, correct in itself."""
    body = audit.event_body("people.write", by=actor, subject="person", subject_id="forged")
    facts = json.loads(body)
    owner.execute(
        "INSERT INTO audit_event (day, id, at, account_id, role, organisation_id, event, outcome, subject,"
        " subject_id, body, sha256) VALUES (%(day)s, %(id)s, %(at)s, %(account)s, %(role)s, %(organisation)s,"
        " %(event)s, %(outcome)s, %(subject)s, %(subject_id)s, %(body)s, %(hash)s)",
        facts | {"body": body, "hash": hashlib.sha256(body.encode()).digest(), "changes": None},
    )
