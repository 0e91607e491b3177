"""Instrument to R4 Questionnaire: what is asked, of whom it is asked, and what each answer counts.

Texts are the short captions of our own, also where an office has loaded licensed wording: the licence is the
office's, not that of whoever receives the resource. A Questionnaire describes a sheet coded raw.
"""

from collections.abc import Iterator

from pulih.exchange.fhir.naming import (
    LEAST,
    MOST,
    ORDINAL,
    UNIT,
    Json,
    answers_of,
    items_of,
    tongue,
    url_of,
)
from pulih.rules.instruments import Answer, Clause, Instrument, Item, ItemType, Section

TYPES = {
    ItemType.CHOICE: "choice",
    ItemType.COUNT: "integer",
    ItemType.AMOUNT: "decimal",
    ItemType.NOTE: "text",
}


def questionnaire(instrument: Instrument, language: str) -> Json:
    """One version of an instrument in one language."""
    language = tongue(language)
    title = instrument.title.say(language)
    return {
        "resourceType": "Questionnaire",
        "id": f"{instrument.code}.{instrument.version}",
        "language": language,
        "url": url_of(instrument),
        "version": instrument.version,
        "name": _name(instrument),
        "title": title,
        "status": "active",
        "subjectType": ["Patient"],
        "description": instrument.source.say(language),
        "copyright": instrument.licence.say(language),
        "code": [{"system": "urn:pulih:instrument", "code": instrument.code, "display": title}],
        "item": list(_items(instrument, language)),
    }


def required_items(instrument: Instrument) -> frozenset[str]:
    """The items that must be answered where they are asked at all.

    An item whose lack the instrument's own rule forgives is not required, else a form that can be scored
    would not count as complete; one on which a condition rests is, else nobody knows what was asked.
    """
    rule = instrument.default_rule
    counted = {
        code
        for one in instrument.subscales
        if one.least_answered(rule) == len(one.items)
        for code in one.items
    }
    decisive = {
        code for item in instrument.conditional for clause in item.shown_when for code in clause.items
    }
    return frozenset(item.code for item in instrument.listed if item.code in counted | decisive)


def value_of(instrument: Instrument, item: Item, raw: Answer, language: str) -> tuple[str, object]:
    """The type of an answer and the answer, as R4 carries them in answers, conditions and extensions."""
    if item.answers is not None:
        number = item.values.index(int(raw))
        coding = {"system": answers_of(instrument, item.answers), "code": str(raw)}
        words = item.answers.words
        return "Coding", coding | {"display": words[number].say(language) if words else str(raw)}
    if item.type is ItemType.COUNT:
        return "Integer", int(raw)
    if item.type is ItemType.AMOUNT:
        number_ = float(raw)
        return "Decimal", int(number_) if number_.is_integer() else number_
    return "String", str(raw)


def _name(instrument: Instrument) -> str:
    """A name for programs: R4 wants a capital first and nothing but letters, digits and lines."""
    words = instrument.code.replace(".", "_").split("-")
    name = "".join(word.capitalize() for word in words)
    return name if name[0].isalpha() else f"Q{name}"


def _items(instrument: Instrument, language: str) -> Iterator[Json]:
    required = required_items(instrument)
    for number, section in enumerate(instrument.sections, 1):
        items = [
            _question(instrument, item, required, language)
            for code in section.items
            if (item := instrument.item(code)) is not None
        ]
        yield {
            "linkId": f"section/{number}",
            "text": section.heading.say(language),
            "type": "group",
            "item": [*_notices(section, number, language), *items],
        }
    placed = {code for section in instrument.sections for code in section.items}
    for item in instrument.items:
        if item.code not in placed:
            yield _question(instrument, item, required, language)


def _notices(section: Section, number: int, language: str) -> Iterator[Json]:
    """What stands under a heading: the hint, and the words at both ends of the scale."""
    if section.hint is not None:
        hint = section.hint.say(language)
        yield {"linkId": f"section/{number}/hint", "text": hint, "type": "display"}
    if section.low is not None and section.high is not None:
        ends = f"{section.low.say(language)} … {section.high.say(language)}"
        yield {"linkId": f"section/{number}/ends", "text": ends, "type": "display"}


def _question(instrument: Instrument, item: Item, required: frozenset[str], language: str) -> Json:
    extensions = list(_bounds(item, language))
    asked: Json = {
        **({"extension": extensions} if extensions else {}),
        "linkId": item.code,
        "code": [{"system": items_of(instrument), "code": item.code}],
        "text": item.caption.say(language),
        "type": TYPES[item.type],
        "required": item.code in required,
        "repeats": False,
    }
    if item.type is ItemType.NOTE and item.most:
        asked["maxLength"] = item.most
    if item.answers is not None:
        asked["answerOption"] = list(_options(instrument, item, language))
    return _conditioned(instrument, item, asked, language)


def _bounds(item: Item, language: str) -> Iterator[Json]:
    if item.type in (ItemType.COUNT, ItemType.AMOUNT):
        kind = "valueInteger" if item.type is ItemType.COUNT else "valueDecimal"
        yield {"url": LEAST, kind: item.least}
        yield {"url": MOST, kind: item.most}
        if item.unit is not None:
            yield {"url": UNIT, "valueCoding": {"display": item.unit.say(language)}}


def _options(instrument: Instrument, item: Item, language: str) -> Iterator[Json]:
    """Every answer; with what it counts as soon as that is not simply its code."""
    differ = any(item.points_of(value) != value for value in item.values)
    for value in item.values:
        points = item.points_of(value)
        _kind, coding = value_of(instrument, item, value, language)
        counts = [{"url": ORDINAL, "valueDecimal": points}] if differ and points is not None else []
        yield {**({"extension": counts} if counts else {}), "valueCoding": coding}


def _conditioned(instrument: Instrument, item: Item, asked: Json, language: str) -> Json:
    """The question under its conditions.

    R4 joins the conditions of an item by `all` or by `any`, not by both. Where every one of several clauses
    offers alternatives, each further clause stands on a group around the question.
    """
    clauses = [list(_alternatives(instrument, clause, language)) for clause in item.shown_when]
    single = [alternatives[0] for alternatives in clauses if len(alternatives) == 1]
    several = [alternatives for alternatives in clauses if len(alternatives) > 1]
    if single:
        asked |= {"enableWhen": single, "enableBehavior": "all"}
    elif several:
        asked |= {"enableWhen": several.pop(0), "enableBehavior": "any"}
    for number, alternatives in enumerate(several, 1):
        asked = {
            "linkId": f"{item.code}/when/{number}",
            "type": "group",
            "enableWhen": alternatives,
            "enableBehavior": "any",
            "item": [asked],
        }
    return asked


def _alternatives(instrument: Instrument, clause: Clause, language: str) -> Iterator[Json]:
    """The answers of which one is enough. A code has no order in R4, so "at least" is said code by code."""
    for code in clause.items:
        item = instrument.by_code[code]
        if item.type is ItemType.CHOICE:
            among = [value for value in item.values if clause.fits(value)]
        elif clause.at_least is not None:
            kind, value = value_of(instrument, item, clause.at_least, language)
            yield {"question": code, "operator": ">=", f"answer{kind}": value}
            continue
        else:
            among = sorted(clause.among)
        for one in among:
            kind, value = value_of(instrument, item, one, language)
            yield {"question": code, "operator": "=", f"answer{kind}": value}
