"""The gate that makes two records of one person into one, in every table at once."""

MERGING: tuple[str, ...] = ()
"""Statements run as the gate's role, in order."""

MERGING_GRANTS: tuple[str, ...] = ()
"""Statements run as the owner before: what the gate may touch."""
