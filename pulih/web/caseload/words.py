"""How caseload is put into words, figures and shapes."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.wording import day, number, reason_text, say
from pulih.queries.caseload import CounsellorLoad
from pulih.rules.caseload import Load
from pulih.rules.verdicts import Reason

SHAPES: Mapping[Load, str] = {
    Load.OVER: "late",
    Load.MORE: "due",
    Load.EVEN: "done",
    Load.UNDER: "not-started",
    Load.AWAY: "suspended",
}


def words(code: str, **facts: object) -> str:
    """The words of a code in the language of the page."""
    return say(code, get_language() or "id", **facts)


def said(reason: Reason) -> str:
    """One reason in words."""
    return reason_text(reason, get_language() or "id")


def on_day(value: object) -> str:
    """A day in words."""
    return day(value, get_language() or "id")  # type: ignore[arg-type]


def figure(value: Decimal | None) -> str:
    """A ratio with the decimal mark of the language, whole where it is whole."""
    if value is None:
        return "–"
    if value == value.to_integral():
        return number(int(value), get_language() or "id")
    text = f"{value:.1f}"
    return text.replace(".", ",") if (get_language() or "id") == "id" else text


def standing(row: CounsellorLoad) -> tuple[str, str]:
    """Shape and words of how a counsellor stands."""
    if not row.here:
        return "left", _("Tidak bertugas di sini lagi")
    if row.away is not None:
        until = on_day(row.away.days.until_on)
        return SHAPES[Load.AWAY], _("Tidak bertugas sampai %(day)s") % {"day": until}
    return SHAPES[row.load], words(f"load.{row.load.value}")
