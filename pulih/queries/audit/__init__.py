"""What an auditor can look up: events, readers, emergencies, and the proof that nothing was altered."""

from pulih.queries.audit.verification import Head, Problem, Verification, head, proves, short_form, verify

__all__ = ["Head", "Problem", "Verification", "head", "proves", "short_form", "verify"]
