"""Places run out while many clerks work: every admission has a connection of its own."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import psycopg
import pytest
from django.db import connection, connections

from pulih.actions.enrolments import admit, nominate
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

pytestmark = pytest.mark.commits

CLERKS = 50
PLACES = 5


@dataclass
class Clerk:
    """One thread that does one thing, once all others are ready to do theirs."""

    task: Callable[[], object]
    start: threading.Barrier
    outcome: list[str] = field(default_factory=list)

    def work(self) -> None:
        """Open a connection, wait for the others, act; a refusal is an outcome, anything else too."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            self.start.wait()
            self.task()
            self.outcome.append("done")
        except RuleBroken as broken:
            self.outcome += [reason.code for reason in broken.reasons]
        except Exception as failure:
            self.outcome.append(repr(failure))
        finally:
            connections.close_all()


def all_at_once(tasks: list[Callable[[], object]]) -> Counter[str]:
    """What became of tasks that begin together, each on a real connection of its own."""
    connection.close()
    connection.close_pool()
    pool = connection.settings_dict["OPTIONS"]["pool"]
    connection.settings_dict["OPTIONS"]["pool"] = {**pool, "max_size": len(tasks) + 1}
    try:
        start = threading.Barrier(len(tasks), timeout=60)
        clerks = [Clerk(task, start) for task in tasks]
        threads = [threading.Thread(target=clerk.work) for clerk in clerks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Counter(code for clerk in clerks for code in clerk.outcome)
    finally:
        connection.close_pool()
        connection.settings_dict["OPTIONS"]["pool"] = pool


def _admit(team, enrolment):
    with acting(team.manager, START):
        admit(enrolment_id=enrolment, on=START, by=team.manager)


def _nominate(team, cycle, person):
    with acting(team.registrar, START):
        nominate(cycle_id=cycle, people=[person], by=team.registrar)


def test_fifty_clerks_admit_into_the_last_five_places(owner: psycopg.Connection):
    team = waves.team()
    wave = waves.plan(team, social=PLACES + 3)
    for _ in range(3):
        waves.admitted(team, wave.cycles["social"])
    waiting = [waves.recommended(team, wave.cycles["social"], waves.resident(team)) for _ in range(CLERKS)]
    found = all_at_once([partial(_admit, team, one) for one in waiting])
    assert found == {"done": PLACES, "cycle_full": CLERKS - PLACES}
    assert owner.execute("SELECT taken, capacity FROM cycle").fetchall() == [(PLACES + 3, PLACES + 3)]
    counted = "SELECT count(*) FROM enrolment WHERE status = 'admitted' AND in_place"
    assert owner.execute(counted).fetchone() == (PLACES + 3,)
    told = "SELECT count(*) FROM status_change WHERE to_status = 'admitted'"
    assert owner.execute(told).fetchone() == (PLACES + 3,), "a refused admission leaves no history"


def test_two_clerks_admit_the_same_person_at_once(owner: psycopg.Connection):
    team = waves.team()
    wave = waves.plan(team, social=5)
    one = waves.recommended(team, wave.cycles["social"], waves.resident(team))
    found = all_at_once([partial(_admit, team, one)] * 2)
    assert found == {"done": 1, "step_not_legal": 1}
    assert owner.execute("SELECT taken FROM cycle").fetchone() == (1,)


def test_two_clerks_nominate_the_same_person_at_once(owner: psycopg.Connection):
    team = waves.team()
    wave = waves.plan(team, social=5)
    person = waves.resident(team)
    found = all_at_once([partial(_nominate, team, wave.cycles["social"], person)] * 2)
    assert found == {"done": 1, "enrolment_open_already": 1}
    assert owner.execute("SELECT count(*) FROM enrolment").fetchone() == (1,)


def test_nobody_is_open_twice_in_one_programme_though_two_waves_want_them(owner: psycopg.Connection):
    """Two waves lock two cycles, so that only the database can tell."""
    team = waves.team()
    first = waves.plan(team, "Tahap 1", social=5)
    second = waves.plan(team, "Tahap 2", social=5)
    person = waves.resident(team)
    found = all_at_once([partial(_nominate, team, one.cycles["social"], person) for one in (first, second)])
    assert found == {"done": 1, "enrolment_open_already": 1}
    assert owner.execute("SELECT count(*) FROM enrolment").fetchone() == (1,)
