"""The form of a briefing pack: what the meeting is about, if one wants to say so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import BriefingPack
from governance.forms import DateField
from governance.texts import TextField

from .fields import long_text


class BriefingForm(forms.Form):
    """Everything but the language can be left out."""

    language = forms.ChoiceField(
        label=_("Language"), choices=BriefingPack.Language.choices, widget=forms.RadioSelect
    )
    meeting_on = DateField(label=_("Day of the meeting"), required=False)
    purpose = TextField(label=_("What the meeting is about"), max_length=200, required=False)
    points = long_text(
        _("Points to raise"), required=False, help_text=_("One on each line. They stand first in the pack.")
    )
    with_parts = forms.BooleanField(
        label=_("With its parts"),
        required=False,
        help_text=_("Also what we have with the organisations that are part of it, as the tree shows them."),
    )
