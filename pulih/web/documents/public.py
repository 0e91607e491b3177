"""The page for whoever holds a paper in hand: needs nobody signed in, names nobody, tells what stands."""

from datetime import date
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pulih.queries import documents
from pulih.web.ui.asking import typed

LONGEST_CODE = 20


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; a code in the address leads on."""
    code = typed(request.GET, "code", LONGEST_CODE).replace("/", "")
    if code:
        return HttpResponseRedirect(reverse("confirm:paper", args=[quote(code)]))
    return render(request, "documents/confirm.html")


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a code; one that never was and one that is no code are answered alike."""
    code = code[:LONGEST_CODE].replace("\0", "")
    found = documents.confirm(code)
    if found is None:
        return render(request, "documents/confirm.html", {"unknown": True, "code": code}, status=404)
    context = {
        "found": found,
        "code": code.upper(),
        "issued_on": _day(found.issued_on),
        "begun_on": _day(found.begun_on),
        "ended_on": _day(found.ended_on),
    }
    return render(request, "documents/confirmed.html", context)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
