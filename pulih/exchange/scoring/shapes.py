"""The shapes in which a form's answers come from a file, and the one form they all become."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulih.rules.instruments import Instrument, Parts

DEFAULT_CODING = "raw"


class Malformed(Exception):
    """Something that is no form of this instrument, with what to write instead; nothing was scored."""

    def __init__(self, code: str, message: str, at: str) -> None:
        super().__init__(message)
        self.code = code
        self.at = at


@dataclass(frozen=True)
class Shaped:
    """One form as a file gives it, its answers under the codes of their items; not yet checked."""

    answers: Mapping[str, Any]
    coding: str = DEFAULT_CODING
    rule: str | None = None
    circumstances: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    """The one part (substance, domain) it is about; nothing for a whole form."""


def shape(instrument: Instrument, given: Any) -> Shaped:
    """One form out of a flat list of answers, an object with `items`, or an object that names one part.

    A flat list holds the answers in the order of the items, null for one not answered. An object may name
    coding, rule and circumstances beside. Refused by `Malformed`: `answers_malformed`,
    `answers_wrong_count`, `answers_unknown_name`, `part_unknown`.
    """
    named: dict[str, Any] = given if isinstance(given, dict) else {"items": given}
    part = _part(instrument, named)
    if part:
        answers = dict(_of_part(instrument, part, named))
    else:
        answers = _of_form(instrument, named)
    coding, rule = named.get("coding"), named.get("rule")
    return Shaped(
        answers,
        DEFAULT_CODING if coding is None else str(coding),
        None if rule is None else str(rule),
        {name: str(named[name]) for name in _circumstances(instrument) if named.get(name) is not None},
        part,
    )


def _circumstances(instrument: Instrument) -> list[str]:
    return [name for name, _values in instrument.circumstances]


def _part(instrument: Instrument, named: Mapping[str, Any]) -> str:
    parts = instrument.parts
    if parts is None or parts.by not in named:
        return ""
    known = [code for code, _words in parts.codes]
    if named[parts.by] not in known:
        raise Malformed("part_unknown", f"{parts.by} is one of: {', '.join(known)}.", parts.by)
    return str(named[parts.by])


def _of_form(instrument: Instrument, named: Mapping[str, Any]) -> dict[str, Any]:
    known = ["items", "coding", "rule", *_circumstances(instrument)]
    _no_other_names(named, known)
    items = named.get("items")
    if isinstance(items, list):
        return _in_order([item.code for item in instrument.listed], items, instrument.code, "items")
    if not isinstance(items, dict):
        words = 'A form is a list of answers, or an object with "items".'
        if instrument.parts:
            words = f'{words} One {instrument.parts.by} alone is named by "{instrument.parts.by}".'
        raise Malformed("answers_malformed", words, "items")
    return items


def _of_part(instrument: Instrument, part: str, named: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The answers of one part, under the item codes of the whole form."""
    parts: Parts = instrument.parts  # type: ignore[assignment]
    lists = dict(parts.lists)
    beside = [parts.by, "coding", "rule", *_circumstances(instrument)]
    own = [
        item.code.removeprefix(f"{part}_") for item in instrument.items if item.code.startswith(f"{part}_")
    ]
    _no_other_names(named, [*beside, *lists, *own])
    for name, given in named.items():
        if name in beside:
            continue
        if name not in lists:
            yield f"{part}_{name}", given
            continue
        if not isinstance(given, list):
            raise Malformed("answers_malformed", f"{name} is a list of answers.", name)
        for code, answer in _in_order(list(lists[name]), given, instrument.code, name).items():
            yield f"{part}_{code}", answer


def _no_other_names(named: Mapping[str, Any], known: list[str]) -> None:
    strange = [str(name) for name in named if name not in known]
    if strange:
        words = f"{', '.join(strange)} means nothing here. Known are: {', '.join(known)}."
        raise Malformed("answers_unknown_name", words, strange[0])


def _in_order(codes: list[str], answers: list[Any], code: str, at: str) -> dict[str, Any]:
    """Answers under the codes of their items; a list of another length fits none of them for certain."""
    if len(answers) != len(codes):
        words = (
            f"{at} has {len(answers)} answers, {code} asks {len(codes)} there. "
            "Write null for an item not answered."
        )
        raise Malformed("answers_wrong_count", words, at)
    return dict(zip(codes, answers, strict=True))
