"""The forms of persons at partners."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.models import Erasure, Organisation, PartnerPerson
from governance.editing import EditForm
from governance.forms import DateField
from governance.texts import TextField

from .organisations import capitalised, organisation_named


def _why() -> forms.CharField:
    return TextField(
        label=_("Why we keep it"),
        max_length=300,
        help_text=PartnerPerson._meta.get_field("why").help_text,
    )


class PostForm(forms.Form):
    """What somebody is at a partner. Only what is needed to reach them at work."""

    title = TextField(label=_("Title"), max_length=120)
    since = DateField(label=_("Since"), required=False)
    until = DateField(label=_("Until"), required=False, help_text=_("Leave empty if no end is known."))
    email = forms.EmailField(label=_("E-mail at work"), max_length=254, required=False)
    phone = TextField(label=_("Telephone at work"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        return cleaned


class FurtherPostForm(PostForm):
    """A post at whichever partner."""

    organisation = TextField(
        label=_("Organisation"), max_length=200, help_text=_("By any of its names in the register.")
    )
    field_order = ("organisation", "title", "since", "until", "email", "phone")

    def clean_organisation(self) -> Organisation | None:
        return organisation_named(self.cleaned_data["organisation"])


class NewPersonForm(PostForm):
    """Somebody new at a partner, with the post they hold there."""

    name = TextField(label=_("Name"), max_length=120)
    why = _why()
    field_order = ("name", "title", "email", "phone", "since", "until", "why")


class EditPersonForm(EditForm):
    """The name, and why it is kept."""

    name = TextField(label=_("Name"), max_length=120)
    why = _why()


class EndPostForm(forms.Form):
    """The last day of a post."""

    until = DateField(label=_("Last day"))

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until > timezone.localdate():
            raise ValidationError(_("The date is in the future."))
        return until


class EraseForm(forms.Form):
    """Why a person is erased, and which decision allows it."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=capitalised(Erasure.Reason.choices), widget=forms.RadioSelect
    )
    disposal_decision = TextField(
        label=_("Disposal decision"),
        max_length=120,
        help_text=Erasure._meta.get_field("disposal_decision").help_text,
    )
    is_sure = forms.BooleanField(label=_("I have understood that it cannot be undone"))
