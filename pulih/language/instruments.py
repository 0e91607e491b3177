"""Instruments, read once from `definitions/instruments/` and handed out frozen."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import (
    AlertRule,
    ChangeParameters,
    Coding,
    Instrument,
    Item,
    ItemType,
    Section,
    Subscale,
    Transform,
    Words,
)
from pulih.rules.permissions import Role

Entries = dict[str, Any]


def instrument(code: str, version: str | None = None) -> Instrument:
    """One instrument, in its newest version unless another is named.

    Refused by `instrument_unknown` or `instrument_version_unknown`.
    """
    if version is None:
        found = instruments().get(code)
    else:
        found = _versions().get((code, version))
    if found is None and code in instruments():
        raise RuleBroken("instrument_version_unknown", "version", instrument=code, version=version)
    if found is None:
        raise RuleBroken("instrument_unknown", "instrument", instrument=code, known=list(instruments()))
    return found


@cache
def instruments() -> MappingProxyType[str, Instrument]:
    """The newest version of every instrument by its code, in the order of the codes."""
    ordered = sorted(_versions().values(), key=lambda one: (one.code, int(one.version)))
    return MappingProxyType({one.code: one for one in ordered})


@cache
def _versions() -> MappingProxyType[tuple[str, str], Instrument]:
    """Every version ever published: answers keep naming the one they were given to."""
    found: dict[tuple[str, str], Instrument] = {}
    for file in files("pulih").joinpath("definitions", "instruments").iterdir():
        if not file.name.endswith(".yaml"):
            continue
        made = _instrument(yaml.safe_load(file.read_text(encoding="utf-8")))
        if (made.code, made.version) in found:
            raise ValueError(f"{file.name}: {made.code} version {made.version} is defined twice")
        found[made.code, made.version] = made
    return MappingProxyType(found)


def _instrument(entries: Entries) -> Instrument:
    return Instrument(
        code=entries["code"],
        version=str(entries["version"]),
        title=Words(**entries["title"]),
        licence=Words(**entries["licence"]),
        source=Words(**entries["source"]),
        items=tuple(_item(one, entries["answer_sets"]) for one in entries["items"]),
        sections=tuple(_section(one) for one in entries["sections"]),
        codings=tuple(
            Coding(code, frozenset(_codes(one["already_reversed"])))
            for code, one in entries["codings"].items()
        ),
        missing_rules=tuple(entries["missing_rules"]),
        least_answered=entries["least_answered"],
        subscales=tuple(_subscale(one) for one in entries["subscales"]),
        transforms=tuple(_transform(one) for one in entries["transforms"]),
        value=entries["value"],
        alerts=tuple(_alert(one) for one in entries.get("alerts", ())),
    )


def _codes(listed: list[Any]) -> tuple[str, ...]:
    """Item codes are text, though YAML reads a bare 26 as a number."""
    return tuple(str(one) for one in listed)


def _item(entries: Entries, answer_sets: dict[str, list[int]]) -> Item:
    return Item(
        str(entries["code"]),
        Words(**entries["caption"]),
        ItemType(entries["type"]),
        tuple(answer_sets[entries["answers"]]),
        entries.get("reverse", False),
    )


def _section(entries: Entries) -> Section:
    low, high = Words(**entries["low"]), Words(**entries["high"])
    return Section(Words(**entries["heading"]), low, high, _codes(entries["items"]))


def _subscale(entries: Entries) -> Subscale:
    parameters = entries.get("parameters")
    return Subscale(
        entries["code"],
        _codes(entries["items"]),
        tuple(entries["least_answered"].items()),
        ChangeParameters(**parameters) if parameters else None,
    )


def _transform(entries: Entries) -> Transform:
    numbers = {name: str(entries[name]) for name in ("minus", "times") if name in entries}
    return Transform(entries["code"], entries["of"], half_up=entries.get("half_up", False), **numbers)


def _alert(entries: Entries) -> AlertRule:
    return AlertRule(entries["code"], str(entries["item"]), frozenset(entries["at"]), Role(entries["role"]))
