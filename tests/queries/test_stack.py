"""A stack of sheets: who is in it, in which order, and that a long one costs no more statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries.assessments.stack import stack_of, stacks_waiting
from pulih.records.models import Person
from pulih.rules.errors import RuleBroken
from pulih.rules.measuring import Due
from tests import waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, medical=60, social=60)


def someone(team, wave, number: str, programme: str = "social"):
    return waves.admitted(team, wave.cycles[programme], waves.resident(team, register_number=number))


def seen(team, wave, days: int, point: str = "baseline"):
    with acting(team.assessor, START + timedelta(days=days)):
        return stack_of(team.assessor, wave.reference, "whoqol-bref", point)


def test_rows_stand_in_the_order_of_the_register_not_of_the_alphabet(team, wave):
    for number in ("BI.12/2024", "BI.9/2024", "BI.101/2023"):
        someone(team, wave, number)
    assert [one.subject.register_number for one in seen(team, wave, 3).rows] == [
        "BI.9/2024",
        "BI.12/2024",
        "BI.101/2023",
    ]


def test_a_sheet_is_due_then_late_then_done_and_never_before_its_window(team, wave):
    enrolment = someone(team, wave, "BI.1/2024")
    assert seen(team, wave, 3, "month_3").rows == ()
    assert [one.due for one in seen(team, wave, 3).rows] == [Due.DUE]
    assert [one.due for one in seen(team, wave, 40).rows] == [Due.LATE]
    recorded = waves.measured(team, enrolment, "baseline", START + timedelta(days=2), waves.answers())
    (row,) = seen(team, wave, 40).rows
    assert (row.due, row.done, row.open) == (Due.DONE, recorded.id, False)


def test_who_follows_two_programmes_stands_once(team, wave):
    person = waves.resident(team)
    for programme in ("medical", "social"):
        waves.admitted(team, wave.cycles[programme], person)
    assert len(seen(team, wave, 3).rows) == 1
    with acting(team.assessor, START + timedelta(days=3)):
        assert [one.waiting for one in stacks_waiting(team.assessor)] == [1]


def test_who_left_before_the_form_was_due_is_not_in_the_stack(team, wave):
    enrolment = someone(team, wave, "BI.1/2024")
    waves.left(team, enrolment, "exited", START + timedelta(days=5), "withdrew")
    assert seen(team, wave, 100, "month_3").rows == ()


def test_a_list_of_names_is_no_reading_of_records(team, wave):
    someone(team, wave, "BI.1/2024")
    with acting(team.assessor, START + timedelta(days=3)), CaptureQueriesContext(connection) as caught:
        stack_of(team.assessor, wave.reference, "whoqol-bref", "baseline")
        assert Person.objects.exists()
    assert not any("note_event" in one["sql"] or "note_read" in one["sql"] for one in caught)


def test_twenty_people_cost_as_many_statements_as_two(team, wave):
    def statements() -> tuple[int, int]:
        with acting(team.assessor, START + timedelta(days=3)):
            with CaptureQueriesContext(connection) as one:
                stack_of(team.assessor, wave.reference, "whoqol-bref", "baseline")
            with CaptureQueriesContext(connection) as other:
                stacks_waiting(team.assessor)
        return len(one), len(other)

    for number in range(1, 3):
        someone(team, wave, f"BI.{number}/2024")
    few = statements()
    for number in range(3, 12):
        someone(team, wave, f"BI.{number}/2024")
    assert statements() == few == (3, 2)


@pytest.mark.parametrize("reference", ["", "a\0b", "ABCD-1234", "x" * 300])
def test_a_wave_that_is_none_is_refused(team, reference):
    with acting(team.assessor, START), pytest.raises(RuleBroken, match="wave_unknown"):
        stack_of(team.assessor, reference, "whoqol-bref", "baseline")
