"""The language of pages outside, and a sign of life for whoever watches the server."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of somebody who is not signed in, in a cookie."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie("pulih_bahasa", language, max_age=31536000, samesite="Lax", httponly=True)
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers and reached its database, since the door opened a transaction."""
    return HttpResponse("ok", content_type="text/plain")
