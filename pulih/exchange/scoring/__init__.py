"""Answers and scores as files carry them: shapes of forms, documents of scores, vectors of worked examples."""

from pulih.exchange.scoring.documents import document_of
from pulih.exchange.scoring.shapes import Malformed, Shaped, shape
from pulih.exchange.scoring.statistics import STATISTICS, reckon
from pulih.exchange.scoring.vectors import Difference, Judged, judge

__all__ = [
    "STATISTICS",
    "Difference",
    "Judged",
    "Malformed",
    "Shaped",
    "document_of",
    "judge",
    "reckon",
    "shape",
]
