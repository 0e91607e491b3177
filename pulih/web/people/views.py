"""Finding people and opening their records."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from pulih.language.wording import reason_text
from pulih.queries import people
from pulih.queries.people.listing import PAGE
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.web.people.page import person_page
from pulih.web.ui.paging import Pager

PARTS = ("identity", "custody", "readers")


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody who is here now."""
    number = request.GET.get("page", "1")
    chosen = {name: request.GET.get(name, "") for name in ("block", "show", "order")}
    found = people.list_people(
        request.actor,
        today=scope.today(),
        page=int(number) if number.isdigit() else 1,
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
        "today": scope.today(),
    }
    return render(request, "people/list.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search from anywhere: a page, or a handful of suggestions while typing."""
    text = request.GET.get("q", "").strip()
    found, trouble = None, ""
    if text:
        try:
            found = people.find(request.actor, text)
        except RuleBroken as broken:
            trouble = reason_text(broken.reasons[0], request.actor.language)
    suggesting = request.GET.get("suggest") and request.headers.get("HX-Request")
    template = "people/suggestions.html" if suggesting else "people/search.html"
    return render(request, template, {"found": found, "text": text, "trouble": trouble})


@require_safe
def person(request: HttpRequest, reference: str, part: str = "summary") -> HttpResponse:
    """One person's record, or a part of it."""
    if part != "summary" and part not in PARTS:
        raise Http404
    record = people.open_person(request.actor, reference, part)
    if part == "identity" and record.basis == "episode":
        raise Http404
    readers = people.readers(request.actor, record) if part == "readers" else ()
    page = person_page(request.actor, record, part, scope.today(), readers, request.GET.get("show", ""))
    return render(request, f"people/{part}.html", {"page": page, "record": record})


@require_POST
def reveal_number(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole national number, once, on the answer of a POST: never in an address or a history."""
    record = people.open_person(request.actor, reference, "identity")
    digits = people.reveal_number(request.actor, record)
    page = person_page(request.actor, record, "identity", scope.today())
    return render(request, "people/identity.html", {"page": page, "record": record, "digits": digits})
