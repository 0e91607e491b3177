"""When an item is asked: as data for the page's script, and in words for whoever has none."""

import json
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pulih.rules.instruments import Answer, Clause, Instrument, Item, coded_raw, not_asked
from pulih.web.assessments.answers import AnswerField, numbered


def as_data(item: Item) -> str:
    """The clauses of an item for the script; nothing where it is always asked."""
    if not item.shown_when:
        return ""
    clauses: list[dict[str, object]] = []
    for clause in item.shown_when:
        one: dict[str, object] = {"items": list(clause.items)}
        if clause.at_least is not None:
            one["at_least"] = clause.at_least
        else:
            one["among"] = sorted(clause.among)
        clauses.append(one)
    return json.dumps(clauses)


def reversed_on_sheets(definition: Instrument) -> str:
    """Which items each way of coding already reversed: conditions are said for a sheet coded raw."""
    return json.dumps({one.code: sorted(one.already_reversed) for one in definition.codings})


def in_words(definition: Instrument, item: Item, captions: Mapping[str, str], language: str) -> str:
    """The same as a sentence's end: only when item 1 is answered Yes; and …"""
    if not item.shown_when:
        return ""
    said = [_clause(definition, one, captions, language) for one in item.shown_when]
    return _("hanya bila %(conditions)s") % {"conditions": _(" dan ").join(said)}


def _clause(definition: Instrument, clause: Clause, captions: Mapping[str, str], language: str) -> str:
    first = definition.item(clause.items[0])
    names = _names(definition, clause.items, captions)
    if clause.at_least is not None:
        words = _answer(first, clause.at_least, language)
        return _("%(items)s dijawab %(answer)s atau lebih") % {"items": names, "answer": words}
    answers = _(" atau ").join(_answer(first, one, language) for one in sorted(clause.among))
    return _("%(items)s dijawab %(answer)s") % {"items": names, "answer": answers}


def _names(definition: Instrument, codes: Iterable[str], captions: Mapping[str, str]) -> str:
    found = [item for item in map(definition.item, codes) if item is not None]
    names = [
        _("butir %(item)s") % {"item": item.code}
        if numbered(item.code)
        else f"“{captions.get(item.code, item.code)}”"
        for item in found
    ]
    return names[0] if len(names) == 1 else _("salah satu dari %(items)s") % {"items": ", ".join(names)}


def _answer(item: Item | None, value: int, language: str) -> str:
    """The words of an answer, or its code where the sheet has the words."""
    if item is None or item.answers is None or not item.answers.words:
        return str(value)
    if value not in item.values:
        return str(value)
    return item.answers.words[item.values.index(value)].say(language)


def left_out(definition: Instrument, typed: Mapping[str, str], coding: str) -> frozenset[str]:
    """The items that need no answer after what is typed so far; whatever cannot be read counts as missing."""
    answers: dict[str, Answer | None] = {}
    for code, text in typed.items():
        item = definition.item(code)
        if item is not None and text:
            try:
                answers[code] = AnswerField(item, "").clean(text)
            except ValidationError:
                continue
    known = coding if definition.coding(coding) else definition.codings[0].code
    return not_asked(definition, coded_raw(definition, answers, known))
