"""Pages that misbehave on purpose, to see what the door does."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from pulih.config import urls
from pulih.records.models import PersonName
from pulih.rules.errors import RuleBroken
from tests.records.offices import gate

handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


def _write(request: HttpRequest) -> None:
    PersonName.objects.create(person_id=request.GET["person"], name="Tulisan Uji", kind="alias")


def raises(request: HttpRequest) -> HttpResponse:
    """Writes, then breaks."""
    _write(request)
    raise ZeroDivisionError


def refuses(request: HttpRequest) -> HttpResponse:
    """Writes, then meets a rule."""
    _write(request)
    raise RuleBroken("permission_missing", attempt=True, permission="manage_staff", role="nurse")


def answers_500(request: HttpRequest) -> HttpResponse:
    """Writes, then answers as an inner middleware does that caught an error."""
    _write(request)
    return HttpResponse(status=500)


def writes(request: HttpRequest) -> HttpResponse:
    """Writes, and all is well."""
    _write(request)
    return HttpResponse("ok")


def commits_how(request: HttpRequest) -> HttpResponse:
    """Tells how this request's transaction will commit."""
    return HttpResponse(str(gate("SHOW synchronous_commit")))


urlpatterns = [
    path("raises/", raises),
    path("refuses/", refuses),
    path("answers-500/", answers_500),
    path("writes/", writes),
    path("commits-how/", commits_how),
    path("", include("pulih.config.urls")),
]
