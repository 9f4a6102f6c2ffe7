"""The forms of EU projects: the idea, the application, the answer, and what the grant asks for."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements import calls
from engagements.models import EuProject, ProjectMoney, Theme
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Body, Scope
from governance.texts import TextField

from .fields import CURRENCIES, AmountField, YesNoField, long_text
from .organisations import capitalised
from .proposing import ByABody


class Idea(forms.Form):
    """What an idea says, whenever it is written."""

    title = TextField(
        label=_("What is the project called?"),
        max_length=200,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    acronym = TextField(label=_("Acronym"), max_length=60, required=False)
    programme = TextField(
        label=_("Which EU fund or programme?"), max_length=120, help_text=_("Such as Horizon Europe.")
    )
    call = TextField(
        label=_("Which call for proposals?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Its code as the funder writes it. The register looks for others who go for it."),
    )
    apply_by = DateField(label=_("Last day to apply"), required=False)
    role = forms.ChoiceField(
        label=_("Stockholm's role in the project"),
        choices=capitalised(EuProject.Role.choices),
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label=_("Whom does it concern?"), choices=capitalised(Scope.choices), widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    summary = long_text(
        _("What is it about?"), help_text=_("A few sentences. Every body of the city reads them.")
    )
    partners = long_text(
        _("Partners"), rows=2, required=False, help_text=_("Those one has, and those one looks for.")
    )


class Application(Idea):
    """What an application says: what the body decides on stands first."""

    plan_link = long_text(
        _("Which planned development does it serve?"),
        rows=2,
        required=False,
        help_text=_("The goal or activity in the body's plan. Needed before a body can decide."),
    )
    is_eu_money = YesNoField(
        label=_("Is it paid by the European Union?"),
        help_text=_("A national grant is never counted as EU money."),
    )
    applied_amount = AmountField(label=_("EU funding applied for"), required=False)
    own_share = AmountField(
        label=_("Own contribution"), required=False, help_text=_("Write 0 if there is none.")
    )
    own_share_source = TextField(
        label=_("Where does the own contribution come from?"), max_length=200, required=False
    )
    staff = forms.DecimalField(
        label=_("Staff"),
        max_digits=6,
        decimal_places=2,
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("Full-time equivalents."),
    )
    total_budget = AmountField(label=_("The project's total budget"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)
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


class IdeaForm(Idea, ByABody):
    """A new idea of one of the person's bodies."""

    field_order = ["body", "title"]

    @cached_property
    def rivals(self) -> list[calls.Rival]:
        """Who else goes for the call, as far as it is typed."""
        return calls.rivals(self.typed("call"))

    def clean_apply_by(self) -> date | None:
        day: date | None = self.cleaned_data["apply_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(gettext("This day has passed."))
        return day


class EditApplicationForm(EditForm, Application):
    """What is written before a body has decided."""


class EditProjectForm(EditForm):
    """What may change once a body has decided. What it decided on stands."""

    acronym = TextField(label=_("Acronym"), max_length=60, required=False)
    summary = long_text(_("What is it about?"), required=False)
    partners = long_text(_("Partners"), rows=2, required=False)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    grant_reference = TextField(label=_("Number of the grant"), max_length=120, required=False)
    total_budget = AmountField(label=_("The project's total budget"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    staff = forms.DecimalField(
        label=_("Staff"),
        max_digits=6,
        decimal_places=2,
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("Full-time equivalents."),
    )
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)
    diary_number = TextField(label=_("Diary number"), max_length=60, required=False)
    note = long_text(_("Note"), required=False)


class WithdrawProjectForm(forms.Form):
    reason = long_text(_("Why is it withdrawn?"), rows=2)


class SubmitForm(forms.Form):
    submitted_on = DateField(label=_("Submitted on"))


class AnswerForm(forms.Form):
    """The funder's answer."""

    is_granted = YesNoField(label=_("Was it granted?"))
    answered_on = DateField(label=_("Day of the answer"))
    amount = AmountField(
        label=_("Granted to the City of Stockholm, kronor"),
        required=False,
        help_text=_("Only the city's own part. Needed when EU funding is granted."),
    )
    starts_on = DateField(label=_("First day of the project"), required=False)
    ends_on = DateField(label=_("Last day of the project"), required=False)
    reference = TextField(label=_("Number of the grant"), max_length=120, required=False)
    answer = long_text(_("What did the funder say?"), rows=2, required=False)


class PartForm(forms.Form):
    body = forms.ModelChoiceField(
        label=_("Which body takes part?"), queryset=Body.objects.none(), to_field_name="slug"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].queryset = Body.objects.operating().in_force(timezone.localdate())


class ReportForm(forms.Form):
    title = TextField(
        label=_("Which report?"),
        max_length=200,
        help_text=_("Such as the first period, or the final report."),
    )
    due_on = DateField(label=_("Due on"))
    owner = TextField(label=_("Who writes it?"), max_length=200, required=False)


class SentReportForm(forms.Form):
    sent_on = DateField(label=_("Sent on"))
    approved_on = DateField(label=_("Approved by the funder on"), required=False)
    note = long_text(_("Note"), rows=2, required=False)


class ConditionForm(forms.Form):
    text = TextField(label=_("What does the grant ask for?"), max_length=500)
    due_on = DateField(label=_("To be met by"), required=False)


class MetForm(forms.Form):
    met_on = DateField(label=_("Met on"))
    proof = TextField(label=_("How is it shown?"), max_length=500)


class MoneyForm(forms.Form):
    """What a body received or put in. The bodies are those of the project."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), to_field_name="slug")
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=capitalised(ProjectMoney.Kind.choices), widget=forms.RadioSelect
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = AmountField(label=_("Amount, kronor"))
    note = TextField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, bodies: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].queryset = Body.objects.filter(pk__in=bodies).order_by("name_sv")


class FinishForm(forms.Form):
    results = long_text(_("What came of the project?"), help_text=_("Results that others can use."))
    final_payment_on = DateField(label=_("Final payment"), required=False)
    keep_until = DateField(
        label=_("Papers are kept until"), help_text=_("As the programme demands, often five years.")
    )
