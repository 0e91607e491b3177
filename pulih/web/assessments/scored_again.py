"""Reports of runs that scored forms again: what changed, and what an approved sheet kept as it was."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.instruments import instrument as definition_of
from pulih.queries import assessments
from pulih.queries.assessments import ChangedScore
from pulih.rules.instruments import Instrument


@dataclass(frozen=True)
class Line:
    """One changed score in words."""

    change: ChangedScore
    scale: str
    before: str
    after: str


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every run at this office."""
    found = [(run, definition_of(run.instrument)) for run in assessments.runs(request.actor)]
    language = get_language() or "id"
    lines = [(run, definition.title.say(language)) for run, definition in found]
    return render(request, "assessments/scored_again.html", {"runs": lines})


@require_safe
def report(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run, score by score."""
    found = assessments.run_report(request.actor, run_id)
    definition = definition_of(found.run.instrument)
    language = get_language() or "id"
    context = {
        "run": found.run,
        "title": definition.title.say(language),
        "lines": [_line(one, definition, language) for one in found.changes],
        "more": found.run.changed + found.run.held - len(found.changes),
    }
    return render(request, "assessments/scored_again_run.html", context)


def _line(change: ChangedScore, definition: Instrument, language: str) -> Line:
    scale = definition.subscale(change.scale)
    title = scale.title.say(language) if scale else change.scale
    said = [_said(side, change.scale, definition, language) for side in (change.before, change.after)]
    return Line(change, title, *said)


def _said(side: Any, scale: str, definition: Instrument, language: str) -> str:
    """A score with its bands; nothing where there was none."""
    if side.get("value") is None:
        return ""
    bands = [
        band.say(side["bands"][band.code], language)
        for band in definition.bands_of(scale)
        if side.get("bands", {}).get(band.code) is not None
    ]
    return ", ".join([number_format(round(side["value"], 2)), *bands])
