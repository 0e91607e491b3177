"""The import of a prison's register: check its rows, compare them with whom we know, decide what each is."""

from pulih.rules.register.checking import check_rows
from pulih.rules.register.comparing import compare
from pulih.rules.register.facts import (
    Difference,
    Holder,
    KnownResident,
    Outcome,
    Particulars,
    RegisterRow,
    RowOutcome,
)

__all__ = [
    "Difference",
    "Holder",
    "KnownResident",
    "Outcome",
    "Particulars",
    "RegisterRow",
    "RowOutcome",
    "check_rows",
    "compare",
]
