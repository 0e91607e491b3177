"""Scoring again, as jobs: one for the nation, which queues one for every office."""

from procrastinate.contrib.django import app

from pulih.actions.assessments import score_again
from pulih.queries.assessments import holding_offices
from pulih.records import scope
from pulih.rules.actors import system_actor


@app.task(name="score_again_everywhere")
def score_again_everywhere(instrument: str, why: str) -> None:
    """Queue a run for every office that holds people; each is a job of its own, so that one can fail alone."""
    for office, time_zone in holding_offices():
        score_again_at.defer(office=office, time_zone=time_zone, instrument=instrument, why=why)


@app.task(name="score_again_at")
def score_again_at(office: int, time_zone: str, instrument: str, why: str) -> None:
    """Score an office's forms again and keep the report of every score that changed."""
    actor = system_actor(office, time_zone=time_zone)
    with scope.acting_as(actor):
        score_again(instrument=instrument, why=why, by=actor)
