"""The report of a run that scored forms again, as those who measure read it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pulih.actions import assessments
from pulih.records import scope
from pulih.records.models import Rescoring, Score
from pulih.rules.actors import system_actor
from tests import waves
from tests.waves import START
from tests.web.entering import entered


@pytest.fixture
def team(db):
    return waves.team()


def wrong_score(team) -> None:
    one = waves.admitted(team, waves.plan(team).cycles["social"], waves.resident(team, "Samsul Rekaan"))
    made = waves.measured(team, one, "baseline", START + timedelta(days=1), waves.answers(3))
    with scope.acting_as(system_actor(team.office)):
        run = Rescoring.objects.create(
            organisation_id=team.office, instrument="whoqol-bref", version="1", engine="0", why="Mesin lama",
            responses=1, changed=1, held=0, ran_at=scope.now(),
        )  # fmt: skip
        old = Score.objects.get(response_id=made.id, scale="physical")
        old.pk, old._state.adding = Score._meta.pk.get_default(), True
        old.value, old.engine, old.rescoring, old.figures = 12.5, "0", run, {}
        old.save(force_insert=True)


def test_the_list_leads_to_every_changed_score_by_name(team):
    wrong_score(team)
    actor = system_actor(team.office)
    with scope.acting_as(actor):
        done = assessments.score_again(instrument="whoqol-bref", why="Domain fisik diperbaiki", by=actor)
    browser = entered(team.assessor)
    listed = browser.get(reverse("assessments:scored_again")).content.decode()
    assert "Domain fisik diperbaiki" in listed
    page = browser.get(reverse("assessments:scored_again_run", args=[done.id])).content.decode()
    for words in ("Samsul Rekaan", "12,5", "50", "Fisik"):
        assert words in page, words


def test_an_office_without_a_run_is_told_so_and_others_reports_are_not_found(team):
    browser = entered(team.assessor)
    assert "Belum pernah" in browser.get(reverse("assessments:scored_again")).content.decode()
    strange = reverse("assessments:scored_again_run", args=["018f0000-0000-7000-8000-000000000000"])
    assert browser.get(strange).status_code == 404
    assert entered(team.registrar).get(reverse("assessments:scored_again")).status_code == 403
