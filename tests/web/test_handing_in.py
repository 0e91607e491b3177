"""A sheet that is handed in costs few statements, and leaves the trail of an act and not that of a page."""

import pytest
from django.db import connection

from pulih.records import scope
from pulih.records.models import ReadEvent
from tests import waves
from tests.web.entering import entered
from tests.web.test_assessments import address, resident_since, sheet, text

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config")
"""Of the transaction; a test's door nests a savepoint, and so sets the scope again when it ends."""


@pytest.fixture
def team():
    return waves.team()


def events(team, what: str) -> int:
    with scope.acting_as(team.head):
        return ReadEvent.objects.filter(what=what).count()


def test_recording_a_form_takes_six_statements_at_most_with_session_audit_and_context(team):
    browser = entered(team.assessor)
    first, second = resident_since(team), resident_since(team)
    assert browser.post(address(first), sheet()).status_code == 303
    said: list[str] = []

    def note(execute, statement, values, many, context):
        said.append(str(statement).strip())
        return execute(statement, values, many, context)

    with connection.execute_wrapper(note):
        assert browser.post(address(second), sheet()).status_code == 303
    statements = [one for one in said if not one.startswith(FRAME)]
    assert len(statements) <= 6, statements


def test_a_form_that_is_carried_out_leaves_no_read_event_and_one_that_is_shown_again_does(team):
    browser = entered(team.assessor)
    enrolment = resident_since(team)
    before = events(team, "measuring")
    refused = browser.post(address(enrolment), sheet(item_26="9"))
    assert refused.status_code == 422
    assert text(refused).count("data-item=") == 26
    assert events(team, "measuring") == before + 1
    assert browser.post(address(enrolment), sheet()).status_code == 303
    assert events(team, "measuring") == before + 1, "the event of the act names the person"
