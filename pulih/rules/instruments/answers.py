"""Whether answers fit an instrument, and what they mean whichever way the sheet was coded."""

from collections.abc import Mapping

from pulih.rules.instruments.definition import Instrument, Item
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

Answers = Mapping[str, int | None]
"""Item code to answer as keyed from the sheet; missing is None or absent."""


def check_answers(instrument: Instrument, answers: Answers, coding: str) -> Verdict:
    """Whether these are answers to this instrument; missing ones are allowed here and judged in scoring.

    Codes: `coding_unknown`, `answer_item_unknown`, `answer_not_whole`, `answer_out_of_range`.
    """
    verdicts = [_known_coding(instrument, coding)]
    for code, answer in answers.items():
        item = instrument.item(code)
        if item is None:
            verdicts.append(refused("answer_item_unknown", f"item_{code}", item=code))
        elif answer is not None:
            verdicts.append(_check_answer(item, answer))
    return all_of(verdicts)


def _known_coding(instrument: Instrument, coding: str) -> Verdict:
    if instrument.coding(coding) is not None:
        return ALLOWED
    known = [one.code for one in instrument.codings]
    return refused("coding_unknown", "coding", coding=coding, known=known)


def _check_answer(item: Item, answer: object) -> Verdict:
    about = f"item_{item.code}"
    # True would pass as 1 and 3.0 as 3: whoever sends those has not read the sheet.
    if not isinstance(answer, int) or isinstance(answer, bool):
        return refused("answer_not_whole", about, item=item.code)
    if answer not in item.values:
        return refused("answer_out_of_range", about, item=item.code, answer=answer, values=list(item.values))
    return ALLOWED


def coded_raw(instrument: Instrument, answers: Answers, coding: str) -> dict[str, int]:
    """The answers given, as a sheet coded raw would carry them; they must have been checked.

    Everything else counts from here, so that a sheet's own reversal is undone in one place only.
    """
    reversed_on_paper = next(
        (one.already_reversed for one in instrument.codings if one.code == coding), frozenset()
    )
    raw = {}
    for item in instrument.items:
        answer = answers.get(item.code)
        if answer is not None:
            raw[item.code] = item.mirrored(answer) if item.code in reversed_on_paper else answer
    return raw
