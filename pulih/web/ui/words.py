"""`{% translate %}` with its words looked up once a language: a page says sixty of them.

Django's tag resolves a variable, marks it as to be translated and looks it up, each time it is rendered. Here a
sentence that stands in the template as it is, which is nearly every one, becomes its translations.
"""

from typing import Any

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

register = Library()
_LANGUAGE = "pulih language"


class _Words(Node):
    """One sentence in every language that was asked for."""

    child_nodelists = ()

    def __init__(self, sentence: str, name: str | None) -> None:
        self.sentence = sentence
        self.name = name
        self.said: dict[str, SafeString] = {}

    def render(self, context: Context) -> str:
        """The words, or nothing where they are kept under a name."""
        # Asked once a template: Django looks for it in a store that threads and tasks share.
        kept: Any = context.render_context
        language = kept.get(_LANGUAGE)
        if language is None:
            language = kept[_LANGUAGE] = get_language() or "id"
        words = self.said.get(language)
        if words is None:
            words = self.said[language] = mark_safe(gettext(self.sentence).replace("%%", "%"))
        if self.name:
            context[self.name] = words
            return ""
        return words


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's tag for a sentence that is not written out, has a filter or a context."""
    node: TranslateNode = do_translate(parser, token)
    expression = node.filter_expression
    literal = getattr(expression.var, "literal", None)
    if not isinstance(literal, str) or expression.filters or node.noop or node.message_context:
        return node
    return _Words(literal.replace("%", "%%"), node.asvar)
