"""The gates: the only ways through the walls, as functions that run with the rights of `pulih_gate`.

The application cannot write `person_access`, `person_search`, the audit or its seals; it can only ask
these. Each has a fixed search path and asks for the caller's organisation from the scope of the
transaction. Like the walls, a gate that shipped is replaced in a new migration, not edited here.
"""

from pulih.records.gates.frame import CALLER
from pulih.records.gates.partitions import ENSURE_PARTITIONS, WALL_PARTITION
from pulih.records.gates.people import (
    BREAK_GLASS,
    CLOSE_ACCESS,
    FIND_BY_IDENTIFIER,
    INDEX_NAMES,
    OPEN_ACCESS,
    READMIT,
    REGISTER_PEOPLE,
    SET_NUMBER,
)
from pulih.records.gates.registers import REGISTERS_BELOW
from pulih.records.gates.trail import AUDIT_ROWS, NOTE_EVENT, REFERENCES, SEAL, UNSEALED

AS_GATE = (
    CALLER,
    NOTE_EVENT,
    SEAL,
    UNSEALED,
    AUDIT_ROWS,
    REFERENCES,
    FIND_BY_IDENTIFIER,
    REGISTER_PEOPLE,
    READMIT,
    INDEX_NAMES,
    SET_NUMBER,
    OPEN_ACCESS,
    CLOSE_ACCESS,
    BREAK_GLASS,
    REGISTERS_BELOW,
)
"""Owned by `pulih_gate`."""

AS_OWNER = (WALL_PARTITION, ENSURE_PARTITIONS)
"""Owned by `pulih_owner`."""
