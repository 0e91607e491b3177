"""What participants say: figures of closed rounds, and complaints with the answers they are owed."""

from pulih.queries.voice.complaints import (
    ComplaintRow,
    ask_complaint,
    complaint_of,
    complaints,
    may_read,
    owed_answers,
)
from pulih.queries.voice.facts import Activity, activities_of, known_as, runs_until
from pulih.queries.voice.feedback import (
    RoundRow,
    WaveVoice,
    activities,
    round_of,
    slip_opens,
    wave_voice,
)

__all__ = [
    "Activity",
    "ComplaintRow",
    "RoundRow",
    "WaveVoice",
    "activities",
    "activities_of",
    "ask_complaint",
    "complaint_of",
    "complaints",
    "known_as",
    "may_read",
    "owed_answers",
    "round_of",
    "runs_until",
    "slip_opens",
    "wave_voice",
]
