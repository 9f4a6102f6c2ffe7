"""The forms of good examples, key messages and information on the city."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms import capitalised, long_text
from engagements.forms.fields import DirectionsField
from engagements.models import Theme
from governance import access
from governance.documents import GREATEST_SIZE
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Body, Person
from governance.texts import TextField

from .models import CityInformation

GREATEST_PICTURE = 2 * 1024 * 1024


class ForABody(EditForm):
    """A form in which one of the bodies that the person writes for is chosen; the only one is not asked for."""

    def __init__(self, *args: Any, person: Person, every_body: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if "body" not in self.fields:
            return
        bodies = Body.objects.in_force(timezone.localdate())
        if not every_body:
            bodies = bodies.filter(pk__in=person.bodies_with(access.EDIT))
        self.fields["body"].queryset = bodies
        if len(bodies) == 1:
            self.fields["body"].initial = bodies[0].slug
            self.fields["body"].widget = forms.HiddenInput()

    def clean_until(self) -> Any:
        until, since = self.cleaned_data["until"], self.cleaned_data.get("since")
        if since and until < since:
            raise forms.ValidationError(gettext("The last day cannot come before the first."))
        return until


def _text(label: Any, most: int, **options: Any) -> forms.CharField:
    return TextField(label=label, max_length=most, **options)


class GoodExampleForm(ForABody):
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), to_field_name="slug")
    title_sv = _text(_("Title in Swedish"), 120)
    title_en = _text(_("Title in English"), 120)
    what_sv = long_text(_("What is done? In Swedish"), rows=4)
    what_en = long_text(_("What is done? In English"), rows=4)
    result_sv = long_text(_("What came of it? In Swedish"), rows=3)
    result_en = long_text(_("What came of it? In English"), rows=3)
    numbers_sv = _text(
        _("Numbers in Swedish"), 300, required=False, help_text=_("One or two that a visitor remembers.")
    )
    numbers_en = _text(_("Numbers in English"), 300, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)])
    directions = DirectionsField(label=_("Which directions of the strategy does it show?"))
    contact_sv = _text(
        _("Contact office in Swedish"),
        200,
        help_text=_("An office and no person: everybody in the world reads it."),
    )
    contact_en = _text(_("Contact office in English"), 200)
    email = forms.EmailField(label=_("Address of the office"), required=False)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, at most 2 MB. A new one takes the place of the earlier."),
    )
    alternative_sv = _text(_("What the picture shows, in Swedish"), 300, required=False)
    alternative_en = _text(_("What the picture shows, in English"), 300, required=False)
    since = DateField(label=_("Valid from"))
    until = DateField(
        label=_("Valid until"), help_text=_("You are told a month ahead; then look whether it still holds.")
    )

    def clean_picture(self) -> Any:
        return _of_size(self.cleaned_data["picture"], GREATEST_PICTURE, gettext("at most 2 MB"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("alternative_sv", "alternative_en"):
            if cleaned.get("picture") and not cleaned.get(name):
                self.add_error(name, _("Say in words what the picture shows."))
        return cleaned


class KeyMessageForm(ForABody):
    text_en = _text(_("Text in English"), 200)
    text_sv = _text(_("Text in Swedish"), 200, required=False)
    is_brand_line = forms.BooleanField(label=_("It is the brand line"), required=False)
    use_en = long_text(_("How is it used? In English"), rows=2, required=False)
    use_sv = long_text(_("How is it used? In Swedish"), rows=2, required=False)
    source = _text(_("Source"), 200, required=False)
    since = DateField(label=_("Valid from"))
    until = DateField(label=_("Valid until"), help_text=_("You are told a month ahead."))


class CityInformationForm(ForABody):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(value, capfirst(label)) for value, label in CityInformation.Kind.choices],
        widget=forms.RadioSelect,
    )
    title_en = _text(_("Title in English"), 160)
    title_sv = _text(_("Title in Swedish"), 160, required=False)
    text_en = long_text(_("Short text in English"), rows=4)
    text_sv = long_text(_("Short text in Swedish"), rows=4, required=False)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("The document"),
        required=False,
        help_text=_("At most 10 MB. Everybody in the world can fetch it when it is published."),
    )
    body = forms.ModelChoiceField(
        label=_("Responsible body"), queryset=Body.objects.none(), to_field_name="slug"
    )
    revised_on = DateField(label=_("Last revised on"), help_text=_("Shown beside it."))
    next_revision_on = DateField(
        label=_("Next revision due on"), required=False, help_text=_("If left empty: after the usual time.")
    )

    def clean_file(self) -> Any:
        return _of_size(self.cleaned_data["file"], GREATEST_SIZE, gettext("at most 10 MB"))

    def clean_revised_on(self) -> Any:
        day = self.cleaned_data["revised_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("The date is in the future."))
        return day

    def clean_next_revision_on(self) -> Any:
        day, last = self.cleaned_data["next_revision_on"], self.cleaned_data.get("revised_on")
        if day and last and day <= last:
            raise forms.ValidationError(gettext("It is revised again after it was last revised."))
        return day


def _of_size(file: Any, most: int, words: str) -> Any:
    if file and file.size > most:
        raise forms.ValidationError(gettext("The file is too large: %(most)s.") % {"most": words})
    return file
