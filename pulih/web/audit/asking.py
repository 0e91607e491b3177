"""What somebody looks for in the trail, read from the address; a slip is said at its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.wording import reason_text
from pulih.queries.audit import Wanted
from pulih.rules.errors import RuleBroken
from pulih.rules.identity import check_reference

FIELDS = ("person", "account", "organisation", "since", "until", "event", "outcome", "break_glass")
SEPARATOR = "_"


@dataclass(frozen=True)
class Asked:
    """The question as typed, as understood, and what could not be understood."""

    typed: Mapping[str, str]
    wanted: Wanted
    problems: Mapping[str, str]

    @property
    def active(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.typed.values())

    @property
    def query(self) -> str:
        """The question as the beginning of an address, for the next page."""
        text = urlencode({name: value for name, value in self.typed.items() if value})
        return text + "&" if text else ""


def asked_in(fields: Mapping[str, str], **fixed: Any) -> Asked:
    """Read the question; `fixed` is what the page itself asks for."""
    typed = {name: fields.get(name, "").replace("\0", "").strip() for name in FIELDS}
    problems: dict[str, str] = {}
    since, until = _day("since", typed, problems), _day("until", typed, problems)
    if since and until and until < since:
        problems["until"] = _("Sampai tanggal ini mendahului tanggal mulai. Tukar keduanya.")
    wanted = {
        "reference": _reference(typed["person"], problems),
        "username": typed["account"].lower(),
        "organisation_id": int(typed["organisation"]) if _is_number(typed["organisation"]) else None,
        "since": since,
        "until": until,
        "event": typed["event"],
        "outcome": typed["outcome"],
        "break_glass_only": typed["break_glass"] == "1",
        "after": _mark(fields.get("after", "")),
    }
    return Asked(typed, Wanted(**(wanted | fixed)), problems)


def mark(after: tuple[date, UUID] | None) -> str | None:
    """The mark of a page's last line as text for an address."""
    return f"{after[0]:%Y-%m-%d}{SEPARATOR}{after[1]}" if after else None


def _mark(text: str) -> tuple[date, UUID] | None:
    day, _sep, id = text.partition(SEPARATOR)
    try:
        return date.fromisoformat(day), UUID(id)
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _day(name: str, typed: Mapping[str, str], problems: dict[str, str]) -> date | None:
    if not typed[name]:
        return None
    try:
        return date.fromisoformat(typed[name])
    except ValueError:
        problems[name] = _("Tulis tanggal seperti 2024-05-14.")
        return None


def _reference(text: str, problems: dict[str, str]) -> str:
    if not text:
        return ""
    try:
        return check_reference(text)
    except RuleBroken as broken:
        problems["person"] = reason_text(broken.reasons[0], get_language() or "id")
        return ""
