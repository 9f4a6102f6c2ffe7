"""A letter to the guest, and the wording letters begin from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.texts import TextField
from visits import letters
from visits.letters import UnknownPlaceholder
from visits.models import LetterKind, LetterLanguage

LONGEST = 12_000


class ChooseLetterForm(forms.Form):
    """Which letter to begin from. Read from the address; anything else is the one that fits."""

    kind = forms.ChoiceField(label=_("Letter"), choices=LetterKind.choices)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LetterLanguage.choices)

    def good(self) -> dict[str, str]:
        """The choices that can be used."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in ("kind", "language") if self.cleaned_data.get(name)}


class LetterForm(ChooseLetterForm):
    """A letter in its final words. `begun` says which kind and language the words were proposed for."""

    begun = forms.CharField(max_length=60, widget=forms.HiddenInput)
    subject = TextField(label=_("Subject"), max_length=200)
    text = TextField(
        label=_("Text"),
        max_length=LONGEST,
        help_text=_("Read it through and change what you like. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.kind_begun, _point, self.language_begun = str(self["begun"].value() or "").partition(".")
        for name in ("subject", "text"):
            self.fields[name].widget.attrs["lang"] = "sv" if self.language_begun == "sv" else "en"

    def clean(self) -> dict[str, Any]:
        """A letter is not sent in words that were proposed for another."""
        data = super().clean() or {}
        for name, begun in (("kind", self.kind_begun), ("language", self.language_begun)):
            if data.get(name) and data[name] != begun:
                words = _(
                    "The text below was written for another choice. Fetch the proposal for this one first."
                )
                self.add_error(name, words)
        return data

    def letter(self) -> dict[str, str]:
        """What the letter is made of."""
        return {name: self.cleaned_data[name] for name in ("kind", "language", "subject", "text")}


class TemplateForm(forms.Form):
    """The city's wording of one kind of letter."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    subject = TextField(label=_("Subject"), max_length=200)
    text = TextField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 20}))

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
