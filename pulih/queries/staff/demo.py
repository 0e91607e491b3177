"""The accounts of the demo, for its sign-in page and nowhere else."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FILE = "demo-accounts.json"


@dataclass(frozen=True)
class DemoAccount:
    """An account anybody at the demo may try."""

    role: str
    username: str
    password: str
    name: str


def demo_accounts() -> tuple[DemoAccount, ...]:
    """What the demo's loader wrote beside its database; nothing outside the demo, whatever lies there."""
    if not settings.DEMO:
        return ()
    file = Path(os.environ.get("PULIH_HOME") or ".pulih") / FILE
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(DemoAccount(one["role"], one["username"], one["password"], one["name"]) for one in entries)
