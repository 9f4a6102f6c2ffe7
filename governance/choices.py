"""A choice in the filters above a list. Django copies, checks and draws every option of a select anew for every page;
with the countries of the world that costs more than the list below. Here the options are drawn once."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

# Value and words, in order; without groups.
Options = tuple[tuple[str, str], ...]
# The same as they are given: at hand, or told when somebody asks.
Offered = Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]


def told(options: Offered) -> Iterable[tuple[Any, Any]]:
    """Value and words of each option."""
    return options() if callable(options) else options


class Select(forms.Widget):
    """A select whose options are drawn once for all pages that offer the same."""

    options: Offered = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        drawn = _drawn(tuple((str(value), str(words)) for value, words in told(self.options)))
        if value:
            option = f'<option value="{escape(value)}"'
            drawn = drawn.replace(f"{option}>", f"{option} selected>", 1)
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return mark_safe(f"<select{attributes}>{drawn}</select>")  # noqa: S308 - escaped here and in flatatt


class Choice(forms.Field):
    """One of the `choices`, or none. A value that is not offered is an error at the field."""

    widget = Select
    default_error_messages = {
        "invalid_choice": _(
            "“%(value)s” is not among what you can choose here: it does not exist, or you may not read it."
        )
    }

    def __init__(self, *, choices: Offered = (), **kw: Any) -> None:
        super().__init__(**{"required": False, **kw})
        self.choices = choices

    @property
    def choices(self) -> Iterable[tuple[Any, Any]]:
        """Value and words of each option."""
        return told(self.widget.options)

    @choices.setter
    def choices(self, options: Offered) -> None:
        self.widget.options = options

    def to_python(self, value: Any) -> str:
        return "" if value in self.empty_values else str(value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(value == str(offered) for offered, _words in self.choices):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )


# Two languages, some tens of lists of bodies, a few others.
@lru_cache(maxsize=512)
def _drawn(options: Options) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options)
