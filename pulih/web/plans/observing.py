"""Pages of observations: who observed somebody when and what they saw, and how far observers agree."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.instruments import instrument
from pulih.language.wording import reason_text
from pulih.queries.plans.observing import (
    INSTRUMENT,
    Agreed,
    SeenRow,
    observations_of,
    observations_of_wave,
)
from pulih.rules.agreeing_observers import LEAST_PAIRS, WITHIN_DAYS, Agreement
from pulih.rules.permissions import Permission
from pulih.web.plans.observing_line import Line, line_of

SHOWN = 6
"""Observations side by side, topic by topic, the newest first; the older ones stand in the log."""


@dataclass(frozen=True)
class AgreementLine:
    """How far observers agree on one topic, or on all."""

    words: str
    pairs: int
    exact: str
    within_one: str
    kappa: str
    reason: str


@dataclass(frozen=True)
class TopicLine:
    """What was seen of one topic, observation by observation; nothing where it was not seen."""

    words: str
    seen: tuple[str, ...]


@dataclass(frozen=True)
class LogLine:
    """One observation in the log."""

    id: UUID
    on: date
    observer: str
    total: str
    note: str


@require_safe
def log(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """The observations of one enrolment."""
    page = observations_of(request.actor, enrolment_id)
    last = page.rows[: -SHOWN - 1 : -1]
    context = {
        "subject": page.subject,
        "lines": [_line(one) for one in reversed(page.rows)],
        "last": last,
        "topics": _topics(last),
        "chart": _chart(page.rows),
        "may_observe": bool(request.actor.may(Permission.MEASURE)) and page.subject.ended_on is None,
        "instrument": INSTRUMENT,
        **_agreement(page.agreed),
    }
    return render(request, "plans/observations.html", context)


@require_safe
def wave(request: HttpRequest, reference: str) -> HttpResponse:
    """How far the observers of a wave agree, and what to talk about."""
    page = observations_of_wave(request.actor, reference)
    context = {"page": page, "wave": page.wave, **_agreement(page.agreed)}
    return render(request, "plans/observations_wave.html", context)


def _agreement(agreed: Agreed) -> dict[str, object]:
    captions = _captions()
    return {
        "pairs": agreed.pairs,
        "whole": _agreed("", agreed.whole),
        "agreements": _topic_by_topic(agreed, captions),
        "least": [captions[code] for code in agreed.least],
        "within_days": WITHIN_DAYS,
        "least_pairs": LEAST_PAIRS,
    }


def _topic_by_topic(agreed: Agreed, captions: dict[str, str]) -> list[AgreementLine]:
    """A line a topic, once any has a figure; how many pairs are too few is said once, beneath."""
    lines = [
        _agreed(captions[code], replace(one, reason=None) if one.exact is None else one)
        for code, one in agreed.topics.items()
    ]
    return lines if any(one.exact for one in lines) else []


def _agreed(words: str, one: Agreement) -> AgreementLine:
    return AgreementLine(
        words,
        one.pairs,
        _percent(one.exact),
        _percent(one.within_one),
        _figure(one.kappa, 2),
        reason_text(one.reason, get_language() or "id") if one.reason else "",
    )


def _captions() -> dict[str, str]:
    definition, language = instrument(INSTRUMENT), get_language() or "id"
    return {one.code: one.caption.say(language) for one in definition.items}


def _topics(rows: tuple[SeenRow, ...]) -> list[TopicLine]:
    captions = _captions()
    codes = instrument(INSTRUMENT).subscales[0].items
    return [
        TopicLine(captions[code], tuple(str(one.seen[code]) if code in one.seen else "" for one in rows))
        for code in codes
    ]


def _line(one: SeenRow) -> LogLine:
    return LogLine(one.id, one.on, one.observer, _figure(one.total, 1), one.note)


def _chart(rows: tuple[SeenRow, ...]) -> Line | None:
    spots = [(one.on, one.total) for one in rows if one.total is not None]
    codes = instrument(INSTRUMENT).subscales[0].items
    values = [value for code in codes for value in instrument(INSTRUMENT).by_code[code].values]
    return line_of(spots, (min(values), max(values)), get_language() or "id") if len(spots) > 1 else None


def _percent(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share)}%"


def _figure(value: float | None, places: int) -> str:
    if value is None:
        return ""
    text = f"{value:.{places}f}".replace("-", "−")
    return text.replace(".", ",") if (get_language() or "id") == "id" else text
