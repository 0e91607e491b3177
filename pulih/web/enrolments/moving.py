"""Being written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def step(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def admit(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def correct(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def recheck(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404
