"""Draws the plain form controls in Python. Django draws each option of a select with two templates: a filter bar
with a list of countries took 60 of the 75 ms of a page (docs/performance.md)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# ruff: noqa: S308 (every word that comes from outside goes through escape)
Widget = Mapping[str, Any]


class Renderer(TemplatesSetting):
    """Templates as ever, but for the controls below."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        draw = CONTROLS.get(template_name)
        return draw(context["widget"]) if draw else mark_safe(super().render(template_name, context, request))


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    kind, name = escape(widget["type"]), escape(widget["name"])
    return mark_safe(f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>')


def _textarea(widget: Widget) -> SafeString:
    # The first line end after the tag is not part of the text.
    text = escape(widget["value"]) if widget["value"] else ""
    return mark_safe(f'<textarea name="{escape(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>')


def _select(widget: Widget) -> SafeString:
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        drawn = [
            f'<option value="{escape(str(option["value"]))}"{_attributes(option)}>{escape(option["label"])}</option>'
            for option in options
        ]
        parts += [f'<optgroup label="{escape(group)}">', *drawn, "</optgroup>"] if group else drawn
    return mark_safe("".join([*parts, "</select>"]))


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in widget["attrs"].items()
        # A browser cuts a pasted text at maxlength without a word. The form says it instead, and keeps the text.
        if value is not False and name != "maxlength"
    )


_INPUTS = "text number email url tel search password hidden date datetime time checkbox color".split()
CONTROLS: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
