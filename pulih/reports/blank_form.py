"""A blank form to print: an instrument as paper, so that a ward without a computer loses nothing.

typst lays out `definitions/letters/blank-form.typ`. It gets worded data as JSON and no markup. The paper
prints codes as they are (`raw`) and says so, for whoever keys it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from pulih.language.wording import say
from pulih.reports.blank_conditions import Numbers, numbered, only_if, shared_condition
from pulih.reports.typesetting import typeset
from pulih.rules.instruments import Instrument, Item, ItemType, Section

_WORDS = (
    "name",
    "register_number",
    "reference",
    "taken_on",
    "asked_by",
    "mode",
    "language",
    "window",
    "how",
    "sum",
    "sum_hint",
    "item",
    "optional",
)
_CODING = "raw"
_MOST_COLUMNS, _LONGEST_HEAD, _FEW = 6, 30, 2
"""Answers stand in columns where their words fit above a box; else they run on beneath the question."""


@dataclass(frozen=True)
class Copy:
    """Whose form it is; empty lines to fill by hand where nothing is said."""

    reference: str = ""
    register_number: str = ""
    name: str = ""


@dataclass(frozen=True)
class Wording:
    """The licensed wording of an instrument where an office holds it; our captions stand where it is silent."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """By the code of the item."""
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the code of the answer set."""
    intro: str = ""
    holder: str = ""
    """Who holds the licence; named on the form with what it allows."""
    licence: str = ""


def blank_pdf(
    instrument: Instrument,
    language: str,
    copies: Sequence[Copy] = (Copy(),),
    *,
    wording: Wording | None = None,
    issuer: str = "",
) -> bytes:
    """One copy a person, each from a page of its own. The same input gives the same bytes."""
    return typeset("blank-form", printed(instrument, language, copies, wording or Wording(), issuer))


def printed(
    instrument: Instrument, language: str, copies: Sequence[Copy], wording: Wording, issuer: str = ""
) -> Mapping[str, Any]:
    """What the form says, in words."""
    numbers = numbered(instrument)
    title = instrument.title.say(language)
    about = {
        "instrument": instrument.short_title(language),
        "version": instrument.version,
        "sheet_code": _CODING,
    }
    return {
        "language": language,
        "title": title,
        "issuer": issuer,
        "about": say("blank.copy", language, **about),
        "coding": say("blank.coding", language, sheet_code=_CODING),
        "words": {word: say(f"blank.{word}", language) for word in _WORDS},
        "modes": [say(f"mode.{mode}", language) for mode in instrument.modes],
        "languages": [say(f"blank.language_{one}", language) for one in ("id", "en", "other")],
        "windows": [one.words.say(language) for one in instrument.windows],
        "intro": wording.intro,
        "sections": [_section(instrument, one, numbers, wording, language) for one in instrument.sections],
        "sums": any(one.type in (ItemType.CHOICE, ItemType.COUNT) for one in instrument.items),
        "licence": _licence(instrument, wording, language),
        "copies": [asdict(one) for one in copies],
    }


def _licence(instrument: Instrument, wording: Wording, language: str) -> str:
    if wording.holder:
        return say("blank.licensed", language, holder=wording.holder, licence=wording.licence)
    return instrument.licence.say(language)


def _section(
    instrument: Instrument, section: Section, numbers: Numbers, wording: Wording, language: str
) -> Mapping[str, Any]:
    items = [item for code in section.items if (item := instrument.item(code)) is not None]
    shared = shared_condition(instrument, section, numbers, language)
    return {
        "heading": section.heading.say(language),
        "hint": section.hint.say(language) if section.hint else "",
        "ends": _ends(section, items, language),
        "only_if": shared,
        "blocks": list(_blocks(instrument, items, numbers, wording, language, each=not shared)),
    }


def _ends(section: Section, items: Sequence[Item], language: str) -> str:
    """What the lowest and the highest code mean, where the section says it."""
    values = next((one.values for one in items if one.values), ())
    if section.low is None or section.high is None or not values:
        return ""
    return say(
        "blank.ends",
        language,
        low_code=min(values),
        low=section.low.say(language),
        high_code=max(values),
        high=section.high.say(language),
    )


def _blocks(
    instrument: Instrument,
    items: Sequence[Item],
    numbers: Numbers,
    wording: Wording,
    language: str,
    *,
    each: bool,
) -> Iterator[Mapping[str, Any]]:
    """Neighbouring items of one kind stand together: under the same answers, or as lines to fill."""
    for _alike, same in groupby(items, key=lambda one: (one.type, one.answers)):
        alike = list(same)
        rows = []
        for item in alike:
            said = only_if(item, numbers, language, instrument) if each else ""
            rows.append({**_row(item, numbers, wording, language), "only_if": said})
        columns = _columns(alike[0], wording, language)
        yield {
            "kind": _kind(alike[0].type, [one["words"] for one in columns], len(rows)),
            "columns": columns,
            "rows": rows,
        }


def _kind(asked: ItemType, heads: Sequence[str], rows: int) -> str:
    """Columns are worth their head where several rows share it; a lone row names its answers beneath."""
    if asked is ItemType.NOTE:
        return "note"
    if asked is not ItemType.CHOICE:
        return "number"
    if not any(heads):
        return "grid"
    fits = len(heads) <= _MOST_COLUMNS and max(map(len, heads)) <= _LONGEST_HEAD
    return "grid" if fits and (rows > 1 or len(heads) <= _FEW) else "list"


def _columns(item: Item, wording: Wording, language: str) -> list[dict[str, str]]:
    if item.answers is None:
        return []
    values = item.answers.values
    licensed = wording.answers.get(item.answers.code, ())
    own = [one.say(language) for one in item.answers.words]
    words = licensed if len(licensed) == len(values) else own or [""] * len(values)
    return [{"code": str(value), "words": word} for value, word in zip(values, words, strict=True)]


def _row(item: Item, numbers: Numbers, wording: Wording, language: str) -> Mapping[str, str | bool]:
    number = numbers[item.code]
    ranged = item.type in (ItemType.COUNT, ItemType.AMOUNT)
    return {
        "number": number,
        "code": "" if number == item.code else item.code,
        "caption": wording.texts.get(item.code) or item.caption.say(language),
        "optional": item.optional,
        "unit": item.unit.say(language) if item.unit else "",
        "between": say("blank.between", language, least=item.least, most=item.most) if ranged else "",
    }
