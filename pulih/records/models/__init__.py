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
from pulih.records.models.clinic import AnalyteResult, SecondLook, UrineTest
from pulih.records.models.enrolments import AdmissionException, Enrolment, StatusChange, Transfer
from pulih.records.models.imports import DepartureQuestion, ImportBatch, ImportRow
from pulih.records.models.instruments import WordingPack
from pulih.records.models.network import Event, EventAttendance, EventPhoto
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
from pulih.records.models.programmes import Cycle, ProgrammeVersion, Suspension, Wave
from pulih.records.models.staff import (
    Account,
    Competency,
    KeptForm,
    Membership,
    ResetCode,
    Session,
    Submission,
)
from pulih.records.models.targets import Target

__all__ = [
    "Account",
    "AdmissionException",
    "AnalyteResult",
    "AuditEvent",
    "AuditSeal",
    "BreakGlass",
    "Competency",
    "Consent",
    "Cycle",
    "DepartureQuestion",
    "Designation",
    "Enrolment",
    "Event",
    "EventAttendance",
    "EventPhoto",
    "ImportBatch",
    "ImportRow",
    "KeptForm",
    "Membership",
    "Organisation",
    "OrganisationName",
    "ParticipantCategory",
    "Person",
    "PersonAccess",
    "PersonName",
    "PersonSearch",
    "Programme",
    "ProgrammeVersion",
    "ReadEvent",
    "Rescoring",
    "ResetCode",
    "Response",
    "ResponseDraft",
    "ResultSheetRow",
    "Score",
    "ScoreChange",
    "SecondLook",
    "Sentence",
    "Session",
    "StatusChange",
    "Stay",
    "Submission",
    "Suspension",
    "Target",
    "Task",
    "Transfer",
    "UrineTest",
    "Wave",
    "WordingPack",
]
