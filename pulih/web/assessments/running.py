"""The score while a form is being filled, of an instrument for whoever examines: always from the server."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import score
from pulih.rules.permissions import Permission
from pulih.web.assessments.bands import band_words
from pulih.web.assessments.figures import figure
from pulih.web.assessments.questionnaire import QuestionnaireForm
from pulih.web.assessments.standing import known_instrument


@dataclass(frozen=True)
class RunningRow:
    """A total so far: what the unanswered items would add is not known yet."""

    title: str
    value: str
    bands: tuple[str, ...]
    missing: int


@require_POST
def running(request: HttpRequest, instrument: str) -> HttpResponse:
    """What the answers typed so far come to; kept nowhere, about nobody."""
    require(request.actor.may(Permission.MEASURE), attempt=True)
    definition = known_instrument(instrument)
    if definition.score_shown != "while_filling":
        raise RuleBroken("not_found", subject="instrument", subject_id=instrument)
    form = QuestionnaireForm(request.POST, definition=definition, beside=True)
    form.is_valid()
    # An open item counts as its least answer, so that the figure shown can only rise.
    least = {item.code: min(item.values) for item in definition.items if item.values and not item.reverse}
    given = {code: least.get(code) if value is None else value for code, value in form.answers.items()}
    coding = form.cleaned_data.get("coding") or definition.codings[0].code
    scored = score(definition, given, coding=coding)
    language = get_language() or "id"
    rows = tuple(
        RunningRow(
            subscale.title.say(language),
            figure(definition, subscale, found.value, language) if found and found.value is not None else "–",
            band_words(definition, subscale.code, dict(found.bands) if found else {}, language),
            sum(form.answers.get(code) is None for code in subscale.items),
        )
        for subscale in definition.subscales
        for found in [scored.subscale(subscale.code)]
    )
    return render(request, "assessments/running.html", {"rows": rows})
