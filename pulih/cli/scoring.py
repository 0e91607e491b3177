"""`pulih score`: forms from a file scored by an instrument, without a database."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pulih.cli.output import Json, Refused, answer, complain, table
from pulih.language.instruments import instrument as find_instrument
from pulih.language.wording import reason_text, say
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import ENGINE_VERSION, Instrument, Scored, SubscaleScore
from pulih.rules.instruments import score as score_answers
from pulih.rules.verdicts import Reason

DEFAULT_CODING = "raw"


@dataclass(frozen=True)
class Form:
    """One form as the file gives it, not yet checked."""

    answers: dict[str, Any]
    coding: str
    rule: str | None


def score(
    code: Annotated[str, typer.Argument(help="The instrument, such as whoqol-bref.")],
    answers: Annotated[
        str, typer.Option("--answers", help="JSON with one form or many; - reads it from the input.")
    ],
    as_json: Json = False,
) -> None:
    """Score forms by an instrument. A form that cannot be scored is an answer; malformed input is refused.

    A flat list of answers is one form, so is {"items": ..., "coding"?, "rule"?}; a list of these is many.
    """
    instrument = find_instrument(code)
    given = _read(answers)
    many = isinstance(given, list) and any(isinstance(one, list | dict) for one in given)
    scored, refused = _score_all(instrument, given if many else [given], many=many)
    for complaint in refused:
        complain(complaint.code, str(complaint), as_json=as_json, row=complaint.row, field=complaint.field)
    if refused:
        raise typer.Exit(1)
    by = {"instrument": instrument.code, "version": instrument.version, "engine": ENGINE_VERSION}
    forms = [_document(one) for one in scored]
    document = by | ({"forms": forms} if many else forms[0])
    answer("score", document, as_json=as_json, show=lambda out: _show(out, instrument, scored))


def _read(source: str) -> Any:
    """The JSON of a file or of standard input."""
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as trouble:
        raise Refused(
            "file_unreadable", f"{source} cannot be read: {trouble.strerror}.", field="answers"
        ) from None
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_name_once)
    except (ValueError, RecursionError) as trouble:
        raise Refused("answers_not_json", f"The answers are not JSON: {trouble}.", field="answers") from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose item stands there twice would silently lose an answer."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _score_all(
    instrument: Instrument, given: Sequence[Any], *, many: bool
) -> tuple[list[Scored], list[Refused]]:
    """Every form scored, and everything that is wrong with the others, so that all is mended at once."""
    scored, refused = [], []
    for number, one in enumerate(given, start=1):
        row = number if many else None
        try:
            form = _form(instrument, one, row)
            scored.append(score_answers(instrument, form.answers, coding=form.coding, rule=form.rule))
        except Refused as trouble:
            refused.append(trouble)
        except RuleBroken as broken:
            refused += [
                Refused(reason.code, reason_text(reason, "en"), row=row, field=reason.about)
                for reason in broken.reasons
            ]
    return scored, refused


def _form(instrument: Instrument, given: Any, row: int | None) -> Form:
    """One form out of a list of answers in the order of the items, or an object that names more."""
    named: dict[str, Any] = given if isinstance(given, dict) else {"items": given}
    items = named.get("items")
    if isinstance(items, list):
        items = _in_order(instrument, items, row)
    if not isinstance(items, dict):
        words = 'A form is a list of answers, or an object with "items".'
        raise Refused("answers_malformed", words, row=row, field="items")
    coding, rule = named.get("coding"), named.get("rule")
    return Form(items, DEFAULT_CODING if coding is None else str(coding), None if rule is None else str(rule))


def _in_order(instrument: Instrument, answers: list[Any], row: int | None) -> dict[str, Any]:
    """Answers under the codes of their items; a list of another length fits none of them for certain."""
    if len(answers) != len(instrument.items):
        words = (
            f"The form has {len(answers)} answers, {instrument.code} has {len(instrument.items)} items. "
            "Write null for an item not answered."
        )
        raise Refused("answers_wrong_count", words, row=row, field="items")
    return {item.code: given for item, given in zip(instrument.items, answers, strict=True)}


def _document(scored: Scored) -> dict[str, Any]:
    """One scored form for programs."""
    return {
        "coding": scored.coding,
        "rule": scored.rule,
        "answered": scored.answered,
        "scorable": scored.scorable,
        "reason": _reason(scored.reason),
        "subscales": {one.code: _figures(one) for one in scored.subscales},
        "alerts": [
            {
                "item": one.item,
                "role": one.role,
                "code": one.code,
                "message": say(one.code, "en", item=one.item),
            }
            for one in scored.alerts
        ],
    }


def _figures(score: SubscaleScore) -> dict[str, Any]:
    return {
        "value": score.value,
        **dict(score.figures),
        "items_used": score.items_used,
        "items_missing": score.items_missing,
        "scorable": score.scorable,
        "reason": _reason(score.reason),
    }


def _reason(reason: Reason | None) -> dict[str, str] | None:
    return None if reason is None else {"code": reason.code, "message": reason_text(reason, "en")}


def _show(out: Console, instrument: Instrument, scored: list[Scored]) -> None:
    """The scores for people: a table a form, then whom to tell of what."""
    columns = ("subscale", instrument.value, "used", "missing", "why not")
    for number, form in enumerate(scored, start=1):
        rows = [
            (
                say(f"subscale.{one.code}", "en"),
                None if one.value is None else f"{one.value:.4f}",
                one.items_used,
                one.items_missing,
                None if one.reason in (None, form.reason) else reason_text(one.reason, "en"),
            )
            for one in form.subscales
        ]
        title = f"{number}. {instrument.title.en}; coding {form.coding}, rule {form.rule}"
        out.print(table(columns, rows, title=title))
        if form.reason:
            out.print(f"Not scorable. {reason_text(form.reason, 'en')}")
        for alert in form.alerts:
            role = say(f"role.{alert.role}", "en")
            out.print(f"For the {role.lower()}: {say(alert.code, 'en', item=alert.item)}")
