"""After engine or definition were mended: every score that changed is reported, approved sheets stay."""

from datetime import timedelta

import pytest

from pulih.actions import assessments, outcomes
from pulih.language.instruments import instrument
from pulih.queries.assessments import response_of
from pulih.queries.outcomes import sheet_of
from pulih.records import scope
from pulih.records.models import Rescoring, Score, ScoreChange
from pulih.rules.actors import system_actor
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

WHY = "Mesin hitung 0 membulatkan domain fisik"
END = START + timedelta(days=181)


@pytest.fixture
def team(db):
    return waves.team()


def scored_wrongly(team, response_id, value: float) -> None:
    """A score in force as an engine of old left it: found by its number, and no longer right."""
    with scope.acting_as(system_actor(team.office)):
        run = Rescoring.objects.create(
            organisation_id=team.office, instrument="whoqol-bref", version="1", engine="0", why="x",
            responses=1, changed=1, held=0, ran_at=scope.now(),
        )  # fmt: skip
        for row in Score.objects.filter(response_id=response_id, scale="physical"):
            row.pk, row._state.adding = None, True
            row.pk = Score._meta.pk.get_default()
            row.value, row.engine, row.rescoring = value, "0", run
            row.figures = {}
            row.save(force_insert=True)


def again(team, **more):
    actor = system_actor(team.office)
    with scope.acting_as(actor):
        return assessments.score_again(instrument="whoqol-bref", why=WHY, by=actor, **more)


def physical(team, response_id):
    with acting(team.assessor, END + timedelta(days=40)):
        return response_of(team.assessor, response_id).response.score("physical")


def test_nothing_changes_where_nothing_was_wrong(team):
    wave = waves.plan(team)
    one = waves.admitted(team, wave.cycles["social"])
    waves.measured(team, one, "baseline", START, waves.answers(3))
    done = again(team)
    assert (done.responses, done.differences) == (1, ())
    with scope.acting_as(system_actor(team.office)):
        assert ScoreChange.objects.count() == 0
        assert Score.objects.count() == len(instrument("whoqol-bref").subscales), "no row without a need"


def test_a_wrong_score_is_reported_and_replaced_and_the_old_row_stays(team):
    wave = waves.plan(team)
    one = waves.admitted(team, wave.cycles["social"])
    made = waves.measured(team, one, "baseline", START, waves.answers(3))
    scored_wrongly(team, made.id, 99.0)
    assert physical(team, made.id).value == 99.0

    trial = again(team, trial=True)
    assert (trial.id, len(trial.differences)) == (None, 1)
    assert physical(team, made.id).value == 99.0, "a trial writes nothing"

    done = again(team)
    (difference,) = done.differences
    assert (difference.scale, difference.before.value, difference.after.value) == ("physical", 99.0, 50.0)
    assert physical(team, made.id).value == 50.0
    assert physical(team, made.id).engine == "1"
    with scope.acting_as(system_actor(team.office)):
        assert Score.objects.filter(response_id=made.id, scale="physical").count() == 3
        kept = ScoreChange.objects.get(rescoring_id=done.id)
    assert (kept.before["value"], kept.after["value"], kept.held_by) == (99.0, 50.0, "")
    assert again(team).differences == (), "a second run finds nothing more to do"


def test_an_approved_sheet_keeps_its_scores_and_is_not_superseded(team):
    wave = waves.plan(team, social=1)
    one = waves.admitted(team, wave.cycles["social"])
    made = waves.measured(team, one, "baseline", START, waves.answers(3))
    scored_wrongly(team, made.id, 99.0)
    waves.measured(team, one, "month_6", END - timedelta(days=1), waves.answers(4))
    waves.left(team, one, "completed", END)
    approve(team, wave)

    done = again(team)
    assert [(each.held_by, each.before.value) for each in done.differences] == [(wave.reference, 99.0)]
    assert physical(team, made.id).value == 99.0, "the sheet was approved with it"
    with acting(team.head, END + timedelta(days=41)):
        assert sheet_of(team.head, wave.reference).sheet.head.superseded_at is None
    with scope.acting_as(system_actor(team.office)):
        run = Rescoring.objects.get(pk=done.id)
    assert (run.changed, run.held) == (0, 1)


def approve(team, wave) -> None:
    from pulih.actions import programmes
    from pulih.records.models import Wave

    after = END + timedelta(days=30)
    with acting(team.manager, after):
        row = Wave.objects.get(pk=wave.id)
        programmes.close_wave(
            wave_id=wave.id, closed_on=after.replace(), revision=row.revision, by=team.manager
        )
        outcomes.draft_sheet(wave_id=wave.id, by=team.manager)
        sheet_id = sheet_of(team.manager, wave.reference).sheet_id
    with acting(team.assessor, after):
        outcomes.check_sheet(sheet_id=sheet_id, by=team.assessor)
    with acting(team.head, after):
        outcomes.approve_sheet(sheet_id=sheet_id, by=team.head)


def test_only_jobs_score_again_and_they_say_why(team):
    with acting(team.assessor, START), pytest.raises(RuleBroken, match="permission_missing"):
        assessments.score_again(instrument="whoqol-bref", why=WHY, by=team.assessor)
    actor = system_actor(team.office)
    with scope.acting_as(actor), pytest.raises(RuleBroken, match="score_again_reason_missing"):
        assessments.score_again(instrument="whoqol-bref", why="karena", by=actor)


@pytest.mark.commits
def test_the_worker_does_it_office_by_office(db):
    from procrastinate.contrib.django import app

    from pulih.jobs.rescoring import score_again_everywhere

    here, there = waves.team(mark="1"), waves.team(mark="2")
    forms = []
    for team in (here, there):
        wave = waves.plan(team)
        one = waves.admitted(team, wave.cycles["social"])
        made = waves.measured(team, one, "baseline", START, waves.answers(3))
        scored_wrongly(team, made.id, 10.0)
        forms.append((team, made.id))
    score_again_everywhere.defer(instrument="whoqol-bref", why=WHY)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert [physical(team, form).value for team, form in forms] == [50.0, 50.0]


def test_the_report_names_every_changed_score_and_says_what_was_left(team):
    from pulih.queries.assessments import run_report, runs

    wave = waves.plan(team)
    one = waves.admitted(team, wave.cycles["social"])
    made = waves.measured(team, one, "baseline", START, waves.answers(3))
    scored_wrongly(team, made.id, 99.0)
    done = again(team)
    with acting(team.assessor, START + timedelta(days=9)):
        assert done.id in {run.id for run in runs(team.assessor)}
        report = run_report(team.assessor, done.id)
    (line,) = report.changes
    assert (report.run.changed, report.run.held, report.run.why) == (1, 0, WHY)
    assert (line.response_id, line.before["value"], line.after["value"]) == (made.id, 99.0, 50.0)
    other = waves.team(mark="2")
    with acting(other.assessor, START), pytest.raises(RuleBroken, match="not_found"):
        run_report(other.assessor, done.id)
