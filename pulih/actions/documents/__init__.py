"""Papers the office issues: decree, certificate, progress report, and taking one back."""

from pulih.actions.documents.issuing import issue_certificate, issue_decree
from pulih.actions.documents.progress import issue_progress_report
from pulih.actions.documents.withdrawing import withdraw_document

__all__ = ["issue_certificate", "issue_decree", "issue_progress_report", "withdraw_document"]
