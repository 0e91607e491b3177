"""A form that was begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Draft:
    """A form that was begun, as it was typed."""

    fields: Mapping[str, Any]
    kept_at: datetime
