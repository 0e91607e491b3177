"""Result sheets of waves: the live preview, and the revisions that were drafted, checked, approved."""

from pulih.queries.outcomes.sheets import RevisionRow, SheetView, sheet_of, sheets_waiting
from pulih.queries.outcomes.writing import fingerprint_of, write_sheet

__all__ = [
    "RevisionRow",
    "SheetView",
    "fingerprint_of",
    "sheet_of",
    "sheets_waiting",
    "write_sheet",
]
