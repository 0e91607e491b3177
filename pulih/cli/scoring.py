"""`pulih score`: forms from a file scored by an instrument, without a database."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pulih.cli.output import Json, Refused, answer, complain, table
from pulih.exchange.scoring import STATISTICS, Malformed, document_of, reckon, shape
from pulih.exchange.scoring.documents import score_shaped
from pulih.exchange.scoring.statistics import VERSION
from pulih.language.instruments import instrument as find_instrument
from pulih.language.wording import reason_text, say
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import ENGINE_VERSION, Instrument, Scored


def score(
    code: Annotated[str, typer.Argument(help="The instrument, such as whoqol-bref, or a statistic: rci.")],
    answers: Annotated[
        str, typer.Option("--answers", help="JSON with one form or many; - reads it from the input.")
    ],
    as_json: Json = False,
) -> None:
    """Score forms by an instrument. A form that cannot be scored is an answer; malformed input is refused.

    A flat list of answers is one form, so is {"items": ..., "coding"?, "rule"?}, and an object that names one
    part (a substance, a domain); a list of these is many. rci, csc-cutoff, wilson-95 and funnel-normal are
    statistics of the figures given.
    """
    if code in STATISTICS:
        _statistic(code, read_json(answers), as_json=as_json)
        return
    instrument = find_instrument(code)
    given = read_json(answers)
    many = isinstance(given, list) and any(isinstance(one, list | dict) for one in given)
    scored, refused = _score_all(instrument, given if many else [given], many=many)
    for complaint in refused:
        complain(complaint.code, str(complaint), as_json=as_json, row=complaint.row, field=complaint.field)
    if refused:
        raise typer.Exit(1)
    by = {"instrument": instrument.code, "version": instrument.version, "engine": ENGINE_VERSION}
    forms = [document for document, _scored in scored]
    document = by | ({"forms": forms} if many else forms[0])
    answer("score", document, as_json=as_json, show=lambda out: _show(out, instrument, scored))


def read_json(source: str) -> Any:
    """The JSON of a file or of standard input; refused by `file_unreadable` or `answers_not_json`."""
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


def _statistic(code: str, given: Any, *, as_json: bool) -> None:
    try:
        found = reckon(code, given)
    except Malformed as trouble:
        raise Refused(trouble.code, str(trouble), field=trouble.at) from None
    document = {"instrument": code, "version": VERSION, "engine": ENGINE_VERSION, **found}
    answer(
        "score",
        document,
        as_json=as_json,
        show=lambda out: out.print(table(("figure", "value"), found["scores"].items())),
    )


def _score_all(
    instrument: Instrument, given: Sequence[Any], *, many: bool
) -> tuple[list[tuple[dict[str, Any], Scored]], list[Refused]]:
    """Every form scored, and everything that is wrong with the others, so that all is mended at once."""
    scored, refused = [], []
    for number, one in enumerate(given, start=1):
        row = number if many else None
        try:
            form = shape(instrument, one)
            found = score_shaped(instrument, form)
            scored.append((document_of(instrument, form, found), found))
        except Malformed as trouble:
            refused.append(Refused(trouble.code, str(trouble), row=row, field=trouble.at))
        except RuleBroken as broken:
            refused += [
                Refused(reason.code, reason_text(reason, "en"), row=row, field=reason.about)
                for reason in broken.reasons
            ]
    return scored, refused


def _show(out: Console, instrument: Instrument, scored: list[tuple[dict[str, Any], Scored]]) -> None:
    """The scores for people: a table a form, then whom to tell of what."""
    for number, (_document, form) in enumerate(scored, start=1):
        rows = [
            (
                subscale.title.en,
                None if one.value is None else f"{one.value:.4f}",
                ", ".join(
                    f"{band.title.en}: {band.say(one.band(band.code), 'en')}"
                    for band in instrument.bands_of(one.code)
                    if one.scorable
                ),
                one.items_used,
                one.items_missing,
                None if one.reason in (None, form.reason) else reason_text(one.reason, "en"),
            )
            for one in form.subscales
            for subscale in [instrument.subscale(one.code)]
            if subscale is not None
        ]
        columns = ("subscale", instrument.value or "score", "band", "used", "missing", "why not")
        title = f"{number}. {instrument.title.en}; coding {form.coding}, rule {form.rule}"
        out.print(table(columns, rows, title=title))
        if form.reason:
            out.print(f"Not scorable. {reason_text(form.reason, 'en')}")
        for alert in form.alerts:
            role = say(f"role.{alert.role}", "en")
            out.print(f"For the {role.lower()}: {say(alert.code, 'en', item=alert.item or alert.subscale)}")
