"""Tags for what templates write again and again: icons, status words, dates, times and numbers."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pulih.language import wording
from pulih.language.curricula import session_title
from pulih.rules.verdicts import Reason
from pulih.web.ui import icons
from pulih.web.ui.controls import attributes, control

register = template.Library()
register.filter(attributes)
register.filter(control)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 18) -> SafeString:
    """An outline beside a word; never alone, so it is hidden from screen readers. The style sheet has its pen."""
    return format_html(
        '<svg class="ui-icon" width="{0}" height="{0}" viewBox="0 0 20 20" aria-hidden="true">{1}</svg>',
        size,
        mark_safe(icons.OUTLINES[name]),
    )


@register.simple_tag
@lru_cache(maxsize=64)
def shape(name: str) -> SafeString:
    """A status shape, where the word stands beside it already."""
    return format_html(
        '<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">{}</svg>',
        mark_safe(icons.SHAPES[name]),
    )


# `typed`, because text that is markup already and text that is not are equal, and only one of them is escaped.
@register.simple_tag
@lru_cache(maxsize=1024, typed=True)
def status(name: str, word: str, box: bool = False) -> SafeString:
    """A status: shape, word, and only then colour. Names are the keys of `icons.SHAPES`."""
    return format_html(
        '<span class="ui-tag {}{}">{}{}</span>', icons.TONES[name], " box" if box else "", shape(name), word
    )


@register.simple_tag
def alert(tone: str, words: str) -> SafeString:
    """An alert of the identity header: outlined, with a triangle. Tone `late` for danger, `due` for care."""
    return format_html('<span class="ui-tag {} box">{}{}</span>', tone, icon("break-glass", 14), words)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def tanggal(value: date | None) -> str:
    """A day in words: 14 Mei 2024. Nothing where nothing applies: –."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        value = _local(value).date()
    return wording.day(value, get_language() or "id")


@register.filter
def tanggal_pendek(value: date | None) -> str:
    """A day where room is short: 14 Mei 2024 with the month cut to three letters."""
    if not value:
        return "–"
    number, month, year = wording.day(value, get_language() or "id").split(" ")
    return f"{number} {month[:3]} {year}"


@register.filter
def waktu(value: datetime | None, zone: str = "") -> str:
    """A day and a time in the acting office's zone: 14 Mei 2024 08.00."""
    if not value:
        return "–"
    local = value.astimezone(ZoneInfo(zone)) if zone else _local(value)
    language = get_language() or "id"
    return f"{wording.day(local.date(), language)} {local:%H.%M}" if language == "id" else (
        f"{wording.day(local.date(), language)} {local:%H:%M}"
    )  # fmt: skip


@register.filter
def jam(value: datetime | None) -> str:
    """The time alone: 08.00."""
    if not value:
        return "–"
    local = _local(value)
    return f"{local:%H.%M}" if (get_language() or "id") == "id" else f"{local:%H:%M}"


@register.filter
def angka(value: int | None) -> str:
    """A whole number with the thousands mark of the language: 1.048."""
    return "–" if value is None or value == "" else wording.number(int(value), get_language() or "id")


@register.simple_tag
def say(code: str, **facts: object) -> str:
    """The words of a code."""
    return wording.say(code, get_language() or "id", **facts)


@register.filter
def sesi(title: str) -> str:
    """The title of a session in the language of the page."""
    return session_title(title, get_language() or "id")


@register.filter
def reason(value: Reason) -> str:
    """One reason of a verdict in words."""
    return wording.reason_text(value, get_language() or "id")
