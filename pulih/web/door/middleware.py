"""One transaction a request, seen with the eyes of whoever is signed in.

ATOMIC_REQUESTS is off because the scope must be set inside the transaction and the session must be
read in the same statement. Django turns a view's exception into a response before an outer
middleware sees it, so `process_exception` marks the rollback.
"""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils import timezone, translation

from pulih.actions import kept_forms
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.web.door.refusals import refused_response

SAFE = ("GET", "HEAD", "OPTIONS")
OPEN_VIEWS = frozenset(
    {
        "account_login",
        "account_logout",
        "staff:reset",
        "ui:gallery",
        "door:language",
        "door:health",
        "confirm:ask",
        "confirm:paper",
        "slips:code",
        "slips:answer",
        "slips:thanks",
        "slips:complaint",
    }
)
"""Pages that need nobody signed in; everything else does. A test walks the URLconf."""


class DoorMiddleware(SessionMiddleware):
    """Reads session, actor and scope in one statement; ends the transaction with the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.handle = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request inside its own scope."""
        if request.path_info.startswith(settings.STATIC_URL):
            return self.handle(request)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        with scope.entering(key, read_only=request.method in SAFE) as door:
            request.session = self.SessionStore(key if door.session_data is not None else None)
            if door.session_data is not None:
                request.session.preload(door.session_data)
            request.actor = door.actor
            translation.activate(self._language(request, door))
            request.door = door
            response = self.handle(request)
            if self._failed(response):
                request.session.modified = False
            else:
                self._prolong(request, door)
            response = self.process_response(request, response)
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers["Content-Language"] = translation.get_language()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nothing of a failed request is kept; a rule's refusal becomes a page that explains it."""
        transaction.set_rollback(True)
        if isinstance(exception, RuleBroken):
            if exception.attempt and request.actor:
                tried = resolve(request.path_info).view_name.replace(":", ".")
                scope.note_refusal(request.actor, exception, tried)
            return refused_response(request, exception)
        return None

    def _failed(self, response: HttpResponse) -> bool:
        """Whether nothing is kept: an error, also one of an inner middleware, or a refusal.

        Then the session is not written either: the transaction takes no further statement.
        """
        if response.status_code >= 500:
            transaction.set_rollback(True)
        return transaction.get_rollback()

    def _language(self, request: HttpRequest, door: scope.Door) -> str:
        if door.actor:
            return door.actor.language
        chosen = request.COOKIES.get("pulih_bahasa", "")
        return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Where somebody must go first: sign in, or choose a password of their own."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_VIEWS:
            return None
        if request.actor is None:
            return self._to_sign_in(request, request.door)
        if request.actor.must_change_password and name != "account_change_password":
            return HttpResponseRedirect(reverse("account_change_password"))
        return None

    def _to_sign_in(self, request: HttpRequest, door: scope.Door) -> HttpResponse:
        """To the sign-in page and back; what was typed into a form is kept for the same person."""
        target = {"next": request.get_full_path() if request.method in SAFE else request.path}
        if (
            request.method == "POST"
            and door.stale_account_id
            and request.content_type != "multipart/form-data"
        ):
            target["kept"] = str(
                kept_forms.keep(door.stale_account_id, request.path, request.POST.urlencode())
            )
        address = reverse("account_login") + "?" + urlencode(target)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)

    def _prolong(self, request: HttpRequest, door: scope.Door) -> None:
        """Move the end of the session at most once a minute, so that reading does not mean writing."""
        if door.actor is None or door.expires_at is None:
            return
        left = door.expires_at - timezone.now()
        if left < timedelta(seconds=settings.SESSION_COOKIE_AGE - 60):
            request.session.modified = True
