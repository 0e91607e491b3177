"""One instrument of one person over time: a chart and a table a scale, and why some are not compared."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.instruments import instrument as definition_of
from pulih.language.wording import reason_text, say
from pulih.queries import assessments, people
from pulih.queries.assessments import Trend, TrendForm, TrendScore
from pulih.rules.errors import require
from pulih.rules.instruments import Instrument, Subscale
from pulih.rules.instruments.comparing import Precision, comparable, direction, precision, span
from pulih.rules.permissions import Permission
from pulih.web.assessments.trend_chart import Chart, Spot, trend_chart


@dataclass(frozen=True)
class Row:
    """One measurement of a scale."""

    id: UUID
    on: date
    point: str
    wave: str
    window: str
    """The stretch of time it asked about, where the instrument offers more than one."""
    value: str
    """Empty without a score."""
    band: str
    bands: tuple[str, ...]
    first: bool
    change: str
    """Against the first, with its sign; empty where they are not compared."""
    went: str
    reasons: tuple[str, ...]
    """Why it is not compared, in words."""


@dataclass(frozen=True)
class ScaleTrend:
    """One scale with its chart and its table."""

    code: str
    title: str
    chart: Chart
    rows: tuple[Row, ...]
    error: str
    """The 95 % band in points; empty where the measuring error is not known."""
    threshold: str
    checked: bool


@dataclass(frozen=True)
class TrendPage:
    """The page: nothing yet, one measurement, or a development."""

    title: str
    instrument: str
    forms: tuple[TrendForm, ...]
    scales: tuple[ScaleTrend, ...]
    at_lowest: tuple[str, ...]
    """Parts (substances) whose score was the lowest possible every time: named, not drawn."""
    never: tuple[str, ...]
    """Scales that never had a score."""
    for_progress: bool
    any_hollow: bool


@require_safe
def trend(request: HttpRequest, reference: str, instrument: str) -> HttpResponse:
    """The page of one person's scores of an instrument."""
    require(request.actor.may(Permission.READ_MEASURES), attempt=True)
    definition = definition_of(instrument)
    record = people.open_person(request.actor, reference, "measures")
    found = assessments.trend_of(request.actor, record.id, instrument)
    page = trend_page(found, definition, get_language() or "id")
    return render(request, "assessments/trend.html", {"page": page, "record": record})


def trend_page(found: Trend, definition: Instrument, language: str) -> TrendPage:
    """Put the page together from stored scores; nothing is scored again."""
    scored = found.scales()
    lowest = [one for one in definition.subscales if _at_lowest(found, definition, one)]
    shown = [one for one in definition.subscales if one.code in scored and one not in lowest]
    scales = tuple(_scale(found, definition, one, language) for one in shown)
    return TrendPage(
        title=definition.short_title(language),
        instrument=definition.code,
        forms=found.forms,
        scales=scales,
        at_lowest=tuple(one.title.say(language) for one in lowest),
        never=tuple(one.title.say(language) for one in definition.subscales if one.code not in scored),
        for_progress=definition.for_progress,
        any_hollow=any(mark.hollow and not mark.none for one in scales for mark in one.chart.marks),
    )


def _at_lowest(found: Trend, definition: Instrument, subscale: Subscale) -> bool:
    if definition.parts is None or subscale.code not in found.scales():
        return False
    low, _high = span(definition, subscale)
    scores = (form.scores.get(subscale.code) for form in found.forms)
    return all(one is None or one.value is None or one.value == low for one in scores)


def _scale(found: Trend, definition: Instrument, subscale: Subscale, language: str) -> ScaleTrend:
    exactness = precision(subscale)
    first = found.first(subscale.code)
    scores = [form.scores.get(subscale.code) for form in found.forms]
    whole = all(one is None or one.value is None or one.value == round(one.value) for one in scores)
    rows, spots = [], []
    for form, score in zip(found.forms, scores, strict=True):
        row = _row(form, score, first, definition, subscale, exactness, whole, language)
        rows.append(row)
        like_first = definition.for_progress and bool(row.value) and not row.reasons
        spots.append(Spot(form.taken_on, score.value if score else None, like_first, row.value))
    title = subscale.title.say(language)
    return ScaleTrend(
        code=subscale.code,
        title=title,
        chart=trend_chart(
            title,
            tuple(spots),
            span(definition, subscale),
            exactness.band if exactness else None,
            exactness.threshold if exactness else None,
            language,
        ),
        rows=tuple(rows),
        error=_figure(exactness.band, language) if exactness else "",
        threshold=_figure(exactness.threshold, language) if exactness else "",
        checked=exactness is None or exactness.checked,
    )


def _row(
    form: TrendForm,
    score: TrendScore | None,
    first: TrendScore | None,
    definition: Instrument,
    subscale: Subscale,
    exactness: Precision | None,
    whole: bool,
    language: str,
) -> Row:
    change, went = "", ""
    reasons: tuple[str, ...] = ()
    value = score.value if score else None
    if score is not None and value is not None and first is not None and score is not first:
        verdict = comparable(definition, first.measured, score.measured)
        if verdict and first.value is not None:
            difference = value - first.value
            change = _figure(difference, language, whole=whole, signed=True)
            went = direction(difference, exactness)
        reasons = tuple(
            reason_text(one, language) for one in verdict.reasons if one.code != "compare_not_for_progress"
        )
    return Row(
        id=form.id,
        on=form.taken_on,
        point=say(f"point.{form.point}", language),
        wave=form.wave,
        window=_window(form, definition, language),
        value="" if value is None else _figure(value, language, whole=whole),
        band=""
        if value is None or exactness is None
        else _band(value, exactness, definition, subscale, language),
        bands=_bands(score, definition, subscale, language) if score and value is not None else (),
        first=score is not None and score is first,
        change=change,
        went=went,
        reasons=reasons,
    )


def _band(
    value: float, exactness: Precision, definition: Instrument, subscale: Subscale, language: str
) -> str:
    """Between which scores the true one lies, 95 of 100 times; never beyond the ends of the scale."""
    low, high = span(definition, subscale)
    ends = max(low, value - exactness.band), min(high, value + exactness.band)
    return "–".join(_figure(one, language) for one in ends)


def _bands(score: TrendScore, definition: Instrument, subscale: Subscale, language: str) -> tuple[str, ...]:
    """What the value was called when it was stored, in the words of the definition."""
    return tuple(
        f"{one.title.say(language)}: {one.say(score.bands[one.code], language)}"
        for one in definition.bands_of(subscale.code)
        if score.bands.get(one.code) is not None
    )


def _window(form: TrendForm, definition: Instrument, language: str) -> str:
    if len(definition.windows) < 2:
        return ""
    return next((one.words.say(language) for one in definition.windows if one.code == form.time_window), "")


def _figure(value: float, language: str, *, whole: bool = False, signed: bool = False) -> str:
    """A score as the language writes it: 53,6; whole where every score of the scale is."""
    text = f"{value:{'+' if signed else ''}.{0 if whole else 1}f}".replace("-", "−")
    return text.replace(".", ",") if language == "id" else text
