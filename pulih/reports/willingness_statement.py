"""The statement of willingness as PDF to sign: blank, or with one person's name and numbers on it.

The text is the one whose version a recorded statement names; it changes only together with that version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulih.language.wording import say
from pulih.reports.typesetting import typeset
from pulih.rules.willingness import GUARDIAN_BELOW, TEXT_VERSION

_WORDS = ("title", "i_know", "i_agree", "read_by_self", "read_aloud", "place_and_date", "person", "witness",
          "name_and_signature", "keep", "taken_back")  # fmt: skip
PARAGRAPHS = 7


@dataclass(frozen=True)
class Signer:
    """Whom a copy is for; empty lines are written by hand."""

    name: str = ""
    register_number: str = ""
    birth: str = ""
    programme: str = ""


def statement_pdf(signer: Signer, language: str, *, issuer: str) -> bytes:
    """A4, tagged for readers of the screen. The same copy gives the same bytes."""
    return typeset("willingness-statement", printed(signer, language, issuer))


def text_of(language: str) -> tuple[str, ...]:
    """What somebody agrees to, sentence by sentence."""
    return tuple(say(f"statement.text_{number}", language) for number in range(1, PARAGRAPHS + 1))


def printed(signer: Signer, language: str, issuer: str) -> Mapping[str, Any]:
    """What the paper says, in words."""
    return {
        "language": language,
        "issuer": issuer,
        "subtitle": say("statement.subtitle", language, office=issuer),
        "version": say("statement.version", language, version=TEXT_VERSION),
        "guardian": say("statement.guardian", language, below=GUARDIAN_BELOW),
        "words": {word: say(f"statement.{word}", language) for word in _WORDS},
        "facts": [[say(f"statement.{name}", language), value] for name, value in vars(signer).items()],
        "text": text_of(language),
    }
