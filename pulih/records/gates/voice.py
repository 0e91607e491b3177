"""The gate for whoever holds a slip: answers go in once, and nothing ties them to the slip or a person."""

VOICE: tuple[str, ...] = ()
"""Statements run as the gate's role, in order."""

VOICE_GRANTS: tuple[str, ...] = ()
"""Statements run as the owner before: what the gate may touch."""
