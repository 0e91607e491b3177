"""What happens to people in custody and reaches their programmes: they leave the facility."""

from pulih.actions.custody.incidents import correct_incident, record_incident
from pulih.actions.custody.leaving import close_stay, end_stay

__all__ = ["close_stay", "correct_incident", "end_stay", "record_incident"]
