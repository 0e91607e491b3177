"""The frame around a page, written once for whoever sees the same one.

A menu, a header and their words are the same on every page of a kind for one account: some seventy nodes, 0.4 ms
of every page. What is kept is found by everything it shows (`Shell`, language, route), so that a changed name,
role or look is a frame of its own; what belongs to one request alone is set into it each time.
"""

import re
from collections.abc import Callable
from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from django.template import Context, Library, Node, NodeList
from django.template.base import Parser, Token
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = Library()

_MOST = 512
"""Frames that are kept: of eight kilobytes each, and of no more people than work at once on one server."""
_PLACE = f"tempat{token_hex(8)}x"
"""What no name and no address contains."""

_OF_THE_REQUEST: dict[str, Callable[[Context, HttpRequest], str]] = {
    "csrf_token": lambda context, request: str(context["csrf_token"]),
    "here": lambda context, request: escape(request.get_full_path()),
    "back_here": lambda context, request: escape(urlencode({"next": request.get_full_path()})),
    "searched": lambda context, request: escape(request.GET.get("q", "")),
}
"""Names a frame may use beside `shell`: the form's token, the page's address, it as a query, what was looked for."""
_NAMES = tuple(_OF_THE_REQUEST)
_PLACES = {name: mark_safe(f"{_PLACE}{number}x") for number, name in enumerate(_NAMES)}
_CUT = re.compile(f"{_PLACE}([0-9])x")


class _Frame(Node):
    """A part of the frame; nothing in it may ask for more than `shell`, `language`, `view` and the names above."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[Any, list[str]] = {}

    def render(self, context: Context) -> SafeString:
        """The frame of this account and route, with the request's own values in their places."""
        request: HttpRequest | None = context.get("request")
        if request is None:
            return self.nodelist.render(context)
        match = request.resolver_match
        view = match.view_name if match else ""
        shell = context.get("shell")
        shown = shell() if callable(shell) else shell
        key = (shown, get_language(), view)
        parts = self.kept.get(key)
        if parts is None:
            with context.push(view=view, **_PLACES):
                parts = _CUT.split(self.nodelist.render(context))
            if len(self.kept) >= _MOST:
                self.kept.clear()
            self.kept[key] = parts
        found = parts[:]
        for place in range(1, len(parts), 2):
            found[place] = _OF_THE_REQUEST[_NAMES[int(parts[place])]](context, request)
        return mark_safe("".join(found))


@register.tag
def frame(parser: Parser, token: Token) -> Node:
    """`{% frame %} … {% endframe %}`."""
    nodelist = parser.parse(("endframe",))
    parser.delete_first_token()
    return _Frame(nodelist)
