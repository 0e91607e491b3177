"""Licensed wording of an instrument: whole, in a known language, and by somebody's leave that still runs."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulih.rules.errors import RuleBroken
from pulih.rules.verdicts import Reason, Verdict

LANGUAGES = ("id", "en")
TEXT_LONGEST = 1000
LICENCE_LONGEST = 300
_SHORTEST = 3
ENTRIES = ("language", "holder", "licence", "licensed_until", "intro", "items", "answers")
"""What a file of licensed wording holds; the last three are its texts."""


@dataclass(frozen=True)
class PackFile:
    """A file of licensed wording as it was read; item codes are text, though YAML reads a bare 3 as a number."""

    language: str
    holder: str
    licence: str
    licensed_until: date | None
    texts: Mapping[str, Any]
    """`intro` (a text), `items` (text by item code), `answers` (a list of texts by answer set)."""


def read_pack(entries: object) -> PackFile:
    """The parts of a file, without judging its texts. Codes: `pack_shape`, `pack_entry_unknown`, `pack_day`."""
    if not isinstance(entries, Mapping):
        raise RuleBroken("pack_shape", known=ENTRIES)
    unknown = [str(one) for one in entries if one not in ENTRIES]
    if unknown:
        raise RuleBroken("pack_entry_unknown", unknown[0], entries=unknown, known=ENTRIES)
    texts = {
        "intro": entries.get("intro") or "",
        "items": _by_code(entries, "items"),
        "answers": _by_code(entries, "answers"),
    }
    return PackFile(
        _said(entries, "language"),
        _said(entries, "holder"),
        _said(entries, "licence"),
        _day(entries.get("licensed_until")),
        texts,
    )


def _said(entries: Mapping[Any, Any], name: str) -> str:
    value = entries.get(name)
    return "" if value is None else str(value).strip()


def _by_code(entries: Mapping[Any, Any], name: str) -> dict[str, Any]:
    found = entries.get(name) or {}
    if not isinstance(found, Mapping):
        raise RuleBroken("pack_shape", name, known=ENTRIES)
    return {str(code): text for code, text in found.items()}


def _day(value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise RuleBroken("pack_day", "licensed_until", day=str(value)) from None


def check_pack(
    item_codes: Collection[str],
    texts: Mapping[str, Any],
    language: str,
    holder: str,
    licence: str,
    licensed_until: date | None,
    today: date,
    answer_sets: Mapping[str, int] | None = None,
) -> Verdict:
    """Whether wording may be loaded: for every item, by leave, and nothing that belongs to no item.

    `answer_sets` gives how many answers each set has. A reason is about `items.<code>`, `answers.<code>` or
    an entry of the file, so that the line can be named. Codes: `pack_language_unknown`,
    `pack_holder_missing`, `pack_licence_missing`, `pack_licence_long`, `pack_licence_ended`,
    `pack_item_unknown`, `pack_item_missing`, `pack_text_empty`, `pack_text_long`, `pack_text_not_text`,
    `pack_answers_unknown`, `pack_answers_count`.
    """
    reasons = (
        *_about_licence(language, holder, licence, licensed_until, today),
        *_about_items(item_codes, texts.get("items") or {}),
        *_about_answers(answer_sets or {}, texts.get("answers") or {}),
        *(_about_text("intro", texts["intro"]) if texts.get("intro") else ()),
    )
    return Verdict(not reasons, reasons)


def _about_licence(
    language: str, holder: str, licence: str, licensed_until: date | None, today: date
) -> Iterator[Reason]:
    if language not in LANGUAGES:
        yield Reason("pack_language_unknown", {"given": language, "known": LANGUAGES}, "language")
    for name, value in (("holder", holder.strip()), ("licence", licence.strip())):
        if len(value) < _SHORTEST:
            yield Reason(f"pack_{name}_missing", {}, name)
        elif len(value) > LICENCE_LONGEST:
            yield Reason("pack_licence_long", {"most": LICENCE_LONGEST}, name)
    if licensed_until is not None and licensed_until < today:
        yield Reason("pack_licence_ended", {"licensed_until": licensed_until}, "licensed_until")


def _about_items(item_codes: Collection[str], items: Mapping[str, Any]) -> Iterator[Reason]:
    for code, text in items.items():
        if code not in item_codes:
            yield Reason("pack_item_unknown", {"item": code}, f"items.{code}")
        else:
            yield from _about_text(f"items.{code}", text)
    missing = [code for code in item_codes if code not in items]
    if missing:
        yield Reason("pack_item_missing", {"items": missing}, "items")


def _about_answers(answer_sets: Mapping[str, int], answers: Mapping[str, Any]) -> Iterator[Reason]:
    for code, listed in answers.items():
        where = f"answers.{code}"
        if code not in answer_sets:
            yield Reason("pack_answers_unknown", {"answers": code, "known": list(answer_sets)}, where)
        elif not isinstance(listed, list | tuple) or len(listed) != answer_sets[code]:
            given = len(listed) if isinstance(listed, list | tuple) else 0
            yield Reason("pack_answers_count", {"count": answer_sets[code], "given": given}, where)
        else:
            for text in listed:
                yield from _about_text(where, text)


def _about_text(where: str, text: object) -> Iterator[Reason]:
    named = {"where": where.rpartition(".")[2]}
    if text is None or text == "":
        yield Reason("pack_text_empty", named, where)
    elif not isinstance(text, str):
        yield Reason("pack_text_not_text", named, where)
    elif not text.strip():
        yield Reason("pack_text_empty", named, where)
    elif len(text) > TEXT_LONGEST:
        yield Reason("pack_text_long", {**named, "most": TEXT_LONGEST}, where)
