"""A letter to the guest, and the wording letters begin from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.forms import DateField
from governance.texts import TextField
from visits import samples, wordings
from visits.models import LetterKind, LetterLanguage
from visits.wordings import MissingPlaceholder, UnknownPlaceholder

LONGEST = 12_000


class SentForm(forms.Form):
    """The day somebody sent the letter by other means."""

    sent_on = DateField(label=_("Day it was sent"), initial=timezone.localdate)


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
    """The city's wording of one kind of letter or mail."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    subject = TextField(label=_("Subject"), max_length=200)
    text = TextField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 20}))

    def __init__(self, *args: Any, kind: str, language: str, **kw: Any) -> None:
        self.kind, self.language = kind, language
        super().__init__(*args, **kw)
        for name in ("subject", "text"):
            self.fields[name].widget.attrs["lang"] = language

    def clean_subject(self) -> str:
        return self._checked(wordings.check_subject, self.cleaned_data["subject"])

    def clean_text(self) -> str:
        return self._checked(wordings.check_text, self.cleaned_data["text"])

    def _checked(self, check: Callable[[str, str], None], text: str) -> str:
        try:
            check(self.kind, text)
        except (UnknownPlaceholder, MissingPlaceholder) as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def preview(self) -> dict[str, Any]:
        """The wording filled in for an invented visit."""
        values = samples.values(self.kind, self.language)
        subject, text = self["subject"].value() or "", self["text"].value() or ""
        return {"subject": wordings.fill(subject, values), "text": wordings.fill(text, values)}
