"""One thing templates cannot do: look a name up in a dictionary."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(table: Mapping[str, Any] | str | None, name: str) -> Any:
    """`{{ marks|of:field.name }}`: the entry, or None."""
    return table.get(name) if isinstance(table, Mapping) else None
