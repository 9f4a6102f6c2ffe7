"""The forms of horizon scanning: observations, analyses, cities, indicators and rankings."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms import long_text
from engagements.models import Organisation
from governance.editing import EditForm
from governance.forms import DateField
from network.models import CityProfile, Definition, Indicator, Observation

from .fields import line, theme_field, web_address

FIRST_YEAR = 1900
MOST_OFFERED = 50


class ObservationForm(EditForm):
    title = line(_("What have you seen?"), 160)
    text = long_text(_("More of it"), rows=4, required=False)
    seen_on = DateField(label=_("When"))
    source = line(_("Source"), 200, help_text=_("Who says so, so that another can find it."))
    link = web_address(_("Link"))
    so_what = long_text(_("So what for us?"), rows=3)
    theme = theme_field(_("Theme"))

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("The date is in the future."))
        return day


class AnalysisForm(EditForm):
    """The texts of an analysis."""

    title = line(_("Title"), 160)
    findings = long_text(_("What do we see?"), rows=4)
    meaning = long_text(_("What does it mean for the city?"), rows=4)
    proposal = long_text(_("What do we propose?"), rows=3, required=False)


class NewAnalysisForm(AnalysisForm):
    """The same with the observations that it builds on: the newest that stand in no analysis yet."""

    observations = forms.ModelMultipleChoiceField(
        label=_("Observations it builds on"),
        queryset=Observation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, begun_with: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        free = Observation.objects.filter(analysis=None)
        newest = free.order_by("-seen_on", "-pk").values("pk")[:MOST_OFFERED]
        self.fields["observations"].queryset = free.filter(Q(pk__in=newest) | Q(pk=begun_with))
        if begun_with:
            self.initial.setdefault("observations", [begun_with])


class ActForm(forms.Form):
    number = line(
        _("Number of the matter"),
        20,
        help_text=_("For example 2026-00042. Whoever may read the matter sees it in the analysis."),
    )


class CityForm(EditForm):
    organisation = forms.ModelChoiceField(
        label=_("City"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        help_text=_("The cities among the organisations of the register."),
    )
    relation = forms.ChoiceField(
        label=_("What is it to us?"),
        choices=[(value, capfirst(words)) for value, words in CityProfile.Relation.choices],
        widget=forms.RadioSelect,
    )
    niche = line(_("Niche"), 200, help_text=_("What it is known for, or wants to be."))
    strengths = long_text(_("What it does better than we"), rows=3, required=False)
    lessons = long_text(_("What we can learn, or offer"), rows=3, required=False)
    source = line(_("Source"), 200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = Organisation.objects.filter(kind="city").order_by("name")


class IndicatorForm(EditForm):
    name_sv = line(_("Name in Swedish"), 120)
    name_en = line(_("Name in English"), 120)
    why = long_text(_("Why do we follow it?"), rows=2, required=False)


class DefinitionForm(EditForm):
    text = line(_("What is counted, and how?"), 300)
    unit = line(_("Unit"), 40)


def year_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2199)


class ValueForm(EditForm):
    """A value by one of the definitions of its indicator."""

    definition = forms.ModelChoiceField(label=_("Definition"), queryset=Definition.objects.none())
    city = line(_("City"), 80)
    year = year_field()
    value = forms.DecimalField(
        label=_("Value"),
        max_digits=14,
        decimal_places=2,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    source = line(_("Source"), 200)
    note = line(_("Note"), 200, required=False, help_text=_("About, at least, a preliminary figure …"))

    def __init__(self, *args: Any, indicator: Indicator, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["definition"].queryset = indicator.definitions.all()


class RankingForm(EditForm):
    name = line(_("Name"), 120)
    publisher = line(_("Publisher"), 120)
    measures = long_text(_("What does it measure, and how?"), rows=3)
    link = web_address(_("Link"))


class PlaceForm(EditForm):
    city = line(_("City"), 80, initial="Stockholm")
    year = year_field()
    place = forms.IntegerField(label=_("Rank"), min_value=1, max_value=30_000)
    of_how_many = forms.IntegerField(label=_("Among how many"), min_value=1, max_value=30_000, required=False)
    note = line(
        _("Note"), 200, required=False, help_text=_("For example that the method was changed that year.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place, among = cleaned.get("place"), cleaned.get("of_how_many")
        if place and among and place > among:
            self.add_error("place", gettext("The place cannot be greater than how many there are."))
        return cleaned
