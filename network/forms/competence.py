"""The forms of what one can, and of trainings."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms import long_text
from governance.editing import EditForm
from governance.forms import DateField
from network.models import LANGUAGES, Competence

from .fields import chosen_of, line

Kind = Competence.Kind


class CompetenceForm(EditForm):
    """Something I can."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(value, capfirst(words)) for value, words in Kind.choices],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Which language"),
        choices=chosen_of(LANGUAGES),
        required=False,
        help_text=_("For a language alone."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=chosen_of(Competence.Level.choices))
    text = line(
        _("More precisely"),
        200,
        required=False,
        help_text=_("Horizon Europe, lead partner; or a course with its year."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, language = cleaned.get("kind"), cleaned.get("language")
        if kind == Kind.LANGUAGE and not language:
            self.add_error("language", gettext("Choose which language."))
        if kind and kind != Kind.LANGUAGE:
            cleaned["language"] = ""
        if not cleaned.get("text") and (language == "other" or (kind and kind != Kind.LANGUAGE)):
            self.add_error("text", gettext("Say what it is more precisely."))
        return cleaned


class TrainingForm(EditForm):
    title = line(_("Title"), 160)
    text = long_text(_("What one learns"), rows=4, required=False)
    held_on = DateField(label=_("Day"))
    place = line(_("Place"), 160)
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Leave empty for no limit."),
    )
