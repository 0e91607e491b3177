"""Columns, constraints, indexes. No workflow: that is `actions`; no decisions: those are `rules`."""

from pulih.records.models.audit import AuditEvent, AuditSeal, BreakGlass, ReadEvent
from pulih.records.models.imports import DepartureQuestion, ImportBatch, ImportRow
from pulih.records.models.organisations import Designation, Organisation, OrganisationName, Programme
from pulih.records.models.people import (
    ParticipantCategory,
    Person,
    PersonAccess,
    PersonName,
    PersonSearch,
    Sentence,
    Stay,
)
from pulih.records.models.staff import Account, KeptForm, Membership, ResetCode, Session, Submission

__all__ = [
    "Account",
    "AuditEvent",
    "AuditSeal",
    "BreakGlass",
    "DepartureQuestion",
    "Designation",
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
    "ReadEvent",
    "ResetCode",
    "Sentence",
    "Session",
    "Stay",
    "Submission",
]
