"""Being written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def transfers(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def propose(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def accept(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def refuse(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404


def withdraw(request: HttpRequest, **given: Any) -> HttpResponse:
    """Being written."""
    raise Http404
