"""The forms of mandates, messages, questions and meetings."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from engagements.forms import long_text
from engagements.models import Theme
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Body, Person
from network.models import Mandate

from .fields import TimeField, chosen_of, line, theme_field, web_address

MEETINGS_BEGIN = 2000


class MandateForm(EditForm):
    """What the head gives the contact person to do."""

    kind = forms.ChoiceField(
        label=_("Kind of mandate"),
        choices=[(value, capfirst(words)) for value, words in Mandate.Kind.choices],
        widget=forms.RadioSelect,
        help_text=_(
            "No contact person can bind the body; what somebody may decide follows from a delegated power."
        ),
    )
    extent = line(_("What it comprises"), 500, required=False)
    substitute = forms.ModelChoiceField(
        label=_("Usual substitute"),
        queryset=Person.objects.filter(is_active=True),
        required=False,
        help_text=_(
            "Proposed when somebody is named with dates. It gives no rights in the register by itself."
        ),
    )


class ThemesForm(EditForm):
    """Which themes one knows."""

    themes = forms.MultipleChoiceField(
        label=_("Themes I know"),
        choices=[(value, capfirst(words)) for value, words in Theme.choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Questions and messages of these themes are sent to you."),
    )


class MessageForm(EditForm):
    subject = line(
        _("Subject"), 120, help_text=_("It stands in the mail: nothing secret, no private person's name.")
    )
    text = long_text(_("Message"), rows=6)
    theme = theme_field(_("To those who know the theme"), required=False)
    body_kind = forms.ChoiceField(
        label=_("To contact persons at"),
        choices=lambda: chosen_of((kind, kind.label) for kind in Body.OPERATING),
        required=False,
        help_text=_("With neither chosen it goes to the whole network."),
    )


class QuestionForm(EditForm):
    title = line(
        _("Question"), 160, help_text=_("It stands in the mail: nothing secret, no private person's name.")
    )
    text = long_text(_("Background"), rows=4, required=False)
    theme = theme_field(_("Theme"), help_text=_("It is sent to those who have said that they know it."))


class AnswerForm(forms.Form):
    text = long_text(_("Your answer"), rows=4)


class CloseForm(forms.Form):
    came_of_it = long_text(
        _("What came of it"), rows=3, help_text=_("One or two sentences for whoever wonders the same later.")
    )


class MeetingForm(EditForm):
    """A meeting with its day and hours in the city's own time."""

    title = line(_("Title"), 120)
    held_on = DateField(label=_("Day"))
    begins = TimeField(label=_("Begins"))
    ends = TimeField(label=_("Ends"))
    place = line(_("Place"), 160)
    link = web_address(_("Link for those who take part from afar"))
    agenda = long_text(pgettext_lazy("network", "Agenda"), rows=5, required=False)
    notes = long_text(_("Notes from the meeting"), rows=5, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, begins, ends = (cleaned.pop(name, None) for name in ("held_on", "begins", "ends"))
        if not (day and begins and ends):
            return cleaned
        if day.year < MEETINGS_BEGIN:
            self.add_error("held_on", gettext("The network did not meet then."))
        if ends <= begins:
            self.add_error("ends", gettext("It ends after it begins, on the same day."))
        at = timezone.get_default_timezone()
        cleaned["starts_at"] = datetime.combine(day, begins, at)
        cleaned["ends_at"] = datetime.combine(day, ends, at)
        return cleaned


class CallOffForm(forms.Form):
    reason = line(_("Why"), 300)
