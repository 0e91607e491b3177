"""Answer sheets from a file: judged first, then recorded all or none."""

from pulih.actions.assessments.sheet_import.applying import AppliedSheets, apply_sheets
from pulih.actions.assessments.sheet_import.files import About, SheetFile, SheetRow
from pulih.actions.assessments.sheet_import.staging import discard_sheets, hand_back_sheets, stage_sheets

__all__ = [
    "About",
    "AppliedSheets",
    "SheetFile",
    "SheetRow",
    "apply_sheets",
    "discard_sheets",
    "hand_back_sheets",
    "stage_sheets",
]
