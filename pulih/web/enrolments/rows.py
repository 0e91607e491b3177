"""The rows of the list of pathways, written without a template.

Twenty rows of a template took more time than everything else on the page: some forty nodes a row, each looking
up its values. Here a row is one text with places. Every value that comes from records or words goes through `escape`.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from pulih.queries.enrolments import RECHECK, ListedRow
from pulih.rules.actors import Actor
from pulih.web.enrolments.page import Button, end_in_words, recheck_way, way
from pulih.web.enrolments.words import counted, words
from pulih.web.ui.addresses import address
from pulih.web.ui.templatetags.ui import icon

_ROW = (
    "<tr>{tick}"
    '<th scope="row" class="!text-sm !text-base-content align-top">'
    '<a class="link font-semibold md:whitespace-nowrap" href="{href}">{name}</a>'
    '<span class="block meta font-normal whitespace-nowrap">{under}</span>'
    '<span class="xl:hidden block meta font-normal">{programme}, {wave}</span>{phone}</th>'
    '<td class="max-xl:hidden align-top whitespace-nowrap">{programme}<span class="block meta">{wave}</span></td>'
    '<td class="num max-xl:hidden align-top">{waited}</td>'
    '<td class="max-md:hidden align-top md:whitespace-nowrap">{end}</td>'
    '<td class="max-md:hidden align-top" id="mengapa-{place}">{why}</td>'
    '<td class="num align-top">{button}</td></tr>'
)
_TICK = (
    '<td class="align-top"><input type="checkbox" class="checkbox checkbox-primary" name="enrolment"'
    ' value="{}" id="jalur-{}" aria-label="{}"></td>'
)
_OPEN = '<a class="btn btn-sm{}" href="{}">{}<span class="sr-only">: {}</span></a>'
_LOCKED = (
    '<button type="button" class="btn btn-sm" aria-disabled="true" aria-describedby="mengapa-{}">{}{}'
    '<span class="sr-only">: {}</span></button>'
)
_ON_PHONES = '<span class="md:hidden block font-normal mt-1">{}</span>'
_UNDER = '<span class="block meta">{}</span>'
_BESIDE = '<span class="block">{}</span>'
_IN_THE_WAY = '<span class="block border-l-2 border-base-content/50 pl-2">{}</span>'


def rows_of(actor: Actor, rows: Sequence[ListedRow], tab: str, today: date, *, tickable: bool) -> SafeString:
    """The rows of a page: how long each waits and stays, what stands in the way, one button."""
    programmes = {code: escape(words(f"programme.{code}")) for code in {row.facts.programme for row in rows}}
    # People of a wave came on one day and often leave on one: what repeats is worded once a page.
    waited, ending = cache(_waited), cache(_ending)
    found = []
    for place, row in enumerate(rows, 1):
        facts = row.facts
        name = escape(facts.name)
        reasons, button = recheck_way(actor, facts) if tab == RECHECK else way(actor, row)
        said = [escape(one) for one in reasons]
        locked = button is not None and not button.href
        found.append(
            _ROW.format(
                tick=_TICK.format(facts.id, place, name) if tickable else "",
                href=address("enrolments:enrolment", facts.id),
                name=name,
                under=escape(
                    f"{facts.register_number} · {facts.block}" if facts.block else facts.register_number
                ),
                programme=programmes[facts.programme],
                wave=escape(facts.wave.name),
                phone="".join(_ON_PHONES.format(one) for one in said),
                waited=waited((today - facts.since).days),
                end=ending(facts.stay_since is not None, facts.stay_kind, facts.expires_on, today),
                place=place,
                why="".join((_IN_THE_WAY if locked else _BESIDE).format(one) for one in said),
                button=_button(button, name, place) if button else "",
            )
        )
    return mark_safe("".join(found))


def _waited(days: int) -> str:
    return escape(ngettext("%(days)s hari", "%(days)s hari", days) % {"days": counted(days)})


def _ending(here: bool, kind: str, expires_on: date | None, today: date) -> str:
    end, note = end_in_words(here, kind, expires_on, today)
    return escape(end) + (_UNDER.format(escape(note)) if note else "")


def _button(button: Button, name: str, place: int) -> str:
    """Where somebody goes on; the first of the page leads. The name is escaped already."""
    if button.href:
        lead = " btn-primary" if place == 1 else ""
        return _OPEN.format(lead, escape(button.href), escape(button.words), name)
    return _LOCKED.format(place, icon("lock", 14), escape(button.words), name)
