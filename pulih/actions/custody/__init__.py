"""What happens to people in custody and reaches their programmes: they leave the facility."""

from pulih.actions.custody.leaving import close_stay, end_stay

__all__ = ["close_stay", "end_stay"]
