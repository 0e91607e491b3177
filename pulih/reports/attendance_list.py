"""The attendance list of an event as PDF: empty lines to sign before it, and who came afterwards.

typst gets worded data as JSON and no markup.
"""

from collections.abc import Mapping
from typing import Any

from pulih.language.wording import day, number, say
from pulih.queries.network import EventRecord, GuestRow
from pulih.reports.typesetting import typeset

_WORDS = (
    "title",
    "number",
    "organisation",
    "role",
    "field",
    "people",
    "name",
    "signature",
    "minutes",
    "signs",
)
FEWEST_LINES, SPARE_LINES = 12, 6
"""Lines to sign: one a person expected and some for those nobody expected."""


def attendance_list_pdf(event: EventRecord, language: str, *, issuer: str) -> bytes:
    """A4, tagged for readers of the screen. The same event gives the same bytes."""
    return typeset("attendance-list", printed(event, language, issuer))


def printed(event: EventRecord, language: str, issuer: str) -> Mapping[str, Any]:
    """What the paper says, in words: an announced event gets lines to sign, one that was held who came."""
    people = sum(one.people for one in event.guests)
    held = day(event.held_on, language)
    host = f"{event.host}, {event.host_role}" if event.host_role else event.host
    facts = (("host", host), ("wave", event.wave))
    counted = {"people": number(people, language), "count": number(len(event.guests), language)}
    return {
        "language": language,
        "issuer": issuer,
        "kind": say(f"event_kind.{event.kind}", language),
        "event": event.title,
        "held": say("attendance_list.held", language, date=held, place=event.place) if event.place else held,
        "facts": [[say(f"attendance_list.{name}", language), value] for name, value in facts if value],
        "words": {word: say(f"attendance_list.{word}", language) for word in _WORDS},
        "summary": say(f"attendance_list.{'expected' if event.announced else 'came'}", language, **counted),
        "announced": event.announced,
        "lines": _lines(event.guests) if event.announced else [],
        "rows": [] if event.announced else [_row(one, language) for one in event.guests],
        "minutes": event.minutes.splitlines(),
    }


def _lines(guests: tuple[GuestRow, ...]) -> list[str]:
    """One line a person expected, under the organisation; then empty ones."""
    expected = [one.name for one in guests for _each in range(one.people)]
    empty = max(SPARE_LINES, FEWEST_LINES - len(expected))
    return [*expected, *[""] * empty]


def _row(one: GuestRow, language: str) -> list[str]:
    field = say(f"cooperation.{one.field}", language) if one.field else "–"
    return [one.name, one.represented_by or "–", field, number(one.people, language)]
