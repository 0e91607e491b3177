"""The rotation of the keys is an act like any other, though the owner does it from the command line."""

from pulih.records import audit


def rotation_event(key_id: str, resealed: int) -> str:
    """The audit event of a rotation, for the transaction in which the owner seals the numbers anew.

    No action frame: the application cannot rotate, because it must not hold the owner's rights.
    """
    return audit.event_body(
        "keys.rotate",
        by=None,
        subject="key",
        subject_id=key_id,
        changes={"resealed": [None, resealed]},
    )
