"""`pulih instruments score-again`: every office, every score that changed, and nothing on a dry run."""

import pytest

from pulih.records import scope
from pulih.records.models import Rescoring, Score
from pulih.rules.actors import system_actor
from tests import waves
from tests.cli.conftest import Pulih
from tests.waves import START

pytestmark = pytest.mark.commits

WHY = "Domain fisik dibulatkan oleh mesin 0"


@pytest.fixture
def team(db):
    team = waves.team()
    one = waves.admitted(team, waves.plan(team).cycles["social"])
    made = waves.measured(team, one, "baseline", START, waves.answers(3))
    with scope.acting_as(system_actor(team.office)):
        run = Rescoring.objects.create(
            organisation_id=team.office, instrument="whoqol-bref", version="1", engine="0", why="x",
            responses=1, changed=1, held=0, ran_at=scope.now(),
        )  # fmt: skip
        old = Score.objects.get(response_id=made.id, scale="physical")
        old.pk = Score._meta.pk.get_default()
        old._state.adding = True
        old.value, old.engine, old.rescoring, old.figures = 7.0, "0", run, {}
        old.save(force_insert=True)
    return team


def again(pulih: Pulih, *more: str):
    return pulih("instruments", "score-again", "whoqol-bref", "--why", WHY, "--json", *more)


def test_a_dry_run_reports_and_writes_nothing_and_a_run_mends(pulih: Pulih, team, owner):
    dry = again(pulih, "--dry-run")
    (office,) = dry.document["offices"]
    assert (dry.code, office["run"], office["responses"]) == (0, None, 1)
    (change,) = office["changes"]
    assert (change["scale"], change["before"]["value"], change["after"]["value"]) == ("physical", 7.0, 50.0)
    assert runs(owner) == 1

    (office,) = again(pulih).document["offices"]
    assert (len(office["changes"]), runs(owner)) == (1, 2)
    (office,) = again(pulih).document["offices"]
    assert office["changes"] == []


def runs(owner) -> int:
    return owner.execute("SELECT count(*) FROM rescoring").fetchone()[0]


def test_left_to_the_worker_it_is_one_job_with_codes_and_no_name(pulih: Pulih, team, owner):
    assert again(pulih, "--queue").code == 0
    jobs = owner.execute("SELECT task_name, args::text FROM procrastinate_jobs").fetchall()
    assert [task for task, _ in jobs] == ["score_again_everywhere"]


def test_it_says_why_and_knows_the_instrument(pulih: Pulih, db):
    said = pulih("instruments", "score-again", "whoqol-bref", "--why", "x", "--json")
    assert (said.code, said.errors[0]["code"]) == (1, "score_again_reason_missing")
    said = pulih("instruments", "score-again", "whoqol", "--why", WHY, "--json")
    assert (said.code, said.errors[0]["code"]) == (1, "instrument_unknown")
