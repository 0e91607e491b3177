"""Being written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def board(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def steps(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404
