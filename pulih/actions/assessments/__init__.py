"""Keying instruments: drafts, final forms, corrections; tasks from worrying answers and concerns."""

from pulih.actions.assessments.drafts import keep_draft
from pulih.actions.assessments.recording import (
    Recorded,
    amend_response,
    record_beside_plan,
    record_response,
)
from pulih.actions.assessments.rescoring import Difference, ScoredAgain, score_again
from pulih.actions.assessments.tasks import finish_task, raise_concern

__all__ = [
    "Difference",
    "Recorded",
    "ScoredAgain",
    "amend_response",
    "finish_task",
    "keep_draft",
    "raise_concern",
    "record_beside_plan",
    "record_response",
    "score_again",
]
