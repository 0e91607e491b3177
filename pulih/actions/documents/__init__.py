"""Papers the office issues: decree, certificate, and taking one back."""

from pulih.actions.documents.issuing import issue_certificate, issue_decree
from pulih.actions.documents.withdrawing import withdraw_document

__all__ = ["issue_certificate", "issue_decree", "withdraw_document"]
