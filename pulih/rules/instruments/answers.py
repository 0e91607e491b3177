"""Whether answers fit an instrument, and what they mean whichever way the sheet was coded."""

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite

from pulih.rules.instruments.definition import Instrument
from pulih.rules.instruments.items import Clause, Item, ItemType
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

Answer = int | float | Decimal | str
Answers = Mapping[str, Answer | None]
"""Item code to answer as keyed from the sheet; missing is None or absent."""


def check_answers(instrument: Instrument, answers: Answers, coding: str) -> Verdict:
    """Whether these are answers to this instrument; missing ones are allowed here and judged in scoring.

    Codes: `coding_unknown`, `answer_item_unknown`, `answer_not_whole`, `answer_not_number`,
    `answer_not_text`, `answer_out_of_range`, `answer_too_long`, `answer_not_asked`.
    """
    verdicts = [_known_coding(instrument, coding)]
    for code, answer in answers.items():
        item = instrument.item(code)
        if item is None:
            verdicts.append(refused("answer_item_unknown", f"item_{code}", item=code))
        elif answer is not None:
            verdicts.append(_check_answer(item, answer))
    if all(verdicts) and instrument.hidden_answers == "refuse":
        raw = coded_raw(instrument, answers, coding)
        left_out = not_asked(instrument, raw)
        verdicts += [
            refused("answer_not_asked", f"item_{item.code}", item=item.code)
            for item in instrument.conditional
            if item.code in left_out and item.code in raw
        ]
    return all_of(verdicts)


def _known_coding(instrument: Instrument, coding: str) -> Verdict:
    if instrument.coding(coding) is not None:
        return ALLOWED
    known = [one.code for one in instrument.codings]
    return refused("coding_unknown", "coding", coding=coding, known=known)


def _check_answer(item: Item, answer: object) -> Verdict:
    about = f"item_{item.code}"
    if item.type is ItemType.NOTE:
        if not isinstance(answer, str):
            return refused("answer_not_text", about, item=item.code)
        return ALLOWED if len(answer) <= item.most else refused("answer_too_long", about, most=item.most)
    if item.type is ItemType.AMOUNT:
        if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal) or not isfinite(answer):
            return refused("answer_not_number", about, item=item.code)
    # True would pass as 1 and 3.0 as 3: whoever sends those has not read the sheet.
    elif not isinstance(answer, int) or isinstance(answer, bool):
        return refused("answer_not_whole", about, item=item.code)
    if item.type is ItemType.CHOICE:
        if answer in item.values:
            return ALLOWED
        return refused("answer_out_of_range", about, item=item.code, answer=answer, values=list(item.values))
    if item.least <= answer <= item.most:
        return ALLOWED
    return refused(
        "answer_not_between", about, item=item.code, answer=str(answer), least=item.least, most=item.most
    )


def coded_raw(instrument: Instrument, answers: Answers, coding: str) -> dict[str, Answer]:
    """The answers given, as a sheet coded raw would carry them; they must have been checked.

    Everything else counts from here, so that a sheet's own reversal is undone in one place only.
    """
    choices = instrument.points[coding]
    raw: dict[str, Answer] = {}
    for code, answer in answers.items():
        if answer is None or answer == "":
            continue
        table = choices.get(code)
        raw[code] = answer if table is None else table[answer][0]  # type: ignore[index]
    return raw


def not_asked(instrument: Instrument, raw: Mapping[str, Answer]) -> frozenset[str]:
    """The items that earlier answers leave out for certain.

    An item whose condition waits for an answer that is missing is not left out: it is missing too.
    """
    left_out: set[str] = set()
    for item in instrument.conditional:
        if any(_fails(clause, raw, left_out) for clause in item.shown_when):
            left_out.add(item.code)
    return frozenset(left_out)


def _fails(clause: Clause, raw: Mapping[str, Answer], left_out: set[str]) -> bool:
    """Whether a clause can hold no more: each of its items is left out itself, or answered otherwise.

    An answer to an item that is left out holds nothing up: otherwise a form with more missing could become
    scorable.
    """
    return all(code in left_out or (code in raw and not clause.fits(raw[code])) for code in clause.items)
