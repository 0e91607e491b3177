"""A sentence as the prison database states it: its dates are imported facts, never computed here.

The two-thirds date moves with remissions, extra terms and joined cases; whoever computes it again will one
day tell a person a wrong date of release. So both dates carry the day they were true (`as_of`) and a source.
"""

import re
from dataclasses import dataclass
from datetime import date

from pulih.rules.stays import StayKind
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused


@dataclass(frozen=True)
class Sentence:
    """What is known of a sentence; a date not known is None (a life sentence has no expiry)."""

    articles: tuple[str, ...] = ()
    started_on: date | None = None
    two_thirds_on: date | None = None
    expires_on: date | None = None
    as_of: date | None = None
    source: str = ""

    @property
    def dated(self) -> bool:
        """Whether any date of the sentence itself is stated."""
        return any((self.started_on, self.two_thirds_on, self.expires_on))


def check_sentence(sentence: Sentence, kind: StayKind | None, today: date) -> Verdict:
    """Whether the dates can stand together; articles alone are allowed under remand (the charge).

    Codes: `sentence_under_remand`, `sentence_starts_in_future`, `sentence_two_thirds_before_start`,
    `sentence_expires_before_start`, `sentence_expires_before_two_thirds`, `sentence_as_of_missing`,
    `sentence_as_of_in_future`.
    """
    if kind is StayKind.REMAND and sentence.dated:
        return refused("sentence_under_remand", "kind")
    start, two_thirds, end = sentence.started_on, sentence.two_thirds_on, sentence.expires_on
    verdicts = [ALLOWED]
    if start and start > today:
        verdicts.append(refused("sentence_starts_in_future", "sentence_started_on", date=start))
    if start and two_thirds and two_thirds < start:
        verdicts.append(refused("sentence_two_thirds_before_start", "two_thirds_on", start=start))
    if start and end and end < start:
        verdicts.append(refused("sentence_expires_before_start", "expires_on", start=start))
    if two_thirds and end and end < two_thirds:
        verdicts.append(refused("sentence_expires_before_two_thirds", "expires_on", two_thirds=two_thirds))
    if (two_thirds or end) and sentence.as_of is None:
        verdicts.append(refused("sentence_as_of_missing", "as_of"))
    if sentence.as_of and sentence.as_of > today:
        verdicts.append(refused("sentence_as_of_in_future", "as_of", date=sentence.as_of))
    return all_of(verdicts)


@dataclass(frozen=True)
class TimeLeft:
    """Days from today to both dates; negative when past, None when the date is not known.

    `as_of` says how old the knowledge is; show it beside the days.
    """

    days_to_two_thirds: int | None
    days_to_expiry: int | None
    as_of: date | None


def time_left(sentence: Sentence, today: date) -> TimeLeft:
    """How long the person will still be here, by the last word of the prison database."""
    two_thirds, end = sentence.two_thirds_on, sentence.expires_on
    return TimeLeft(
        (two_thirds - today).days if two_thirds else None,
        (end - today).days if end else None,
        sentence.as_of,
    )


def split_articles(text: str) -> tuple[str, ...]:
    """Articles as listed in one cell, separated by semicolons, commas, line breaks or `jo`; each once."""
    parts = re.split(r"[;,\n]|\b(?:jo|juncto)\b\.?", text, flags=re.IGNORECASE)
    tidy = (re.sub(r"^pasal\s+", "", " ".join(part.split()), flags=re.IGNORECASE) for part in parts)
    return tuple(dict.fromkeys(part for part in tidy if part))
