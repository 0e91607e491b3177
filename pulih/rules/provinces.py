"""A province under both of its numbers: two agencies count Papua differently."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Province:
    """Two digits of the interior ministry, two of the statistics agency, and the name."""

    code: str
    code_bps: str
    name: str
