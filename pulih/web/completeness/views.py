"""What the office owes: one page, narrowed by the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulih.queries import completeness
from pulih.queries.completeness import Chosen
from pulih.web.completeness.page import page_of

LONGEST = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What should be done now: one's own first, then by wave, and for whoever looks after others by worker."""
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in ("wave", "worker", "kind")}
    chosen = Chosen(**asked)
    found = completeness.overview(request.actor, chosen)
    number = request.GET.get("page", "")
    page = page_of(request.actor, found, chosen, int(number) if number.isdecimal() and len(number) < 6 else 1)
    return render(request, "completeness/home.html", {"page": page, "pager": page.pager})
