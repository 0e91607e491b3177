"""Columns, constraints, indexes. No workflow: that is `actions`; no decisions: those are `rules`."""

from pulih.records.models.assessments import (
    Rescoring,
    Response,
    ResponseDraft,
    Score,
    ScoreChange,
    Task,
)
from pulih.records.models.audit import AuditEvent, AuditSeal, BreakGlass, ReadEvent
from pulih.records.models.caseload import Assignment, StaffAbsence
from pulih.records.models.clinic import AnalyteResult, SecondLook, UrineTest
from pulih.records.models.custody import Incident, ReleaseStep, TimeAway
from pulih.records.models.documents import Document
from pulih.records.models.enrolments import AdmissionException, Enrolment, StatusChange, Transfer
from pulih.records.models.imports import DepartureQuestion, ImportBatch, ImportRow
from pulih.records.models.installation import Installation
from pulih.records.models.instruments import WordingPack
from pulih.records.models.network import Agreement, AgreementActivity, Event, EventAttendance, EventPhoto
from pulih.records.models.organisations import Designation, Organisation, OrganisationName, Programme
from pulih.records.models.outcomes import ResultSheetRow
from pulih.records.models.people import (
    Consent,
    ParticipantCategory,
    Person,
    PersonAccess,
    PersonName,
    PersonSearch,
    Sentence,
    Stay,
)
from pulih.records.models.plans import Goal, GoalProgress, Note, Plan, PlanReview, SkillProgress
from pulih.records.models.programmes import Cycle, ProgrammeVersion, Suspension, Wave
from pulih.records.models.sessions import Attendance, Closure, Group, GroupMember, PlannedSession, Room
from pulih.records.models.staff import (
    Account,
    Competency,
    KeptForm,
    Membership,
    ResetCode,
    Session,
    Submission,
)
from pulih.records.models.targets import Objective, Target
from pulih.records.models.voice import Complaint, Feedback, FeedbackRound, FeedbackSlip
from pulih.records.models.waiting import Objection, RankingRule

__all__ = [
    "Account",
    "AdmissionException",
    "Agreement",
    "AgreementActivity",
    "AnalyteResult",
    "Assignment",
    "Attendance",
    "AuditEvent",
    "AuditSeal",
    "BreakGlass",
    "Closure",
    "Competency",
    "Complaint",
    "Consent",
    "Cycle",
    "DepartureQuestion",
    "Designation",
    "Document",
    "Enrolment",
    "Event",
    "EventAttendance",
    "EventPhoto",
    "Feedback",
    "FeedbackRound",
    "FeedbackSlip",
    "Goal",
    "GoalProgress",
    "Group",
    "GroupMember",
    "ImportBatch",
    "ImportRow",
    "Incident",
    "Installation",
    "KeptForm",
    "Membership",
    "Note",
    "Objection",
    "Objective",
    "Organisation",
    "OrganisationName",
    "ParticipantCategory",
    "Person",
    "PersonAccess",
    "PersonName",
    "PersonSearch",
    "Plan",
    "PlanReview",
    "PlannedSession",
    "Programme",
    "ProgrammeVersion",
    "RankingRule",
    "ReadEvent",
    "ReleaseStep",
    "Rescoring",
    "ResetCode",
    "Response",
    "ResponseDraft",
    "ResultSheetRow",
    "Room",
    "Score",
    "ScoreChange",
    "SecondLook",
    "Sentence",
    "Session",
    "SkillProgress",
    "StaffAbsence",
    "StatusChange",
    "Stay",
    "Submission",
    "Suspension",
    "Target",
    "Task",
    "TimeAway",
    "Transfer",
    "UrineTest",
    "Wave",
    "WordingPack",
]
