"""What is due, overdue and missing, by wave and by worker, and how much of what was owed is done."""

from pulih.queries.completeness.facts import Owed
from pulih.queries.completeness.office import (
    Chosen,
    Counted,
    Overview,
    OwedLine,
    WaveLines,
    WorkerLines,
    overview,
    share,
)

__all__ = [
    "Chosen",
    "Counted",
    "Overview",
    "Owed",
    "OwedLine",
    "WaveLines",
    "WorkerLines",
    "overview",
    "share",
]
