"""Django's own controls painted in Python: what its templates give, for less.

A form of twenty fields includes a hundred small templates that say nothing of ours, and they were more than half
of what its page cost. What the guide draws itself (fields, radios, segments, dates) stays in templates.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
"""What a widget tells its template under `widget`."""


def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Attributes as they follow a tag's name, each with its space; True stands without value, False is left out."""
    return mark_safe("".join(_attributes(attrs)))


def control(widget: Widget) -> SafeString:
    """One of the controls that are painted here, for templates that draw several of them."""
    return mark_safe(PAINTED[widget["template_name"]](widget))


def _attributes(attrs: Mapping[str, Any]) -> Iterator[str]:
    for name, value in attrs.items():
        if value is True:
            yield f" {conditional_escape(name)}"
        elif value is not False:
            yield f' {conditional_escape(name)}="{_said(value)}"'


def _said(value: Any) -> str:
    """A value of the machine: never with the reader's points and commas."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _shown(value: Any) -> str:
    """Words for a reader."""
    return conditional_escape(value if isinstance(value, str) else localize(value))


def _input(widget: Widget) -> str:
    value = widget["value"]
    own = "" if value is None else f' value="{_said(value)}"'
    opened = f'<input type="{widget["type"]}" name="{_said(widget["name"])}"'
    return f"{opened}{own}{attributes(widget['attrs'])}>"


def _textarea(widget: Widget) -> str:
    value = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_said(widget["name"])}"{attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    options = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{_said(widget["name"])}"{attributes(widget["attrs"])}>{options}</select>'


def _group(name: Any, options: list[Widget]) -> str:
    lines = "".join(map(_option, options))
    return f'<optgroup label="{_shown(name)}">{lines}</optgroup>' if name else lines


def _option(widget: Widget) -> str:
    value, label = _said(widget["value"]), _shown(widget["label"])
    return f'<option value="{value}"{attributes(widget["attrs"])}>{label}</option>'


PAINTED: Mapping[str, Callable[[Widget], str]] = {
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in ("text", "number", "email", "password", "hidden", "checkbox")
    },
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
