"""Waves: list them, open one with its people, bring candidates, know what is due."""

from pulih.queries.programmes.candidates import CandidateRow, CandidatesPage, candidates
from pulih.queries.programmes.due import (
    RUNNING,
    DueRow,
    SheetMark,
    WaveRecord,
    due,
    open_wave,
    running_people,
)
from pulih.queries.programmes.journey import Journey, Measured, Month, journey
from pulih.queries.programmes.participants import Enrolled, Measure, Participant, participants, recheck_owed
from pulih.queries.programmes.waves import (
    CycleFacts,
    Offered,
    SuspensionRow,
    WaveFacts,
    WaveState,
    list_waves,
    load_waves,
    offered,
    open_waves,
    wave_of,
)

__all__ = [
    "RUNNING",
    "CandidateRow",
    "CandidatesPage",
    "CycleFacts",
    "DueRow",
    "Enrolled",
    "Journey",
    "Measure",
    "Measured",
    "Month",
    "Offered",
    "Participant",
    "SheetMark",
    "SuspensionRow",
    "WaveFacts",
    "WaveRecord",
    "WaveState",
    "candidates",
    "due",
    "journey",
    "list_waves",
    "load_waves",
    "offered",
    "open_wave",
    "open_waves",
    "participants",
    "recheck_owed",
    "running_people",
    "wave_of",
]
