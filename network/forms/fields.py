"""Fields and choices that several forms of the network have."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from engagements.models import Theme
from governance.texts import TextField


def line(label: Any, most: int, **options: Any) -> forms.CharField:
    """A text of one line."""
    return TextField(label=label, max_length=most, **options)


def chosen_of(choices: Any) -> list[tuple[str, str]]:
    """Nothing chosen yet, and the choices as a sentence begins."""
    return [("", "–"), *((value, capfirst(words)) for value, words in choices)]


def theme_field(label: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=chosen_of(Theme.choices), **options)


def web_address(label: Any) -> forms.URLField:
    return forms.URLField(label=label, max_length=500, required=False, assume_scheme="https")


class TimeField(forms.TimeField):
    """A time of day in the browser's own field: 13:00, or 13.00 as it is written in Swedish."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(**{"widget": widget, "input_formats": ["%H:%M", "%H.%M", "%H:%M:%S"], **options})
