"""What the templates of visits cannot do by themselves: look a name up, tell what is ticked."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField

from governance.language import country_name

register = template.Library()


@register.filter
def of(table: Mapping[str, Any] | str | None, name: str) -> Any:
    """`{{ marks|of:field.name }}`: the entry, or None."""
    return table.get(name) if isinstance(table, Mapping) else None


@register.simple_tag
def chosen_labels(field: BoundField) -> list[str]:
    """What is ticked in a list of checkboxes, in words."""
    return [str(each.data["label"]) for each in field.subwidgets if each.data["selected"]]


@register.simple_tag
def country_of(code: str) -> str:
    """A country by its code, in the language of the page."""
    return country_name(code)
