"""What is known of the import of a register: residents it is compared with, batches, rows, departures."""

from pulih.queries.imports.batches import (
    Batch,
    BatchLine,
    RowLine,
    RowPage,
    StandingRow,
    batch,
    batches,
    rows_in_doubt,
    rows_of,
    rows_standing,
)
from pulih.queries.imports.departures import (
    Departure,
    departure,
    departures,
    departures_open,
    other_facilities,
)
from pulih.queries.imports.residents import Resident, residents

__all__ = [
    "Batch",
    "BatchLine",
    "Departure",
    "Resident",
    "RowLine",
    "RowPage",
    "StandingRow",
    "batch",
    "batches",
    "departure",
    "departures",
    "departures_open",
    "other_facilities",
    "residents",
    "rows_in_doubt",
    "rows_of",
    "rows_standing",
]
