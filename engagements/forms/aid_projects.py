"""The forms of aid-like projects: the proposal with its first funder, the small ones of a decided project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import AidFinancing, AidProject, Organisation, Theme
from governance.editing import EditForm
from governance.forms import DateField
from governance.language import countries_in_order
from governance.models import Scope
from governance.texts import TextField

from .fields import AmountField, DirectionsField, YesNoField, long_text
from .organisations import capitalised
from .proposing import WithAPartner, partner_name


class WrittenAidProject(forms.Form):
    """What a proposal says, whenever it is written."""

    title = TextField(
        label=_("What is the project called?"),
        max_length=200,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    summary = long_text(
        _("What is to be done?"), help_text=_("Which expertise the city lends, and for whom.")
    )
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", "–"), *countries_in_order()])
    city = TextField(label=_("City"), max_length=100, required=False)
    area = forms.ChoiceField(
        label=_("Which area does it go to?"),
        choices=capitalised(AidProject.Area.choices),
        widget=forms.RadioSelect,
        help_text=_("An older strategy lets projects go to the first two alone."),
    )
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    directions = DirectionsField(label=_("Which directions of the strategy does the project support?"))
    asked_by = TextField(
        label=_("Who asked the city for it?"),
        max_length=200,
        required=False,
        help_text=_("Who, how and when. Leave it empty if nobody did."),
    )
    benefit = long_text(_("What does the city itself learn?"), required=False)
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))
    total_cost = AmountField(
        label=_("What does the project cost the city?"),
        min_value=1,
        help_text=_("Everything: journeys, material, and the working time of the city’s staff."),
    )
    includes_staff_time = YesNoField(label=_("Is the city’s working time counted in that cost?"))
    scope = forms.ChoiceField(
        label=_("Whom does it concern?"), choices=capitalised(Scope.choices), widget=forms.RadioSelect
    )
    not_enough = long_text(_("Why are existing forums not enough?"), rows=2, required=False)
    report_by = DateField(
        label=_("Final report due on"), required=False, help_text=_("As those who pay demand.")
    )
    diary_number = TextField(
        label=_("Diary number"),
        max_length=60,
        required=False,
        help_text=_("Exactly as in the city's diary."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The last day must come after the first."))
        return cleaned


class FinancingForm(forms.Form):
    """Somebody who pays the project or a part of it."""

    funder = forms.ChoiceField(label=_("Who pays?"), choices=capitalised(AidFinancing.Funder.choices))
    funder_name = TextField(
        label=_("Name of the funder"),
        max_length=200,
        required=False,
        help_text=_("Needed for a funder that is not in the list. Otherwise its programme, if you like."),
    )
    amount = AmountField(label=_("How much?"), min_value=1)
    is_requested = YesNoField(label=_("Did this funder ask the city for the project?"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("funder") == AidFinancing.Funder.OTHER and not cleaned.get("funder_name", "").strip():
            self.add_error("funder_name", _("Name the funder."))
        return cleaned

    @staticmethod
    def part_of(entered: dict[str, Any]) -> dict[str, Any]:
        """What the verb wants to know of the funder, taken out of what was entered."""
        return {
            "funder": entered.pop("funder"),
            "name": entered.pop("funder_name"),
            "amount": entered.pop("amount"),
            "is_requested": entered.pop("is_requested"),
        }


class AidProjectForm(WrittenAidProject, FinancingForm, WithAPartner):
    """A new aid-like project with its first funder. The partner is found in the register, or is new."""

    name = partner_name(_("With which partner?"))
    partner_kind = forms.ChoiceField(
        label=_("What is the partner?"),
        choices=capitalised(Organisation.Kind.choices),
        initial=Organisation.Kind.CITY,
        help_text=_("Asked for a partner that is new in the register."),
    )


class EditAidProjectForm(EditForm, WrittenAidProject):
    """A proposal that is not yet decided. Who pays is changed on its page."""


class EditDecidedForm(EditForm):
    """What may change once a body has decided. What it decided on stands."""

    benefit = long_text(_("What does the city itself learn?"), required=False)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    ends_on = DateField(label=_("Last day"))
    report_by = DateField(label=_("Final report due on"), required=False)
    diary_number = TextField(label=_("Diary number"), max_length=60, required=False)
    note = long_text(_("Note"), required=False)


class WithdrawAidProjectForm(forms.Form):
    reason = long_text(_("Why is it withdrawn?"), rows=2)


class ReceivedForm(forms.Form):
    """What a funder paid in a year. The funders are those of the project."""

    financing = forms.ModelChoiceField(label=_("From whom?"), queryset=AidFinancing.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = AmountField(label=_("Amount, kronor"))
    note = TextField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, project: AidProject, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["financing"].queryset = project.financing.all()


class FinalReportForm(forms.Form):
    reported_on = DateField(label=_("Final report sent on"))
    results = long_text(_("What came of the project?"), help_text=_("Results that others can use."))


class EvaluationForm(forms.Form):
    evaluated_on = DateField(label=_("Evaluated on"))
    evaluation = long_text(
        _("What did the city learn?"),
        help_text=_("Whether it was done as decided, whether the money covered it, what to do otherwise."),
    )
