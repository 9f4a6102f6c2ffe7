"""Django's `i18n` tags, with one difference: a {% translate %} of fixed words is looked up once per language.

A page has hundreds of them, many in loops, and a look-up costs as much as drawing the cell around it. Settings put this
library in the place of `i18n`, so templates load what they always load.
"""

from typing import Any

from django import template
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedTranslation(template.Node):
    """Words that depend on the language alone."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        self.node = node
        self.found: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        if language not in self.found:
            self.found[language] = self.node.render(context)
        return self.found[language]


@register.tag("translate")
@register.tag("trans")
def translate(parser: Any, token: Any) -> template.Node:
    """As Django's. Words from a variable, kept in a variable or not to be translated are left to it."""
    node = i18n.do_translate(parser, token)
    words = node.filter_expression
    fixed = words.var.literal is not None and not words.filters and not node.message_context
    return node if node.asvar or node.noop or not fixed else FixedTranslation(node)
