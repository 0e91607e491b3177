"""A final form as the mappings need it: whoever has the record fills this in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pulih.rules.instruments import Answer, Instrument


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Answers to one version of an instrument, and how they came about."""

    id: str
    person: str
    """The person's reference in this office; no name and no national number leaves with a form."""
    authored: date
    language: str
    """In which language the questions were put."""
    mode: str
    version: str
    coding: str
    answers: Mapping[str, Answer | None]
    """As keyed from the sheet, in its own coding."""
    window: str = ""
    """Which stretch of time the questions were about, where the instrument offers more than one."""


def fits(instrument: Instrument, version: str) -> None:
    """Whoever hands in answers or scores of another version has mixed up two definitions."""
    if version != instrument.version:
        raise ValueError(f"{instrument.code} is version {instrument.version} here, not {version}")
