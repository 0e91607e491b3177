"""The timetable of a cycle, generated from its curriculum around holidays, rooms and workers."""

from pulih.rules.timetable.facts import (
    BANDS,
    WEEKDAYS,
    Band,
    Frame,
    Leader,
    Place,
    Placed,
    Timetable,
    Unit,
    Unplaced,
    monday_of,
)
from pulih.rules.timetable.generating import generate
from pulih.rules.timetable.shifting import Anew, Going, Shifted, Stuck, shift

__all__ = [
    "BANDS",
    "WEEKDAYS",
    "Anew",
    "Band",
    "Frame",
    "Going",
    "Leader",
    "Place",
    "Placed",
    "Shifted",
    "Stuck",
    "Timetable",
    "Unit",
    "Unplaced",
    "generate",
    "monday_of",
    "shift",
]
