"""How sessions are put into words: hours, states, why something clashes."""

from datetime import time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.wording import say
from pulih.queries.sessions import SessionRow


def words(code: str, **facts: object) -> str:
    """The words of a code in the language of the page."""
    return say(code, get_language() or "id", **facts)


def hour(at: time) -> str:
    """08.30, or 08:30 in English."""
    return f"{at:%H.%M}" if (get_language() or "id") == "id" else f"{at:%H:%M}"


def hours(row: SessionRow) -> str:
    """From when until when."""
    return f"{hour(row.starts_at)}–{hour(row.ends_at)}"


def whom(row: SessionRow) -> str:
    """Whom a session is for."""
    return row.group or row.person or _("Semua peserta")


STATES = {"planned": "not-started", "held": "done", "cancelled": "left"}


def state(row: SessionRow) -> tuple[str, str]:
    """Shape and word of how it stands."""
    return STATES[row.state], words(f"session_state.{row.state}")
