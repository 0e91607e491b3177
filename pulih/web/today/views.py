"""The page that opens the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulih.queries.today import today_for
from pulih.web.today.page import today_page
from pulih.web.today.rows import offices_of, todos_of, works_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is to do."""
    today = today_for(request.actor)
    page = today_page(request.actor, today)
    context = {
        "page": page,
        "late_rows": works_of(page.late_works, leads=True) + todos_of(page.late, leads=not page.late_works),
        "soon_rows": works_of(page.soon_works) + todos_of(page.soon),
        "coming_rows": works_of(page.coming, quiet=True),
        "office_rows": offices_of(today.below.shown) if today.below else "",
    }
    return render(request, "today/home.html", context)
