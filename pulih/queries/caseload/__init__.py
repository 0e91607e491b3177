"""Whom a counsellor looks after, who has room, who is away."""

from pulih.queries.caseload.absences import AbsenceLine, absence_of, absences
from pulih.queries.caseload.facts import CounsellorFacts, PersonFacts, Snapshot, needs_of, snapshot
from pulih.queries.caseload.people import (
    AssignmentRow,
    MyPerson,
    TeamMember,
    assignments_of,
    my_people,
    own_enrolments,
    team,
)
from pulih.queries.caseload.workload import (
    Advice,
    CounsellorLoad,
    ProgrammeRatio,
    Workload,
    limit_in,
    moves,
    suggestion_for,
    suggestions,
    to_take_back,
    waiting,
    workers,
    workload,
    workload_of,
)

__all__ = [
    "AbsenceLine",
    "Advice",
    "AssignmentRow",
    "CounsellorFacts",
    "CounsellorLoad",
    "MyPerson",
    "PersonFacts",
    "ProgrammeRatio",
    "Snapshot",
    "TeamMember",
    "Workload",
    "absence_of",
    "absences",
    "assignments_of",
    "limit_in",
    "moves",
    "my_people",
    "needs_of",
    "own_enrolments",
    "snapshot",
    "suggestion_for",
    "suggestions",
    "team",
    "to_take_back",
    "waiting",
    "workers",
    "workload",
    "workload_of",
]
