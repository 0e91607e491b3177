"""Attendance read: a session's register, what waits to be marked, one person's share, how complete a wave is."""

from pulih.queries.attendance.completeness import WaveAttendance, WaveRow, wave_attendance
from pulih.queries.attendance.days import Day, day_of_sessions, unmarked_sessions
from pulih.queries.attendance.people import EnrolmentAttendance, PersonAttendance, attendance_of
from pulih.queries.attendance.register import (
    MarkRow,
    Register,
    RegisterRow,
    mark_history,
    register_of,
)
from pulih.queries.attendance.rows import SessionRow

__all__ = [
    "Day",
    "EnrolmentAttendance",
    "MarkRow",
    "PersonAttendance",
    "Register",
    "RegisterRow",
    "SessionRow",
    "WaveAttendance",
    "WaveRow",
    "attendance_of",
    "day_of_sessions",
    "mark_history",
    "register_of",
    "unmarked_sessions",
    "wave_attendance",
]
