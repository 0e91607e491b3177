"""The import of a facility's register: staged first, applied whole or not at all, never deleting."""

from pulih.actions.imports.applying import apply_import
from pulih.actions.imports.departures import answer_departure
from pulih.actions.imports.handing_back import HandedBack, hand_back_rows
from pulih.actions.imports.staging import discard_import, recheck_import, stage_import
from pulih.actions.imports.written import RegisterFile, Tell

__all__ = [
    "HandedBack",
    "RegisterFile",
    "Tell",
    "answer_departure",
    "apply_import",
    "discard_import",
    "hand_back_rows",
    "recheck_import",
    "stage_import",
]
