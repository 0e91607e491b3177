"""The rows of the day's page, written without a template: whoever has much to do has thirty of them, every morning.

Each is one text with places, as in the list of pathways; every value goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pulih.queries.today import OfficeBelow
from pulih.web.today.page import Row, WorkRow
from pulih.web.ui.addresses import address
from pulih.web.ui.templatetags.ui import angka, shape, status, tanggal

_WORK = (
    '<li class="ui-row act md:grid-cols-[12rem_1fr_10.5rem_9rem]"><span><span class="what">{name}</span>{under}</span>'
    '<span>{words}</span>{status}<span class="md:text-right">{button}</span></li>'
)
_TODO = (
    '<li class="ui-row act md:grid-cols-[1fr_10.5rem_11rem]"><span><span class="what">{words}</span>'
    '<span class="block meta">{note}</span></span>{status}<span class="md:text-right">{button}</span></li>'
)
_OFFICE = (
    '<tr><th scope="row" class="!text-sm"><a class="link font-semibold" href="{href}">{name}</a></th>'
    '<td class="num">{designations}</td><td class="num">{target}</td><td class="num">{imported}</td></tr>'
)
_UNDER = '<span class="block meta">{}</span>'
_GO = '<a class="btn btn-sm{}" href="{}">{}{}</a>'
_FOR = '<span class="sr-only">: {}, {}</span>'
_NOT_YET = '<span class="text-muted">{}</span>'
_STALE = '<span class="ui-tag due">{}{}</span>'


def works_of(rows: Iterable[WorkRow], *, leads: bool = False, quiet: bool = False) -> SafeString:
    """Work about one person or wave. The first `leads` where it is the first of the page; `quiet` has no buttons."""
    found = []
    for place, row in enumerate(rows):
        name, words = escape(row.name), escape(row.words)
        button = "" if quiet else _go(row.href, row.button, _FOR.format(name, words), leads and not place)
        found.append(
            _WORK.format(
                name=name,
                under=_UNDER.format(escape(row.under)) if row.under else "",
                words=words,
                status=status(row.urgency, row.state),
                button=button,
            )
        )
    return mark_safe("".join(found))


def todos_of(rows: Iterable[Row], *, leads: bool = False) -> SafeString:
    """Work that is counted rather than named."""
    return mark_safe(
        "".join(
            _TODO.format(
                words=escape(row.words),
                note=escape(row.note),
                status=status(row.urgency, row.state),
                button=_go(row.href, row.button, "", leads and not place),
            )
            for place, row in enumerate(rows)
        )
    )


def offices_of(offices: Iterable[OfficeBelow]) -> SafeString:
    """The facilities of a region: what each is entrusted with this year, when its register came last."""
    none, never = _NOT_YET.format(escape(_("belum ditetapkan"))), _NOT_YET.format(escape(_("belum pernah")))
    return mark_safe(
        "".join(
            _OFFICE.format(
                href=address("organisations:profile", one.id),
                name=escape(one.name),
                designations=angka(one.designations) if one.designations else none,
                target=angka(one.target) if one.designations else "–",
                imported=_imported(one) or never,
            )
            for one in offices
        )
    )


def _imported(office: OfficeBelow) -> str:
    if office.last_import is None:
        return ""
    day = tanggal(office.last_import)
    return _STALE.format(shape("due"), day) if office.stale else day


def _go(href: str, words: str, more: str, leads: bool) -> str:
    return _GO.format(" btn-primary" if leads else "", escape(href), escape(words), more)
