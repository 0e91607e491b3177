"""A timetable as PDF, week by week, to hang on a wall or to carry along; typst gets worded data as JSON."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from pulih.language.curricula import session_title
from pulih.language.wording import day, say
from pulih.queries.sessions import SessionRow, TimetableFacts, Whose
from pulih.reports.typesetting import typeset
from pulih.rules.sessions import clock
from pulih.rules.timetable import monday_of

_WORDS = ("title", "day", "hours", "session", "whom", "room", "leader", "none")


def timetable_pdf(facts: TimetableFacts, language: str, *, issuer: str, on: date) -> bytes:
    """A4, tagged for readers of the screen. The same timetable gives the same bytes on the same day."""
    return typeset("timetable", printed(facts, language, issuer=issuer, on=on))


def printed(facts: TimetableFacts, language: str, *, issuer: str, on: date) -> Mapping[str, Any]:
    """What the paper says, in words; weeks in which nothing is held are left out."""
    named = facts.name or say("timetable_paper.everybody", language)
    by_week = groupby(facts.rows, key=lambda one: monday_of(one.on))
    return {
        "language": language,
        "issuer": issuer,
        "whose": f"{named}, {facts.wave}" if facts.whose in (Whose.EVERYBODY, Whose.GROUP) else named,
        "span": say(
            "timetable_paper.span", language, first=day(facts.first, language), last=day(facts.last, language)
        ),
        "printed": say("timetable_paper.printed", language, date=day(on, language)),
        "words": {word: say(f"timetable_paper.{word}", language) for word in _WORDS},
        "weeks": [_week(facts, monday, list(rows), language) for monday, rows in by_week],
    }


def _week(facts: TimetableFacts, monday: date, rows: list[SessionRow], language: str) -> Mapping[str, Any]:
    days = [monday + timedelta(days=number) for number in range(7)]
    held = {on: [one for one in rows if one.on == on] for on in days}
    shown = [on for on in days if held[on] or on in facts.closures]
    return {
        "title": say("timetable_paper.week", language, date=day(monday, language)),
        "days": [
            {
                "title": _day(on, language),
                "closed": facts.closures.get(on, ""),
                "rows": [_row(facts, one, language) for one in held[on]],
            }
            for on in shown
        ],
    }


def _day(on: date, language: str) -> str:
    return f"{say(f'weekday.{on.isoweekday()}', language)}, {day(on, language).rsplit(' ', 1)[0]}"


def _row(facts: TimetableFacts, one: SessionRow, language: str) -> Mapping[str, str]:
    """A name stands on the paper of whoever meets that person, and on no wall."""
    alone = one.person if facts.whose is Whose.WORKER else say("timetable_paper.alone", language)
    everybody = say("timetable_paper.everybody", language)
    return {
        "hours": f"{clock(one.starts_at)}–{clock(one.ends_at)}",
        "title": session_title(one.title, language),
        "whom": one.group or (alone if one.enrolment_id else everybody),
        "room": one.room or "–",
        "leader": one.leader or "–",
    }
