"""The register of a session as PDF: names to tick and sign; of a marked session, what was said of each.

typst gets worded data as JSON and no markup.
"""

from collections.abc import Mapping
from typing import Any

from pulih.language.curricula import session_title
from pulih.language.wording import day, number, say
from pulih.queries.attendance import Register, RegisterRow
from pulih.reports.typesetting import typeset
from pulih.rules.attendance import Word
from pulih.rules.sessions import SessionState, clock

_WORDS = ("title", "number", "name", "register_number", "block", "note", "signature", "how", "held", "not_held",
          "leader_signs", "entered_by")  # fmt: skip


def register_pdf(register: Register, language: str, *, issuer: str) -> bytes:
    """A4, tagged for readers of the screen. The same register gives the same bytes."""
    return typeset("attendance-register", printed(register, language, issuer))


def printed(register: Register, language: str, issuer: str) -> Mapping[str, Any]:
    """What the paper says, in words."""
    session = register.session
    marked = session.state == SessionState.HELD
    facts = (
        ("group", session.group),
        ("room", session.room),
        ("leader", session.leader),
        ("wave", session.wave),
    )
    return {
        "language": language,
        "issuer": issuer,
        "session": say(
            "register.session",
            language,
            title=session_title(session.title, language),
            date=day(session.on, language),
            starts_at=clock(session.starts_at),
            ends_at=clock(session.ends_at),
        ),
        "facts": [[say(f"register.{name}", language), value] for name, value in facts if value],
        "people": say("register.people", language, count=number(len(register.rows), language)),
        "words": {word: say(f"register.{word}", language) for word in _WORDS},
        "marks": [say(f"mark.{one}", language) for one in Word],
        "marked": say(
            "register.marked",
            language,
            present=number(session.present, language),
            absent=number(session.absent, language),
        )
        if marked
        else "",
        "rows": [_row(one, language) for one in register.rows],
    }


def _row(one: RegisterRow, language: str) -> Mapping[str, Any]:
    word = one.mark.word if one.mark else None
    reason = one.mark.finer if one.mark else ""
    return {
        "name": one.name,
        "register_number": one.register_number,
        "block": one.block,
        "ticks": [word is each for each in Word],
        "note": say(f"absent_reason.{reason}", language) if reason else "",
    }
