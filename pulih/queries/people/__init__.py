"""People: find them, list them, open a record, see who opened it."""

from pulih.queries.people.finding import Hit, SearchResult, ask_number, asking_number, find
from pulih.queries.people.listing import PeoplePage, ResidentRow, blocks, grounds_here, list_people
from pulih.queries.people.merging import Comparison, MergeSide, compare, survivor_of
from pulih.queries.people.opening import PersonRecord, SentenceRow, StayRow, open_person
from pulih.queries.people.readers import ReaderRow, readers, reveal_number

__all__ = [
    "Comparison",
    "Hit",
    "MergeSide",
    "PeoplePage",
    "PersonRecord",
    "ReaderRow",
    "ResidentRow",
    "SearchResult",
    "SentenceRow",
    "StayRow",
    "ask_number",
    "asking_number",
    "blocks",
    "compare",
    "find",
    "grounds_here",
    "list_people",
    "open_person",
    "readers",
    "reveal_number",
    "survivor_of",
]
