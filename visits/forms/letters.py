"""A letter to the guest, and the wording letters begin from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from visits import letters
from visits.letters import UnknownPlaceholder
from visits.models import LetterKind, LetterLanguage

LONGEST = 12_000


class ChooseLetterForm(forms.Form):
    """Which letter to begin from. Read from the address; anything else is the one that fits."""

    kind = forms.ChoiceField(label=_("Letter"), choices=LetterKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LetterLanguage.choices)


class LetterForm(forms.Form):
    """A letter in its final words."""

    kind = forms.ChoiceField(choices=LetterKind.choices, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=LetterLanguage.choices, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        help_text=_("Read it through and change what you like. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 18}),
    )


class TemplateForm(forms.Form):
    """The city's wording of one kind of letter."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 20}))

    def clean_subject(self) -> str:
        return _checked(self.cleaned_data["subject"])

    def clean_text(self) -> str:
        return _checked(self.cleaned_data["text"])

    def preview(self, language: str) -> dict[str, Any]:
        """The wording filled in for an invented visit."""
        values = letters.sample_values(language)
        subject, text = self["subject"].value() or "", self["text"].value() or ""
        return {"subject": letters.fill(subject, values), "text": letters.fill(text, values)}


def _checked(text: str) -> str:
    try:
        letters.check(text)
    except UnknownPlaceholder as error:
        raise forms.ValidationError(str(error)) from error
    return text
