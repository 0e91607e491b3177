"""Conditions of an instrument as sentences on paper: when an item or a whole section is asked at all."""

from collections.abc import Mapping

from pulih.language.wording import say
from pulih.rules.instruments import Clause, Instrument, Item, Section

Numbers = Mapping[str, str]
"""How paper names each item, by its code."""
_SHORT = 4
"""Codes up to this length are what people say: 26, q8. Longer ones are the machine's."""


def numbered(instrument: Instrument) -> Numbers:
    """Items by their own codes, or counted through where those are too long to say."""
    if all(len(one.code) <= _SHORT for one in instrument.items):
        return {one.code: one.code for one in instrument.items}
    asked = [code for section in instrument.sections for code in section.items]
    own = {one.code: one.code for one in instrument.items}
    return own | {code: str(place) for place, code in enumerate(asked, start=1)}


def only_if(item: Item, numbers: Numbers, language: str, instrument: Instrument) -> str:
    """The condition of one item; empty where it is always asked."""
    if not item.shown_when:
        return ""
    clauses = [_clause(one, numbers, language, instrument) for one in item.shown_when]
    return say("blank.only_if", language, clauses=f" {say('blank.and', language)} ".join(clauses))


def shared_condition(instrument: Instrument, section: Section, numbers: Numbers, language: str) -> str:
    """The condition of a whole section, said once; empty where its items differ or are always asked.

    Rows that each hang on the same row of an earlier section (one a substance) share one too.
    """
    items = [item for code in section.items if (item := instrument.item(code)) is not None]
    first = items[0]
    if not first.shown_when:
        return ""
    if all(one.shown_when == first.shown_when for one in items):
        return only_if(first, numbers, language, instrument)
    return _same_row(instrument, items, language)


def _same_row(instrument: Instrument, items: list[Item], language: str) -> str:
    clauses = [clause for one in items for clause in one.shown_when]
    if instrument.parts is None or len(clauses) != len(items) or any(len(one.items) != 1 for one in clauses):
        return ""
    if len({(one.among, one.at_least) for one in clauses}) > 1:
        return ""
    parts = [code for code, _ in instrument.parts.codes]
    if any(
        _part(one.code, parts) != _part(clause.items[0], parts)
        for one, clause in zip(items, clauses, strict=True)
    ):
        return ""
    asked = {clause.items[0] for clause in clauses}
    above = [one for one in instrument.sections if asked <= set(one.items)]
    if not above:
        return ""
    row = say("blank.same_row", language, section=above[0].heading.say(language))
    return say("blank.only_if", language, clauses=_wanted(clauses[0], row, language, instrument))


def _part(code: str, parts: list[str]) -> str:
    return next((one for one in parts if code.startswith(f"{one}_")), "")


def _clause(clause: Clause, numbers: Numbers, language: str, instrument: Instrument) -> str:
    named = f" {say('blank.or', language)} ".join(numbers[code] for code in clause.items)
    return _wanted(clause, say("blank.the_item", language, items=named), language, instrument)


def _wanted(clause: Clause, what: str, language: str, instrument: Instrument) -> str:
    if clause.at_least is not None:
        return say("blank.only_if_least", language, what=what, least=clause.at_least)
    item = instrument.item(clause.items[0])
    answers = [_answer(item, value, language) for value in sorted(clause.among)]
    return say(
        "blank.only_if_answered", language, what=what, answers=f" {say('blank.or', language)} ".join(answers)
    )


def _answer(item: Item | None, value: int, language: str) -> str:
    """A code with its words: 1 (Ya)."""
    if item is None or item.answers is None or not item.answers.words:
        return str(value)
    words = item.answers.words[item.answers.values.index(value)].say(language)
    return f"{value} ({words})"
