"""What the clinic looks up: what is due, which positives wait, whole rounds, one test with its history."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import clinic as actions
from pulih.queries import clinic
from pulih.rules.errors import RuleBroken
from pulih.rules.measuring import Due
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import NEGATIVE, START, acting

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, medical=60, social=60)


def statements(work) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def seen_on(team, days: int) -> clinic.Overview:
    with acting(team.nurse, START + timedelta(days=days)):
        return clinic.overview(team.nurse)


# The list


def test_a_test_is_due_in_its_window_then_late_and_gone_once_it_was_taken(team, wave):
    enrolment = waves.admitted(team, wave.cycles["social"])
    (due,) = seen_on(team, 3).due
    assert (due.point.code, due.due, due.days_late) == ("start", Due.DUE, 0)
    (late,) = seen_on(team, 20).due
    assert (late.due, late.days_late) == (Due.LATE, 6)
    waves.sampled(team, enrolment, "start", START + timedelta(days=2))
    assert seen_on(team, 20).due == ()
    assert [one.point.code for one in seen_on(team, 80).due] == ["middle"]


def test_who_follows_two_programmes_is_asked_for_one_sample(team, wave):
    person = waves.resident(team)
    waves.admitted(team, wave.cycles["medical"], person)
    waves.admitted(team, wave.cycles["social"], person)
    found = seen_on(team, 3)
    assert len(found.due) == 1
    assert [(one.point, one.waiting) for one in found.rounds] == [("start", 1)]


def test_who_has_left_is_not_asked(team, wave):
    enrolment = waves.admitted(team, wave.cycles["social"])
    waves.left(team, enrolment, "exited", START + timedelta(days=5), "withdrew")
    assert seen_on(team, 8).due == ()


def test_a_positive_waits_until_somebody_else_has_looked_or_it_was_amended(team, wave):
    first = waves.admitted(team, wave.cycles["social"])
    second = waves.admitted(team, wave.cycles["social"])
    tests = [
        waves.sampled(team, one, "start", START + timedelta(days=1), "positive") for one in (first, second)
    ]
    assert {one.test.id for one in seen_on(team, 40).waiting} == set(tests)
    with acting(team.assessor, START + timedelta(days=2)):
        actions.look_again(test_id=tests[0], agrees=True, by=team.assessor)
    with acting(team.nurse, START + timedelta(days=2)):
        actions.amend_test(
            test_id=tests[1], taken_on=START + timedelta(days=1), state="negative", results=NEGATIVE,
            why="Strip tertukar", by=team.nurse,
        )  # fmt: skip
    after = seen_on(team, 3)
    assert after.waiting == ()
    assert [one.test.stands_as for one in after.done].count("positive") == 1


def test_the_list_needs_the_same_statements_for_two_people_and_for_twenty(team, wave):
    counts = set()
    for more in (2, 18):
        for _ in range(more):
            enrolment = waves.admitted(team, wave.cycles["social"])
            waves.sampled(team, enrolment, "extra", START + timedelta(days=1))
        with acting(team.nurse, START + timedelta(days=3)):
            counts.add(statements(lambda: clinic.overview(team.nurse)))
            counts.add(statements(lambda: clinic.round_of(team.nurse, wave.reference, "start")) + 1)
    assert counts == {3}


# A round


def test_a_round_has_one_row_a_person_and_says_who_still_waits(team, wave):
    person = waves.resident(team, "Anggit Rekaan")
    both = waves.admitted(team, wave.cycles["medical"], person)
    waves.admitted(team, wave.cycles["social"], person)
    tested = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Bayu Rekaan"))
    gone = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Cakra Rekaan"))
    waves.sampled(team, tested, "start", START + timedelta(days=1))
    waves.left(team, gone, "exited", START + timedelta(days=2), "withdrew")
    with acting(team.nurse, START + timedelta(days=3)):
        found = clinic.round_of(team.nurse, wave.reference, "start")
    assert [(one.subject.name, one.due) for one in found.rows] == [
        ("Anggit Rekaan", Due.DUE), ("Bayu Rekaan", Due.DONE), ("Cakra Rekaan", Due.MISSED)
    ]  # fmt: skip
    assert [one.subject.enrolment_id for one in found.waiting] == [both]


# One test


def test_one_test_tells_what_this_reader_may_do_with_it(team, wave):
    enrolment = waves.admitted(team, wave.cycles["social"])
    test = waves.sampled(team, enrolment, "start", START + timedelta(days=1), "positive")
    with acting(team.nurse, START + timedelta(days=1)):
        own = clinic.urine_test(team.nurse, test)
    with acting(team.assessor, START + timedelta(days=1)):
        other = clinic.urine_test(team.assessor, test)
    assert [one.code for one in own.may_look.reasons] == ["second_look_own"]
    assert own.may_amend
    assert other.may_look
    assert [one.code for one in other.may_amend.reasons] == ["permission_missing"]
    assert own.test.waits
    assert own.test.stands_as == "positive_unconfirmed"


def test_a_positive_somebody_did_not_see_again_stays_unconfirmed(team, wave):
    enrolment = waves.admitted(team, wave.cycles["social"])
    test = waves.sampled(team, enrolment, "start", START + timedelta(days=1), "positive")
    with acting(team.assessor, START + timedelta(days=1)):
        actions.look_again(test_id=test, agrees=False, note="Garis samar, bukan positif.", by=team.assessor)
        facts = clinic.urine_test(team.assessor, test)
    assert facts.test.stands_as == "positive_unconfirmed"
    assert not facts.test.waits
    assert [one.code for one in facts.may_look.reasons] == ["second_look_done"]


def test_an_amended_test_names_both_rows_and_is_closed(team, wave):
    enrolment = waves.admitted(team, wave.cycles["social"])
    test = waves.sampled(team, enrolment, "start", START + timedelta(days=1))
    with acting(team.nurse, START + timedelta(days=2)):
        after = actions.amend_test(
            test_id=test, taken_on=START + timedelta(days=1), state="positive",
            results=NEGATIVE | {"met": "positive"}, why="Strip tertukar", by=team.nurse,
        )  # fmt: skip
        facts = clinic.urine_test(team.nurse, test)
        form = clinic.urine_form(team.nurse, enrolment, "start")
    assert [one.id for one in facts.history] == [test, after]
    assert [one.code for one in facts.may_amend.reasons] == ["test_amended_already"]
    assert form.done.id == after


def test_tests_are_read_only_where_the_role_and_the_office_may(team, wave):
    enrolment = waves.admitted(team, wave.cycles["social"])
    test = waves.sampled(team, enrolment, "start", START + timedelta(days=1))
    stranger = factories.worker(Role.NURSE, factories.organisation())
    with acting(stranger, START), pytest.raises(RuleBroken, match="not_found"):
        clinic.urine_test(stranger, test)
    with acting(team.registrar, START), pytest.raises(RuleBroken, match="permission_missing"):
        clinic.urine_test(team.registrar, test)
