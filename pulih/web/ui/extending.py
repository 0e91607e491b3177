"""`{% extends %}` that looks for the blocks of the frame once, and not in each of its two hundred parts every page."""

from django.template import Context, Library, Template
from django.template.base import Node, NodeList, Parser, Token
from django.template.loader_tags import ExtendsNode, do_extends

register = Library()


class _KnownParts(NodeList):
    """A compiled template's parts: they never change, so neither do those of a kind."""

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        """As Django's, remembered."""
        kinds: dict[type[Node], list[Node]] = self.__dict__.setdefault("kinds", {})
        if nodetype not in kinds:
            kinds[nodetype] = super().get_nodes_by_type(nodetype)
        return kinds[nodetype]


class _Extends(ExtendsNode):
    """Django's node, with a parent that remembers."""

    def get_parent(self, context: Context) -> Template:
        """The template that is extended."""
        parent = super().get_parent(context)
        if not isinstance(parent.nodelist, _KnownParts):
            parent.nodelist = _KnownParts(parent.nodelist)
        return parent


@register.tag
def extends(parser: Parser, token: Token) -> _Extends:
    """`{% extends %}` as everybody knows it; named in the settings as a builtin."""
    node = do_extends(parser, token)
    return _Extends(node.nodelist, node.parent_name)
