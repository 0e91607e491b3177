"""Lists that are exchanged in place: the address changes, the frame around the list does not travel again."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_MAIN = "isi"
_EXCHANGE = mark_safe(
    f'hx-boost="true" hx-target="#{_MAIN}" hx-select="#{_MAIN}" hx-swap="outerHTML show:window:top"'
    f' hx-indicator="#{_MAIN}" hx-sync="#{_MAIN}:replace"'
)


@register.simple_tag
def in_place() -> SafeString:
    """On a list's pager, tabs or filter: its links ask for `main` alone. Without script they stay links."""
    return _EXCHANGE


@register.simple_tag(takes_context=True)
def main_alone(context: Context) -> bool:
    """Whether the browser asks for the `main` of a page only; base.html then leaves its frame out."""
    request = context.get("request")
    return request is not None and request.headers.get("HX-Target") == _MAIN
