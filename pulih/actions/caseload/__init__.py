"""Who looks after whom: assigned, handed over, ended; and who is away."""

from pulih.actions.caseload.absences import come_back, record_absence, withdraw_absence
from pulih.actions.caseload.assigning import accept_suggestions, assign, end_assignment, hand_over

__all__ = [
    "accept_suggestions",
    "assign",
    "come_back",
    "end_assignment",
    "hand_over",
    "record_absence",
    "withdraw_absence",
]
