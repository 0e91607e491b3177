"""Many write at once and nobody waits: writers share no lock."""

import threading
import time
from dataclasses import dataclass, field

import psycopg
import pytest
from django.db import connection, connections

from pulih.queries import audit as trail
from pulih.records import audit, scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.commits

WRITERS = 8
EVENTS = 1_000


@dataclass
class Writer:
    """One thread with a connection of its own; `failures` holds what stopped it."""

    actor: Actor
    start: threading.Barrier
    failures: list[Exception] = field(default_factory=list)
    slowest: float = 0.0

    def work(self) -> None:
        """Write every event in a transaction of its own, never waiting longer than 200 ms for a lock."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            self.start.wait()
            for number in range(EVENTS):
                began = time.perf_counter()
                with scope.acting_as(self.actor):
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT set_config('lock_timeout', '200ms', true)")
                    audit.note_event("people.write", by=self.actor, subject="person", subject_id=number)
                self.slowest = max(self.slowest, time.perf_counter() - began)
        except Exception as failure:
            self.failures.append(failure)
        finally:
            connections.close_all()


def test_eight_writers_append_while_a_transaction_stays_open_and_seals_are_made(
    owner: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    place = factories.organisation()
    start = threading.Barrier(WRITERS + 1, timeout=30)
    writers = [Writer(factories.worker(Role.REGISTRAR, place), start) for _ in range(WRITERS)]
    threads = [threading.Thread(target=writer.work) for writer in writers]
    body = audit.event_body("people.write", by=None, subject="person", subject_id="stays open")
    connection.close()  # the pool has eight connections, one for each writer
    with psycopg.connect(owner.info.dsn) as stays_open:
        stays_open.execute("SELECT gate.note_event(%s)", [body])
        for thread in threads:
            thread.start()
        start.wait()
        began = time.perf_counter()
        while any(thread.is_alive() for thread in threads):
            owner.execute("SELECT gate.seal()")
            time.sleep(0.05)
        rate = WRITERS * EVENTS / (time.perf_counter() - began)
    for thread in threads:
        thread.join()
    assert [failure for writer in writers for failure in writer.failures] == []
    found = trail.verify()
    assert (found.holds, found.events) == (True, WRITERS * EVENTS + 1)
    slowest = 1000 * max(writer.slowest for writer in writers)
    with capsys.disabled():
        print(f"\n{WRITERS} writers together: {rate:,.0f} events/s, the slowest took {slowest:.0f} ms")


def test_a_writer_that_stays_open_is_sealed_when_it_ends_and_not_before(owner: psycopg.Connection) -> None:
    actor = factories.worker(Role.REGISTRAR, factories.organisation())
    with scope.acting_as(actor):
        audit.note_event("people.write", by=actor, subject="person", subject_id="1")
        assert owner.execute("SELECT gate.seal()").fetchone() == (0,)
    assert owner.execute("SELECT gate.seal()").fetchone() == (1,)


def test_two_sealers_never_seal_the_same_event(owner: psycopg.Connection) -> None:
    actor = factories.worker(Role.REGISTRAR, factories.organisation())
    with scope.acting_as(actor):
        audit.note_event("people.write", by=actor, subject="person", subject_id="1")
    answers: list[int] = []

    def second() -> None:
        answers.append(audit.seal())
        connections.close_all()

    with owner.transaction():
        assert owner.execute("SELECT gate.seal()").fetchone() == (1,)
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        assert answers == [], "the second waits for the first"
    thread.join()
    assert answers == [0]
    assert trail.verify().seals == 1
