"""Finding people and opening their records."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulih.language.wording import reason_text
from pulih.queries import people
from pulih.queries.people.listing import PAGE
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.names import SearchKind, parse_search
from pulih.rules.permissions import Permission
from pulih.web.people.page import person_page, shows
from pulih.web.people.programmes import programmes_of
from pulih.web.people.suggestions import suggestions
from pulih.web.ui.paging import Pager

PARTS = ("identity", "custody", "readers")


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody who is here now."""
    number = request.GET.get("page", "1")
    chosen = {name: _typed(request.GET, name) for name in ("block", "show", "order")}
    found = people.list_people(
        request.actor,
        today=scope.today(),
        page=int(number) if number.isdecimal() else 1,
        block=chosen["block"],
        show=chosen["show"],
        order=chosen["order"] or "name",
    )
    rest = urlencode({name: value for name, value in chosen.items() if value})
    pager = Pager(found.page, PAGE, found.total, rest + "&" if rest else "")
    context = {
        "page": found,
        "pager": pager,
        "blocks": people.blocks(request.actor),
        "order": chosen["order"],
        "shows": shows(),
        "today": scope.today(),
        "may_read_custody": bool(request.actor.may(Permission.READ_CUSTODY)),
    }
    return render(request, "people/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Search from anywhere: a page, or a handful of suggestions while typing.

    The forms post, and a name goes on to an address one can return to. A national number is answered on
    the POST alone, so that it stands in no address, history or log; typing it asks nothing by itself.
    """
    require(request.actor.may(Permission.FIND_PEOPLE), attempt=True)
    posted, suggesting = request.method == "POST", bool(request.GET.get("suggest"))
    text = _typed(request.POST if posted else request.GET, "q")
    found, trouble, unasked = None, "", False
    try:
        number = bool(text) and parse_search(text).kind is SearchKind.NATIONAL_NUMBER
        if posted and text and not number and not suggesting:
            address = reverse("people:search") + "?" + urlencode({"q": text})
            return HttpResponseRedirect(address, status=303)
        unasked = number and (suggesting or not posted)
        found = people.find(request.actor, text) if text and not unasked else None
    except RuleBroken as broken:
        trouble = reason_text(broken.reasons[0], request.actor.language)
    if suggesting:
        return suggestions(found, unasked=unasked)
    context = {"found": found, "text": text, "trouble": trouble, "unasked": unasked}
    return render(request, "people/search.html", context)


def _typed(fields: QueryDict, name: str) -> str:
    """What stands in a field, without what no database takes."""
    return fields.get(name, "").replace("\0", "").strip()[:200]


@require_safe
def person(request: HttpRequest, reference: str, part: str = "summary") -> HttpResponse:
    """One person's record, or a part of it."""
    if part != "summary" and part not in PARTS:
        raise Http404
    try:
        record = people.open_person(request.actor, reference, part)
    except RuleBroken:
        if now := people.survivor_of(request.actor, reference):
            return _gone_into(request, reference, now)
        raise
    readers = people.readers(request.actor, record) if part == "readers" else ()
    programmes = programmes_of(request.actor, record, scope.today()) if part == "summary" else None
    page = person_page(
        request.actor,
        record,
        part,
        scope.today(),
        readers,
        request.GET.get("show", ""),
        programmes.steps if programmes else (),
        programmes.happenings if programmes else (),
    )
    if not any(tab.current for tab in page.tabs):
        raise Http404
    context = {"page": page, "record": record, "programmes": programmes}
    return render(request, f"people/{part}.html", context)


def _gone_into(request: HttpRequest, reference: str, now: str) -> HttpResponse:
    """An old reference leads to the record it became a part of, and says so."""
    said = _("Catatan %(old)s sudah digabung dengan %(now)s.") % {"old": reference, "now": now}
    messages.info(request, said)
    return HttpResponseRedirect(reverse("people:person", args=[now]))


@require_POST
def reveal_number(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole national number, once, on the answer of a POST: never in an address or a history."""
    record = people.open_person(request.actor, reference, "identity")
    digits = people.reveal_number(request.actor, record)
    page = person_page(request.actor, record, "identity", scope.today())
    return render(request, "people/identity.html", {"page": page, "record": record, "digits": digits})
