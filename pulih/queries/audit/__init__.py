"""What an auditor can look up: events, readers, emergencies, and the proof that nothing was altered."""

from pulih.queries.audit.emergencies import (
    Emergencies,
    Emergency,
    Opening,
    emergencies,
    opening,
    waiting_reviews,
)
from pulih.queries.audit.offices import Office, Offices, audited_offices
from pulih.queries.audit.sealing import Sealing, SealLine, known_head, sealing
from pulih.queries.audit.trail import (
    PAGE,
    EventLine,
    Events,
    Proof,
    ReadLine,
    Reads,
    Wanted,
    event,
    events,
    reads,
)
from pulih.queries.audit.verification import Head, Problem, Verification, head, proves, short_form, verify

__all__ = [
    "PAGE",
    "Emergencies",
    "Emergency",
    "EventLine",
    "Events",
    "Head",
    "Office",
    "Offices",
    "Opening",
    "Problem",
    "Proof",
    "ReadLine",
    "Reads",
    "SealLine",
    "Sealing",
    "Verification",
    "Wanted",
    "audited_offices",
    "emergencies",
    "event",
    "events",
    "head",
    "known_head",
    "opening",
    "proves",
    "reads",
    "sealing",
    "short_form",
    "verify",
    "waiting_reviews",
]
