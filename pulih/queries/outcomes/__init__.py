"""Result sheets of waves: the live preview, and the revisions that were drafted, checked, approved."""

from pulih.queries.outcomes.sheets import (
    RevisionRow,
    SheetView,
    WaveLine,
    sheet_of,
    sheets_waiting,
    waves_with_sheets,
)
from pulih.queries.outcomes.writing import fingerprint_of, write_sheet

__all__ = [
    "RevisionRow",
    "SheetView",
    "WaveLine",
    "fingerprint_of",
    "sheet_of",
    "sheets_waiting",
    "waves_with_sheets",
    "write_sheet",
]
