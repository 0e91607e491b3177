"""Addresses of pages, found once for each route: a list of twenty people asks for the same one twenty times.

Django walks its resolver for every address. Here the route's form is learnt from Django's own answer for a
marker, and later values are set into it.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.template import Context, Library, TemplateSyntaxError
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, reverse

register = Library()

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_MARKERS: dict[type, Callable[[int], Any]] = {
    str: lambda place: f"penanda{place}",
    int: lambda place: 918_273_640 + place,
    UUID: lambda place: UUID(int=0x0F0E0D0C_0B0A_4908_8706_0504_0302_0100 + place),
}
"""What stands for a value of each type while a route's form is learnt."""


def address(route: str, *values: Any) -> str:
    """The address of a route, the same as `reverse` gives; raises NoReverseMatch as it does."""
    if not values:
        return _fixed(route)
    if all(type(one) in _MARKERS and _PLAIN.fullmatch(str(one)) for one in values):
        form = _form(route, tuple(type(one) for one in values))
        if form is not None:
            return form % tuple(quote(str(one)) for one in values)
    return reverse(route, args=values)


@cache
def _fixed(route: str) -> str:
    return reverse(route)


@cache
def _form(route: str, kinds: tuple[type, ...]) -> str | None:
    """The address with places for values; None where the route takes no such marker, or only some values.

    A route that is picky about its text (a slug, a day) is left to Django, which knows what it takes.
    """
    markers = [_MARKERS[kind](place) for place, kind in enumerate(kinds)]
    try:
        found = reverse(route, args=markers)
    except NoReverseMatch:
        return None
    form = found.replace("%", "%%")
    for marker in markers:
        if form.count(str(marker)) != 1:
            return None
        form = form.replace(str(marker), "%s")
    # Values are set in by their order; a route that turns it round is left to Django.
    places = [found.index(str(marker)) for marker in markers]
    return form if places == sorted(places) else None


class _AddressNode(URLNode):
    """Django's node for `{% url %}` that asks `address` where values stand by their place alone."""

    def render(self, context: Context) -> str:
        """The address, or what Django makes of it."""
        if self.kwargs or self.asvar or getattr(context.get("request"), "current_app", None):
            return str(super().render(context))
        route = self.view_name.resolve(context)
        return address(route, *(one.resolve(context) for one in self.args))


@register.tag
def url(parser: Parser, token: Token) -> _AddressNode:
    """`{% url %}` as everybody knows it; named in the settings as a builtin, so that no template asks for it."""
    node = django_url(parser, token)
    if not isinstance(node, URLNode):
        raise TemplateSyntaxError("url")
    return _AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
