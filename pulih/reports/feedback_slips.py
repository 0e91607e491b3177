"""Slips to cut apart as PDF, two a page: a code, what it opens, and the questions to mark on paper.

typst gets worded data as JSON and no markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulih.language.wording import day, say
from pulih.reports.typesetting import typeset
from pulih.rules.feedback import AGAIN, POINTS, STATEMENTS

_WORDS = ("title", "nameless", "free", "how_paper", "code", "no_names", "cut", "document")


@dataclass(frozen=True)
class Slips:
    """What is printed once: the codes, and what they open until when."""

    title: str
    wave: str
    closes_on: date
    codes: Sequence[str]
    address: str
    """Where a code is typed, as one types it."""


def slips_pdf(slips: Slips, language: str, *, issuer: str) -> bytes:
    """A4, tagged for readers of the screen; holds codes, so nobody keeps it."""
    return typeset("feedback-slips", printed(slips, language, issuer))


def printed(slips: Slips, language: str, issuer: str) -> Mapping[str, Any]:
    """What the slips say, in words."""
    return {
        "language": language,
        "issuer": issuer,
        "how_screen": say("slip.how_screen", language, address=slips.address),
        "about": say("slip.about", language, title=slips.title),
        "wave": say("slip.wave", language, wave=slips.wave, date=day(slips.closes_on, language)),
        "words": {word: say(f"slip.{word}", language) for word in _WORDS},
        "points": [[points, say(f"feedback_points.{points}", language)] for points in POINTS[STATEMENTS[0]]],
        "questions": [say(f"feedback_question.{one}", language) for one in STATEMENTS],
        "again": say(f"feedback_question.{AGAIN}", language),
        "yes_no": [say(f"feedback_again.{points}", language) for points in POINTS[AGAIN]],
        "text": say("feedback_text", language),
        "codes": list(slips.codes),
    }
