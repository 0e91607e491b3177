"""The page that opens the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulih.queries.today import today_for
from pulih.web.today.page import today_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is to do."""
    page = today_page(request.actor, today_for(request.actor))
    return render(request, "today/home.html", {"page": page})
