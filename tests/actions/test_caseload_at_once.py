"""Two who assign at the same moment: one is carried out, the other is told, and nobody has two main counsellors."""

from functools import partial

import pytest

from pulih.actions.caseload import accept_suggestions, assign
from pulih.queries.caseload import workload
from pulih.records.models import Assignment
from tests import waves
from tests.actions.test_places_at_once import all_at_once
from tests.caseloads import admit_many, counsellors
from tests.waves import START, acting

pytestmark = pytest.mark.commits
MANAGERS = 6


def accepting(team, chosen):
    with acting(team.manager, START):
        accept_suggestions(chosen=chosen, by=team.manager)


def assigning(team, enrolment, counsellor):
    with acting(team.manager, START):
        assign(
            enrolment_id=enrolment, account_id=counsellor.account_id, on=START, because="Dari rapat.",
            by=team.manager,
        )  # fmt: skip


def test_the_same_suggestions_accepted_at_once_are_carried_out_once():
    team = waves.team()
    admit_many(team, social=8)
    counsellors(team, 3)
    with acting(team.manager, START):
        chosen = {one.person.enrolment: one.worker for one in workload(team.manager).unassigned}
    found = all_at_once([partial(accepting, team, chosen)] * MANAGERS)
    assert found == {"done": 1, "caseload_suggestion_changed": MANAGERS - 1}
    with acting(team.manager, START):
        assert Assignment.objects.count() == 8


def test_one_person_given_to_six_at_once_has_one_main_counsellor_at_the_end():
    team = waves.team()
    (enrolment,) = admit_many(team, social=1)["social"]
    workers = counsellors(team, MANAGERS)
    found = all_at_once([partial(assigning, team, enrolment, one) for one in workers])
    assert found["done"] >= 1
    assert set(found) <= {"done", "page_stale"}
    with acting(team.manager, START):
        assert Assignment.objects.filter(main=True, until_on=None).count() == 1
        assert Assignment.objects.count() == found["done"]
