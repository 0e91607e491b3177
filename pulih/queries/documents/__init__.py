"""Papers of the office: the list, one to print again, and what a public page may say."""

from pulih.queries.documents.facts import completed_on, listed_before
from pulih.queries.documents.papers import (
    Certifiable,
    Paper,
    certifiable,
    confirm,
    decreeable,
    document_of,
    documents,
)

__all__ = [
    "Certifiable",
    "Paper",
    "certifiable",
    "completed_on",
    "confirm",
    "decreeable",
    "document_of",
    "documents",
    "listed_before",
]
