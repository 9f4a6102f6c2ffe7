"""Fields that the forms of several kinds of engagement have."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.authority import book
from governance.forms import LONG_TEXT
from governance.forms import AmountField as AmountField
from governance.language import active_language
from governance.texts import TextField

CURRENCIES = [(code, code) for code in ("SEK", "EUR", "USD", "GBP", "DKK", "NOK", "CHF")]


class YesNoField(forms.TypedChoiceField):
    """A question that must be answered; neither answer is taken for granted."""

    YES, NO = "yes", "no"

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[(self.NO, _("No")), (self.YES, _("Yes"))],
            coerce=lambda answer: answer == self.YES,
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: self.YES, False: self.NO}.get(value, value)


class DirectionsField(forms.MultipleChoiceField):
    """Which directions of the strategy in force something supports: any number of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=directions_in_force, widget=forms.CheckboxSelectMultiple, required=False, **options
        )


def directions_in_force() -> list[tuple[str, str]]:
    place = 1 if active_language() == "en" else 0
    directions = book().table_on(timezone.localdate()).directions
    return [(key, names[place]) for key, names in directions.items()]


def long_text(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    """A text of some paragraphs."""
    widget = forms.Textarea(attrs={"rows": rows})
    return TextField(label=label, max_length=LONG_TEXT, widget=widget, **options)
