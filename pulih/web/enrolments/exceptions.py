"""Being written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def waiting(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def decide(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def ask(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404
