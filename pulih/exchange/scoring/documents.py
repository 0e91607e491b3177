"""What a form came to, as a document for programs."""

from typing import Any

from pulih.exchange.scoring.shapes import Shaped
from pulih.language.wording import reason_text, say
from pulih.rules.instruments import Instrument, Scored, SubscaleScore, plain_scores, score
from pulih.rules.verdicts import Reason


def score_shaped(instrument: Instrument, form: Shaped) -> Scored:
    """Score a form as it came from a file; raises RuleBroken for answers that do not fit."""
    return score(
        instrument,
        form.answers,
        coding=form.coding,
        rule=form.rule,
        circumstances=form.circumstances,
        only=(form.part,) if form.part else (),
    )


def document_of(instrument: Instrument, form: Shaped, scored: Scored) -> dict[str, Any]:
    """One scored form. `scores` holds the figures by name, null where there are none; `subscales` all of it."""
    nested = bool(instrument.transforms or instrument.parts)
    return {
        "coding": scored.coding,
        "rule": scored.rule,
        "answered": scored.answered,
        "scorable": scored.scorable,
        "reason": _reason(scored.reason),
        "scores": plain_scores(scored, nested=nested, part=form.part),
        "subscales": {one.code: _figures(one) for one in scored.subscales},
        "alerts": [
            {
                "item": one.item or None,
                "subscale": one.subscale or None,
                "role": one.role,
                "code": one.code,
                "message": say(one.code, "en", item=one.item or one.subscale),
            }
            for one in scored.alerts
        ],
    }


def _figures(score: SubscaleScore) -> dict[str, Any]:
    return {
        "value": score.value,
        **dict(score.figures),
        **dict(score.bands),
        "items_used": score.items_used,
        "items_missing": score.items_missing,
        "scorable": score.scorable,
        "reason": _reason(score.reason),
    }


def _reason(reason: Reason | None) -> dict[str, str] | None:
    return None if reason is None else {"code": reason.code, "message": reason_text(reason, "en")}
