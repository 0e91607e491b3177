"""The checker for those who write a definition: what is wrong, in which line, and what to write instead."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from pulih.language.instruments.building import build
from pulih.language.instruments.catalogue import instruments, versions
from pulih.language.wording import say
from pulih.rules.competencies import COMPETENCIES
from pulih.rules.instruments import Instrument
from pulih.rules.instruments.soundness import Flaw, check_soundness, check_succession


@dataclass(frozen=True)
class Flawed:
    """One mistake in a definition file."""

    line: int
    code: str
    message: str
    """What is wrong and what to write instead, in English: definitions are code."""


class DefinitionFlawed(Exception):
    """A definition that must not be used, with every mistake in it."""

    def __init__(self, flaws: tuple[Flawed, ...]) -> None:
        super().__init__("; ".join(f"line {one.line}: {one.message}" for one in flaws))
        self.flaws = flaws


def read_text(text: str) -> Instrument:
    """The instrument a file defines; refused whole by `DefinitionFlawed` when anything is wrong with it."""
    made, flaws = _look(text)
    if made is None or flaws:
        raise DefinitionFlawed(flaws)
    return made


def check_text(text: str) -> tuple[Flawed, ...]:
    """Everything that is wrong with a definition file, in the order of its lines; empty when nothing is."""
    return _look(text)[1]


def check_succession_of(made: Instrument, name: str) -> tuple[Flawed, ...]:
    """Whether a definition follows those of its code in the library: no item changed its type.

    A file of the library is also called after its code and version, since it is found by its name.
    """
    flaws = [
        Flawed(1, flaw.code, say(flaw.code, "en", **flaw.facts))
        for older in (versions(made.code).values() if made.code in instruments() else ())
        if int(older.version) < int(made.version)
        for flaw in check_succession(older, made)
    ]
    known = versions(made.code) if made.code in instruments() else {}
    if made.version in known and name != f"{made.code}.{made.version}.yaml":
        facts = {"name": f"{made.code} {made.version}"}
        flaws.append(Flawed(1, "flaw_version_published", say("flaw_version_published", "en", **facts)))
    return tuple(flaws)


def _look(text: str) -> tuple[Instrument | None, tuple[Flawed, ...]]:
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        entries = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(trouble, "problem", None) or "the file is not YAML"
        return None, (Flawed(line, "flaw_not_yaml", f"Not YAML: {problem}."),)
    places = _Places(node)
    twice = [Flawed(line, "flaw_name_twice", message) for line, message in places.names_twice()]
    malformed = [
        Flawed(places.line(tuple(error.absolute_path)), "flaw_malformed", _said(error))
        for error in _schema().iter_errors(entries)
    ]
    if twice or malformed:
        return None, tuple(sorted([*twice, *malformed], key=lambda one: one.line))
    unknown = list(_unknown_sets(entries, places))
    if unknown:
        return None, tuple(unknown)
    made = build(entries)
    flaws = [
        Flawed(places.line_of(flaw, entries), flaw.code, say(flaw.code, "en", **flaw.facts))
        for flaw in check_soundness(made, COMPETENCIES)
    ]
    return made, tuple(sorted(set(flaws), key=lambda one: (one.line, one.message)))


@cache
def _schema() -> Draft202012Validator:
    text = files("pulih").joinpath("definitions", "instruments", "schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _said(error: ValidationError) -> str:
    """A schema's complaint, with the nearest known name where one is misspelt."""
    where = ".".join(str(one) for one in error.absolute_path) or "the file"
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(error.schema.get("properties", {}))
        strange = [name for name in error.instance if name not in known]
        near = [match for name in strange for match in get_close_matches(str(name), known, 1)]
        hint = f" Write {', '.join(near)}." if near else f" Known are: {', '.join(known)}."
        return f"{where} has a name that means nothing here: {', '.join(map(str, strange))}.{hint}"
    if error.validator == "required":
        return f"{where} lacks something: {error.message}."
    if error.validator == "enum":
        return f"{where} cannot be {error.instance!r}. Write one of: {', '.join(map(str, error.validator_value))}."
    return f"{where}: {error.message}."


def _unknown_sets(entries: dict[str, Any], places: "_Places") -> Iterator[Flawed]:
    known = list(entries.get("answer_sets", {}))
    for place, item in enumerate(entries["items"]):
        if item["type"] == "choice" and item["answers"] not in known:
            facts = {"name": item["answers"], "known": known}
            yield Flawed(
                places.line(("items", place, "answers")),
                "flaw_answer_set",
                say("flaw_answer_set", "en", **facts),
            )


class _Places:
    """Where in the file an entry stands."""

    def __init__(self, root: yaml.Node | None) -> None:
        self.root = root

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of an entry, or of the nearest entry around it."""
        node = self.root
        line = 1
        for step in path:
            found = self._child(node, step)
            if found is None:
                break
            node = found
            line = node.start_mark.line + 1
        return line

    @staticmethod
    def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
        if isinstance(node, yaml.MappingNode):
            return next((value for key, value in node.value if key.value == str(step)), None)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            child: yaml.Node = node.value[step]
            return child
        return None

    def line_of(self, flaw: Flaw, entries: dict[str, Any]) -> int:
        """The line of the last entry of that code: of two items of one code, the second is the mistake.

        Items written out for each part are found by the entry they came from.
        """
        where, code = flaw.at
        listed = entries.get(where)
        if isinstance(listed, list):
            known = [str(one.get("code", one.get("heading", {}).get("id"))) for one in listed]
            exact = [place for place, name in enumerate(known) if name == code]
            near = [place for place, name in enumerate(known) if code.endswith(f"_{name}")]
            repeated = [place for place, one in enumerate(listed) if one.get("each")]
            places = exact or near or repeated
            return self.line((where, places[-1])) if places else self.line((where,))
        return self.line((where, code)) if code else self.line((where,))

    def names_twice(self) -> Iterator[tuple[int, str]]:
        """Names that stand twice in one entry: YAML would silently keep the last."""
        open_ = [self.root] if self.root else []
        while open_:
            node = open_.pop()
            if isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, value in node.value:
                    if key.value in seen:
                        yield key.start_mark.line + 1, f"{key.value} stands twice in one entry. Keep one."
                    seen.add(key.value)
                    open_.append(value)
            elif isinstance(node, yaml.SequenceNode):
                open_ += node.value
