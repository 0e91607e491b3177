"""From the entries of a definition file to an instrument; the shape of the entries is checked elsewhere.

What is said once for `each` part (a substance, a domain) is written out here: item `q2` of part `alcohol`
becomes `alcohol_q2`, also where conditions, sections and subscales name it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pulih.rules.instruments import (
    AlertRule,
    AnswerSet,
    Band,
    ChangeParameters,
    Clause,
    Coding,
    Instrument,
    Item,
    ItemType,
    Label,
    Method,
    Parts,
    Section,
    Start,
    Subscale,
    Term,
    TimeWindow,
    Transform,
    Words,
)
from pulih.rules.permissions import Role

Entries = dict[str, Any]

LONGEST_NOTE = 2000
"""Characters of a free text, where a definition names no other limit."""
_PLAIN = ("hidden_answers", "competency", "for_progress", "needs_willingness", "score_shown",
          "needs_wording", "least_answered", "value")  # fmt: skip


def build(entries: Entries) -> Instrument:
    """The instrument that these entries define."""
    parts = _parts(entries.get("parts"))
    repeated = {str(one["code"]) for one in entries["items"] if one.get("each")}
    write_out = _WritingOut(parts, repeated)
    sets = {code: _answer_set(code, one) for code, one in entries.get("answer_sets", {}).items()}
    subscales = tuple(write_out.subscales(entries["subscales"]))
    optional: Entries = {name: entries[name] for name in _PLAIN if name in entries}
    if "modes" in entries:
        optional["modes"] = tuple(entries["modes"])
    return Instrument(
        code=entries["code"],
        version=str(entries["version"]),
        title=Words(**entries["title"]),
        licence=Words(**entries["licence"]),
        source=Words(**entries["source"]),
        changed=Words(**entries["changed"]),
        items=tuple(write_out.items(entries["items"], sets)),
        sections=tuple(write_out.section(one) for one in entries["sections"]),
        codings=tuple(
            Coding(code, frozenset(codes_of(one["already_reversed"])))
            for code, one in entries.get("codings", {"raw": {"already_reversed": []}}).items()
        ),
        missing_rules=tuple(entries.get("missing_rules", ["complete"])),
        subscales=subscales,
        transforms=tuple(_transform(one) for one in entries.get("transforms", ())),
        bands=tuple(_band(one, subscales) for one in entries.get("bands", ())),
        alerts=tuple(_alert(one) for one in entries.get("alerts", ())),
        parts=parts,
        windows=tuple(TimeWindow(code, Words(**one)) for code, one in entries.get("windows", {}).items()),
        circumstances=tuple(
            (name, tuple(values)) for name, values in entries.get("circumstances", {}).items()
        ),
        roles=tuple(Role(one) for one in entries["roles"]),
        whole_sheet=entries.get("sheet") == "whole",
        **optional,
    )


def codes_of(listed: Iterable[Any]) -> tuple[str, ...]:
    """Item codes are text, though YAML reads a bare 26 as a number."""
    return tuple(str(one) for one in listed)


def _parts(entries: Entries | None) -> Parts | None:
    if entries is None:
        return None
    return Parts(
        entries["by"],
        tuple((code, Words(**words)) for code, words in entries["codes"].items()),
        tuple((name, codes_of(listed)) for name, listed in entries.get("lists", {}).items()),
    )


def _answer_set(code: str, entries: Entries | list[int]) -> AnswerSet:
    if isinstance(entries, list):
        return AnswerSet(code, tuple(entries), tuple(entries))
    values = tuple(entries["values"])
    return AnswerSet(
        code,
        values,
        tuple(entries.get("points", values)),
        tuple(Words(**one) for one in entries.get("words", ())),
        entries.get("not_applicable"),
    )


class _WritingOut:
    """Writes out what a definition says once for each part."""

    def __init__(self, parts: Parts | None, repeated: set[str]) -> None:
        self.parts = parts
        self.repeated = repeated

    def _of(self, entries: Entries) -> Iterator[tuple[str, Words]]:
        """The parts an entry speaks of."""
        for code, words in self.parts.codes if self.parts else ():
            if code in entries.get("only", (code,)) and code not in entries.get("except", ()):
                yield code, words

    def _name(self, code: str, part: str) -> str:
        return f"{part}_{code}" if code in self.repeated and part else code

    def items(self, listed: list[Entries], sets: dict[str, AnswerSet]) -> Iterator[Item]:
        """Every item; those asked of each part stand together part by part, as the form lists them."""
        for entries in listed:
            if not entries.get("each"):
                yield self._item(entries, sets, "", None)
                continue
            for part, words in self._of(entries):
                yield self._item(entries, sets, part, words)

    def _item(self, entries: Entries, sets: dict[str, AnswerSet], part: str, of: Words | None) -> Item:
        kind = ItemType(entries["type"])
        caption = Words(**entries["caption"])
        if of is not None:
            caption = Words(f"{of.id}: {_small(caption.id)}", f"{of.en}: {_small(caption.en)}")
        return Item(
            code=self._name(str(entries["code"]), part),
            caption=caption,
            type=kind,
            answers=sets[entries["answers"]] if kind is ItemType.CHOICE else None,
            least=entries.get("least", 0),
            most=entries.get("most", LONGEST_NOTE if kind is ItemType.NOTE else 0),
            reverse=entries.get("reverse", False),
            optional=entries.get("optional", kind is ItemType.NOTE),
            shown_when=tuple(self._clause(one, part) for one in entries.get("shown_when", ())),
            unit=Words(**entries["unit"]) if "unit" in entries else None,
        )

    def _clause(self, entries: Entries, part: str) -> Clause:
        named = entries.get("any_of", [entries.get("item")])
        items = tuple(self._name(code, part) for code in codes_of(named))
        return Clause(items, frozenset(entries.get("among", ())), entries.get("at_least"))

    def section(self, entries: Entries) -> Section:
        """A section; a repeated item in it stands for the item of every part it speaks of."""
        items: list[str] = []
        for code in codes_of(entries["items"]):
            if code in self.repeated:
                items += [self._name(code, part) for part, _words in self._of(entries)]
            else:
                items.append(code)
        words = {name: Words(**entries[name]) for name in ("low", "high", "hint") if name in entries}
        return Section(Words(**entries["heading"]), tuple(items), **words)

    def subscales(self, listed: list[Entries]) -> Iterator[Subscale]:
        """Every subscale; one that is said for each part is called after the part."""
        for entries in listed:
            if not entries.get("each"):
                yield self._subscale(entries, "", Words(**entries["title"]))
                continue
            for part, words in self._of(entries):
                yield self._subscale(entries, part, words)

    def _subscale(self, entries: Entries, part: str, title: Words) -> Subscale:
        start = Start(entries["figure"])
        named = codes_of(entries.get("items", ()))
        terms = tuple(self._term(one, part) for one in entries.get("terms", ()))
        if terms:
            items = tuple(dict.fromkeys(code for term in terms for code in term.items))
        else:
            items = tuple(self._name(code, part) for code in named)
        parameters = entries.get("parameters")
        return Subscale(
            code=part or entries["code"],
            title=title,
            start=start,
            figure=entries.get("name", start.value),
            items=items,
            least_by_rule=tuple(entries.get("least_answered", {}).items()),
            terms=terms,
            combines=tuple(entries.get("combines", {}).items()),
            base=str(entries.get("base", 0)),
            parameters=ChangeParameters(**parameters) if parameters else None,
        )

    def _term(self, entries: Entries, part: str) -> Term:
        items = tuple(self._name(code, part) for code in codes_of(entries["items"]))
        return Term(
            items, entries.get("how", "sum"), str(entries.get("over", 1)), entries.get("minus", False)
        )


def _small(text: str) -> str:
    """A caption after a colon begins small, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _transform(entries: Entries) -> Transform:
    numbers = {name: str(entries[name]) for name in ("minus", "times") if name in entries}
    return Transform(entries["code"], entries["of"], half_up=entries.get("half_up", False), **numbers)


def _band(entries: Entries, subscales: tuple[Subscale, ...]) -> Band:
    by = entries.get("by", "")
    method, said = next((Method(name), entries[name]) for name in Method if name in entries) if (
        "at_least" not in entries
    ) else (Method.FROM, entries["at_least"])  # fmt: skip
    cut_off = "at_least" in entries
    steps = {str(value): _steps(one, cut_off) for value, one in said.items()} if by else {
        "": _steps(said, cut_off)
    }  # fmt: skip
    return Band(
        code=entries["code"],
        title=Words(**entries["title"]),
        scheme=Words(**entries["scheme"]),
        of=tuple(entries.get("of", [one.code for one in subscales])),
        method=method,
        steps=tuple(steps.items()),
        by=by,
        figure=entries.get("figure", ""),
        words=tuple((label, Words(**words)) for label, words in entries.get("words", {}).items()),
    )


LOWEST = "-1000000"
"""Below any score: what lies under a cut-off."""


def _steps(said: Any, cut_off: bool) -> tuple[tuple[Label, str], ...]:
    if cut_off:
        return ((False, LOWEST), (True, str(said)))
    return tuple((label, str(threshold)) for label, threshold in said.items())


def _alert(entries: Entries) -> AlertRule:
    return AlertRule(
        code=entries["code"],
        role=Role(entries["role"]),
        item=str(entries.get("item", "")),
        at=frozenset(entries.get("at", ())),
        subscale=entries.get("subscale", ""),
        at_least=str(entries.get("at_least", "")),
        flag=entries.get("flag", ""),
    )
