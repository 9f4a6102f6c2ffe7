"""The forms of duplicates: which one stays, why they are two, which other to hold beside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Organisation
from governance.texts import TextField

from .organisations import organisation_named


class MergeForm(forms.Form):
    """Both as the preview showed them, and that it was read."""

    survivor = forms.SlugField(widget=forms.HiddenInput, max_length=80)
    first_version = forms.IntegerField(widget=forms.HiddenInput)
    second_version = forms.IntegerField(widget=forms.HiddenInput)
    is_read = forms.BooleanField(label=_("I have read what moves"))


class PartForm(forms.Form):
    """Why the two are two."""

    because = TextField(label=_("Why they are two"), max_length=300)


class OtherForm(forms.Form):
    """The other of a pair, by any of its names."""

    other = TextField(
        label=_("The other entry"),
        max_length=200,
        help_text=_("By any of its names in the register, or the last part of its address."),
    )

    def clean_other(self) -> Organisation | None:
        return organisation_named(self.cleaned_data["other"])
