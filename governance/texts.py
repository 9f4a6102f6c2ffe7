"""Text that people type or paste: what cannot be seen, and would mislead whoever reads it later, is left out."""

import re
from typing import Any

from django import forms

# Control characters without the line break and the tab; NUL stays, and Django's own field refuses it. The marks that
# turn the direction of writing go with them: they make a name read as another.
UNSEEN = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What some programs take for the end of a line, or of a page.
RARE_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """The text in a single line, without what cannot be seen."""
    return re.sub("[\r\n\t]+", " ", lines(text).strip())


def lines(text: str) -> str:
    """The text without what cannot be seen; its lines stay lines."""
    return UNSEEN.sub("", RARE_BREAK.sub("\n", text))


class TextField(forms.CharField):
    """The field for every text in a form: of one line, unless its widget is an area of several."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = lines(value) if isinstance(self.widget, forms.Textarea) else one_line(value)
        return super().to_python(value)
