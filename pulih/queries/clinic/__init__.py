"""Urine tests: forms, single tests with their second look, rounds of a wave, and the clinic's list."""

from pulih.queries.clinic.forms import UrineFormFacts, UrineTestFacts, urine_form, urine_test
from pulih.queries.clinic.rounds import (
    DueTest,
    NamedTest,
    Overview,
    Round,
    RoundFacts,
    RoundRow,
    overview,
    round_of,
)
from pulih.queries.clinic.rows import UrineRow, urine_at, urine_of_person

__all__ = [
    "DueTest",
    "NamedTest",
    "Overview",
    "Round",
    "RoundFacts",
    "RoundRow",
    "UrineFormFacts",
    "UrineRow",
    "UrineTestFacts",
    "overview",
    "round_of",
    "urine_at",
    "urine_form",
    "urine_of_person",
    "urine_test",
]
