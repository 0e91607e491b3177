"""Attendance: a whole group at once, a session that was not held, and corrections by a further row."""

from pulih.actions.attendance.correcting import correct_mark
from pulih.actions.attendance.marking import Marked, mark_group
from pulih.rules.attendance import Mark

__all__ = ["Mark", "Marked", "correct_mark", "mark_group"]
