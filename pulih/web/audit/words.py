"""Events in words: who did what to what, from what to what, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulih.language.definitions import wording
from pulih.language.wording import day, number, say
from pulih.queries.audit import EventLine

LONGEST = 120


@dataclass(frozen=True)
class Change:
    """One field: what it was and what it became. Without `before` it is a plain fact."""

    field: str
    before: str
    after: str
    is_change: bool


@dataclass(frozen=True)
class Told:
    """An event ready for reading."""

    line: EventLine
    title: str
    subject: str
    refused: str
    changes: tuple[Change, ...]


def event_words(name: str, outcome: str, language: str) -> str:
    """The words of an event; a page somebody reached for is named by its part of the house."""
    words = wording(language)
    if found := words.get(f"event.{name}"):
        return found
    if outcome != "refused":
        return name
    topic = name.partition(".")[0]
    return say("audit_page_reached", language, part=words.get(f"audit_topic.{topic}", topic))


def subject_words(line: EventLine, language: str) -> str:
    """What an event is about: its kind, with the name of an office or a worker, never of a person."""
    kind = wording(language).get(f"subject.{line.subject}", line.subject)
    if line.subject == "person":
        return kind
    return f"{kind}: {line.subject_name}" if line.subject_name else kind


def told(line: EventLine, language: str) -> Told:
    """An event in words."""
    changes = dict(line.changes)
    reasons = changes.pop("reasons", []) if line.outcome == "refused" else []
    return Told(
        line=line,
        title=event_words(line.event, line.outcome, language),
        subject=subject_words(line, language),
        refused=" ".join(_refusal(code, changes, language) for code in reasons),
        changes=tuple(
            _change(name, value, language)
            for name, value in changes.items()
            if line.outcome != "refused" or name != "permission"
        ),
    )


def event_choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every worded event by topic, each topic beginning with all of its events."""
    words = wording(language)
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, text in words.items():
        kind, _, name = code.partition(".")
        if kind == "event":
            groups.setdefault(name.partition(".")[0], []).append((name, text))
    every = words.get("audit_every_event", "")
    return [
        (
            words.get(f"audit_topic.{topic}", topic),
            [(f"{topic}.", every), *sorted(found, key=lambda one: one[1])],
        )
        for topic, found in groups.items()
    ]


def _by_words(choice: tuple[str, str]) -> str:
    return choice[1]


def _refusal(code: str, changes: Mapping[str, Any], language: str) -> str:
    """Why an attempt failed. The reason's own facts are not kept, so a worded short form comes first."""
    words = wording(language)
    if short := words.get(f"audit_reason.{code}"):
        permission = str(changes.get("permission", ""))
        return short.format(permission=words.get(f"permission.{permission}", permission or "–"))
    return say(code, language)


def _change(name: str, value: Any, language: str) -> Change:
    field = wording(language).get(f"field.{name}", name.replace("_", " "))
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], list | dict):
        return Change(field, _value(name, value[0], language), _value(name, value[1], language), True)
    return Change(field, "", _value(name, value, language), False)


def _value(name: str, value: Any, language: str) -> str:
    """A stored value as people read it; what is kept as a hash is said to be kept back."""
    words = wording(language)
    if value is None or value == "" or value == []:
        return words.get("audit_value.empty", "–")
    if isinstance(value, bool):
        return words.get(f"audit_value.{str(value).lower()}", str(value))
    if isinstance(value, int):
        return number(value, language)
    if isinstance(value, dict):
        return "; ".join(
            f"{words.get(f'field.{key}') or words.get(f'outcome.{key}', key)}: {_value(key, one, language)}"
            for key, one in value.items()
        )
    if isinstance(value, list):
        return ", ".join(_value(name, one, language) for one in value)
    return _text(name, str(value), language)


def _text(name: str, value: str, language: str) -> str:
    words = wording(language)
    if value.startswith("sha256:"):
        return words.get("audit_value.kept_back", "…")
    for code in (f"{name}.{value}", f"{name}_{value}"):
        if code in words:
            return words[code]
    try:
        return day(date.fromisoformat(value), language)
    except ValueError:
        return value if len(value) <= LONGEST else value[:LONGEST] + "…"
