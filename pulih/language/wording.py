"""Codes become words here and nowhere else: for pages, API, command line and error files alike."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pulih.language.definitions import wording
from pulih.rules.instruments.words import Words
from pulih.rules.verdicts import Reason

_MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def day(value: date, language: str) -> str:
    """A date as people write it: 14 Mei 2024."""
    return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"


def number(value: int, language: str) -> str:
    """A whole number with the thousands mark of the language: 1.048 or 1,048."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "id" else grouped


def _fact(value: Any, language: str) -> Any:
    if isinstance(value, Words):
        return value.say(language)
    if isinstance(value, datetime):
        return f"{day(value.date(), language)} {value:%H.%M}"
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(_fact(one, language)) for one in value)
    return value


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def say(code: str, language: str, **facts: Any) -> str:
    """The words of a code with its facts. A code without words is a mistake that a test finds.

    A fact that is itself a code (role, permission, outcome, field) is worded when `<fact>.<value>` has words;
    so is each of several codes under a name in the plural (roles, modes).
    """
    words = wording(language)
    text = words.get(code)
    if text is None:
        return code
    ready = {name: _worded(name, value, words, language) for name, value in facts.items()}
    return text.format_map(_Facts(ready))


def _worded(name: str, value: Any, words: Mapping[str, str], language: str) -> Any:
    if isinstance(value, str):
        return words.get(f"{name}.{value}", value)
    if isinstance(value, list | tuple) and name.endswith("s"):
        return ", ".join(str(_worded(name[:-1], one, words, language)) for one in value)
    return _fact(value, language)


def reason_text(reason: Reason, language: str) -> str:
    """One reason of a verdict in words."""
    facts: Mapping[str, Any] = reason.facts
    return say(reason.code, language, **{str(key): value for key, value in facts.items()})
