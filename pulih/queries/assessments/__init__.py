"""Measurements by questionnaire: forms to key, finished ones with their scores, and the tasks they make."""

from pulih.queries.assessments.drafts import Draft
from pulih.queries.assessments.forms import (
    FormFacts,
    RaisedTask,
    ResponseFacts,
    form_of,
    response_of,
)
from pulih.queries.assessments.holder import BesideFacts, Holder, form_beside, holder_of
from pulih.queries.assessments.offices import holding_offices
from pulih.queries.assessments.person import Measurement, PersonMeasures, measures_of
from pulih.queries.assessments.rescorings import ChangedScore, Run, RunReport, run_report, runs
from pulih.queries.assessments.responses import ResponseRow, ScoreRow
from pulih.queries.assessments.subject import Subject, subject_of, subjects
from pulih.queries.assessments.tasks import TaskFacts, TaskRow, task_of, tasks_for
from pulih.queries.assessments.trend import Trend, TrendForm, TrendScore, trend_of

__all__ = [
    "BesideFacts",
    "ChangedScore",
    "Draft",
    "FormFacts",
    "Holder",
    "Measurement",
    "PersonMeasures",
    "RaisedTask",
    "ResponseFacts",
    "ResponseRow",
    "Run",
    "RunReport",
    "ScoreRow",
    "Subject",
    "TaskFacts",
    "TaskRow",
    "Trend",
    "TrendForm",
    "TrendScore",
    "form_beside",
    "form_of",
    "holder_of",
    "holding_offices",
    "measures_of",
    "response_of",
    "run_report",
    "runs",
    "subject_of",
    "subjects",
    "task_of",
    "tasks_for",
    "trend_of",
]
