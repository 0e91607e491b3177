"""What drops down below the search field, written without a template: it is asked for at every keystroke."""

from html import escape

from django.http import HttpResponse
from django.utils.translation import gettext as _

from pulih.queries.people.finding import Hit, SearchResult
from pulih.web.ui.addresses import address

MOST = 8
_BOX = '<p class="bg-base-100 border border-line rounded-box px-3 py-2 text-sm">{}</p>'
_LIST = '<ul class="bg-base-100 border border-line rounded-box p-1 shadow-lg">{}</ul>'
_HIT = (
    '<li><a class="block px-3 py-2 rounded-field hover:bg-base-200 focus:bg-base-200" href="{}">'
    '<b class="font-semibold">{}</b> <span class="text-muted">{}</span></a></li>'
)


def suggestions(found: SearchResult | None, *, unasked: bool) -> HttpResponse:
    """The first few hits, or what to do next; nothing where nothing was asked or too little was typed."""
    if unasked:
        return HttpResponse(_BOX.format(escape(_("Tekan Enter untuk menanyakan NIK ini."))))
    if found is None:
        return HttpResponse()
    if not found.hits:
        return HttpResponse(
            _BOX.format(escape(_("Tidak ada yang cocok. Tekan Enter untuk langkah berikut.")))
        )
    return HttpResponse(_LIST.format("".join(map(_row, found.hits[:MOST]))))


def _row(hit: Hit) -> str:
    where = " · ".join(one for one in (hit.register_number, hit.block) if one)
    return _HIT.format(address("people:person", hit.reference), escape(hit.name), escape(where))
