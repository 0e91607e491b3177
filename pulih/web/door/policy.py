"""The content security policy, written once: it is the same for every page, and has no nonce."""

from dataclasses import asdict

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property


class PolicyMiddleware(CSPMiddleware):
    """django-csp's policy of the settings, which it would put together twice for each answer."""

    @cached_property
    def policy(self) -> str:
        """The header's text."""
        return build_policy(**asdict(self.get_policy_parts(HttpRequest(), HttpResponse())))

    def process_request(self, request: HttpRequest) -> None:
        """Nothing: scripts come from files, so that no page needs a nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header, where a view set none of its own."""
        response.headers.setdefault(HEADER, self.policy)
        return response
