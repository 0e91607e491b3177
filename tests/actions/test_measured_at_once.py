"""Two who key the same sheet at the same moment: one form counts, the other is told."""

from functools import partial
from uuid import uuid4

import psycopg
import pytest

from pulih.actions.assessments import record_response
from tests import waves
from tests.actions.test_places_at_once import all_at_once
from tests.waves import START, acting

pytestmark = pytest.mark.commits
KEYED = 6


def keying(team, enrolment, token=None):
    with acting(team.assessor, START):
        record_response(
            enrolment_id=enrolment, instrument="whoqol-bref", point="baseline", taken_on=START,
            answers=waves.answers(3), coding="raw", mode="interview", token=token, by=team.assessor,
        )  # fmt: skip


def resident(team):
    return waves.admitted(team, waves.plan(team, social=5).cycles["social"])


def test_a_sheet_keyed_by_several_at_once_is_one_form(owner: psycopg.Connection):
    team = waves.team()
    found = all_at_once([partial(keying, team, resident(team))] * KEYED)
    assert found == {"done": 1, "response_known": KEYED - 1}, "whoever waited sees what the first has written"
    assert owner.execute("SELECT count(*) FROM response").fetchone() == (1,)
    told = "SELECT count(*) FROM audit_event WHERE event = 'assessments.record_response'"
    assert owner.execute(told).fetchone() == (1,)


def test_one_form_sent_several_times_at_once_is_carried_out_once(owner: psycopg.Connection):
    team = waves.team()
    found = all_at_once([partial(keying, team, resident(team), uuid4())] * KEYED)
    assert found == {"done": 1, "already_sent": KEYED - 1}
    assert owner.execute("SELECT count(*) FROM submission").fetchone() == (1,)
