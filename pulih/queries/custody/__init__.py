"""What custody brings, looked up: incidents, days away, getting ready for release."""

from pulih.queries.custody.away import AwayRow, away_list, away_of, away_row
from pulih.queries.custody.releases import (
    Release,
    Short,
    cannot_finish,
    due_releases,
    release_list,
    release_of,
)

__all__ = [
    "AwayRow",
    "Release",
    "Short",
    "away_list",
    "away_of",
    "away_row",
    "cannot_finish",
    "due_releases",
    "release_list",
    "release_of",
]
