"""Promises: a few rows in the form that tells how a visit or a journey went, and the small forms of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.actions.promises import Said
from engagements.models import Promise
from governance.forms import DateField
from governance.texts import TextField

from .fields import long_text
from .organisations import capitalised

# So many at once; more are written on the page of the matter.
ROWS = 3


class PromiseForm(forms.Form):
    """One promise."""

    text = TextField(label=_("What was promised?"), max_length=300)
    side = forms.ChoiceField(
        label=_("Whose promise is it?"), choices=capitalised(Promise.Side.choices), widget=forms.RadioSelect
    )
    due_on = DateField(label=_("To be kept by"))


class KeepForm(forms.Form):
    kept_on = DateField(label=_("Kept on"))
    outcome = long_text(_("How was it kept?"), rows=2)


class DropForm(forms.Form):
    outcome = long_text(_("Why will it not be kept?"), rows=2)


class PromiseRows(forms.Form):
    """A few empty rows for what was promised, in a form that tells more than that."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, ROWS + 1):
            self.fields |= {
                f"promise_{number}": TextField(label=_("What was promised?"), max_length=300, required=False),
                f"whose_{number}": forms.ChoiceField(
                    label=_("Whose promise is it?"),
                    choices=[("", "–"), *capitalised(Promise.Side.choices)],
                    required=False,
                ),
                f"by_{number}": DateField(label=_("To be kept by"), required=False),
            }

    def promise_rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in names] for names in _names()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for text, side, day in _names():
            if not any(data.get(name) for name in (text, side, day)):
                continue
            for name, missing in (
                (text, _("Say what was promised.")),
                (side, _("Say whose promise it is.")),
                (day, _("Say by when it is to be kept.")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, missing)
        return data


def take_promises(entered: dict[str, Any]) -> list[Said]:
    """What the rows of a valid form say, taken out of what was entered."""
    said = [Said(*(entered.pop(name, None) for name in names)) for names in _names()]
    return [each for each in said if each.text]


def _names() -> list[tuple[str, str, str]]:
    return [(f"promise_{number}", f"whose_{number}", f"by_{number}") for number in range(1, ROWS + 1)]
