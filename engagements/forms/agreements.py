"""The forms of agreements: the proposal, what is written later, and the small ones of each step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.lifecycle.agreements import Ending, ObligationStatus
from engagements.models import Activity, Agreement, Obligation, Organisation, Theme
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Scope
from governance.texts import TextField

from .fields import AmountField, long_text
from .organisations import capitalised
from .proposing import WithAPartner, partner_name

Type = Agreement.Type


class AgreementContacts(forms.Form):
    """Who answers for the agreement, and where it is filed: what may change all its life."""

    city_contact = TextField(
        label=_("Contact at the city"),
        max_length=200,
        required=False,
        help_text=_("Name and unit. If left empty: the case officer."),
    )
    counterpart_contact = TextField(
        label=_("Contact at the counterpart"),
        max_length=200,
        required=False,
        help_text=_("Name, office and e-mail."),
    )
    diary_number = TextField(
        label=_("Diary number"),
        max_length=60,
        required=False,
        help_text=_("Exactly as in the city's diary."),
    )


class AgreementText(forms.Form):
    """What is proposed, whenever it is written. What is still missing is told on the agreement's page."""

    type = forms.ChoiceField(
        label=_("What is to be signed?"),
        choices=capitalised(Type.choices),
        widget=forms.RadioSelect,
        help_text=_(
            "The city signs no twin-town agreements: one needs an exception decided by the City Council."
        ),
    )
    title = TextField(
        label=_("Title"),
        max_length=200,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    scope = forms.ChoiceField(
        label=_("Whom does it concern?"), choices=capitalised(Scope.choices), widget=forms.RadioSelect
    )
    initiative = TextField(
        label=_("Within which international initiative?"),
        max_length=200,
        required=False,
        help_text=_("Only for a letter of intent with a counterpart that is no organisation or network."),
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("", "–"), *capitalised(Theme.choices)],
        required=False,
        help_text=_("One theme, so that it can be seen what the agreement gives."),
    )
    exchange = long_text(
        _("What is to be exchanged?"), required=False, help_text=_("Concretely: who does what with whom.")
    )
    benefit_to_city = long_text(_("What benefit does the city have?"), required=False)
    benefit_to_counterpart = long_text(_("What benefit does the counterpart have?"), required=False)
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)
    notice_months = forms.IntegerField(
        label=_("Months of notice"), min_value=0, max_value=120, required=False
    )
    cost_per_year = AmountField(
        label=_("Cost per year"),
        required=False,
        help_text=_("Kronor. Travel and staff time too; write 0 if there is none."),
    )
    not_enough = long_text(
        _("Why are existing forums not enough?"),
        required=False,
        help_text=_("Needed when the register finds forums like this one."),
    )
    touches_foreign_relations = forms.BooleanField(
        label=_("The text touches Sweden’s relations with another state"),
        required=False,
        help_text=_("Then the question goes to the City Executive Office before anything is decided."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The last day must come after the first."))
        return cleaned


class AgreementProposalForm(AgreementText, AgreementContacts, WithAPartner):
    """A new agreement. The counterpart is found among the organisations that exist, or is new."""

    name = partner_name(_("With which counterpart?"))
    counterpart_kind = forms.ChoiceField(
        label=_("What kind of counterpart?"),
        choices=[("", "–"), *capitalised(Organisation.Kind.choices)],
        required=False,
        help_text=_("Needed when the counterpart is new in the register."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_said = "name" in cleaned and "name" not in self.errors
        if is_said and self.chosen is None and not cleaned.get("counterpart_kind"):
            self.add_error("counterpart_kind", _("Say what kind of counterpart it is."))
        return cleaned


class EditAgreementForm(EditForm, AgreementText, AgreementContacts):
    """A proposal that is not yet decided."""


class EditContactsForm(EditForm, AgreementContacts):
    """What may change when it is decided. What was decided stands."""


class WithdrawAgreementForm(forms.Form):
    reason = long_text(_("Why is it withdrawn?"), rows=2)


class ExceptionForm(forms.Form):
    reasons = long_text(
        _("Why should the City Council make an exception?"),
        help_text=_(
            "The reasons are part of what the City Council decides on, and the annual report tells of it."
        ),
    )


class ReferForm(forms.Form):
    question = long_text(_("What should the City Executive Office look at?"))


class SignByForm(forms.Form):
    sign_by = DateField(label=_("To be signed by"))


class SignForm(forms.Form):
    """Who has signed, when, and the signed copy."""

    SIDES = [("city", _("the city")), ("counterpart", _("the counterpart"))]

    side = forms.ChoiceField(label=_("Who has signed?"), choices=capitalised(SIDES), widget=forms.RadioSelect)
    who = TextField(label=_("Name and office of who signed"), max_length=200)
    signed_on = DateField(label=_("Signed on"))
    copy = forms.FileField(
        label=_("The signed copy"), required=False, help_text=_("A PDF or picture of at most 10 MB.")
    )


class OpenReviewForm(forms.Form):
    why = long_text(_("Why is it to be reviewed?"), rows=2)


class AmendmentForm(forms.Form):
    """The terms as they are to be; what is left as it stands stays so."""

    reasons = long_text(_("What is changed, and why?"))
    exchange = long_text(_("What is to be exchanged?"), help_text=_("Concretely: who does what with whom."))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("A later last day is a renewal."))
    notice_months = forms.IntegerField(
        label=_("Months of notice"), min_value=0, max_value=120, required=False
    )
    cost_per_year = AmountField(label=_("Cost per year"), required=False, help_text=_("Kronor."))

    def __init__(self, *args: Any, needs_last_day: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ends_on"].required = needs_last_day


class ObligationForm(forms.Form):
    """What one of the sides is to do by the agreement."""

    text = TextField(label=_("What is to be done?"), max_length=300)
    side = forms.ChoiceField(
        label=_("Who is to do it?"), choices=capitalised(Obligation.Side.choices), widget=forms.RadioSelect
    )
    due_on = DateField(label=_("To be done by"))
    responsible = TextField(
        label=_("Responsible"), max_length=200, required=False, help_text=_("Name and unit.")
    )


class CloseObligationForm(forms.Form):
    """It is done, or it is dropped."""

    OUTCOMES = [
        (ObligationStatus.DONE.value, _("It is done")),
        (ObligationStatus.DROPPED.value, _("It is dropped")),
    ]

    status = forms.ChoiceField(label=_("What came of it?"), choices=OUTCOMES, widget=forms.RadioSelect)
    closed_on = DateField(label=_("Done or dropped on"))
    report = long_text(_("What shows that it is done, or why is it dropped?"))
    proof = forms.FileField(
        label=_("A document that shows it"), required=False, help_text=_("A PDF or picture of at most 10 MB.")
    )


class ActivityForm(forms.Form):
    """Something that was done under the agreement."""

    KINDS = [(kind.value, kind.label) for kind in Activity.Kind if kind != Activity.Kind.ANSWER]

    happened_on = DateField(label=_("Date"))
    kind = forms.ChoiceField(label=_("What kind of activity?"), choices=capitalised(KINDS))
    what = TextField(label=_("What was done?"), max_length=300)
    people = TextField(
        label=_("Who took part?"),
        max_length=300,
        required=False,
        help_text=_("Offices and units rather than names."),
    )
    result = long_text(_("What came of it?"), required=False)


class StandsForm(forms.Form):
    reason = long_text(_("Why does it still stand?"))


class KeepForm(forms.Form):
    reviewed_on = DateField(label=_("Reviewed on"))
    conclusion = long_text(_("What did the review show?"))


class EndAgreementForm(forms.Form):
    """That an agreement has ended by what others did; what the city wants itself is sent for decision."""

    how = forms.ChoiceField(label=_("How did it end?"), choices=Ending.choices, widget=forms.RadioSelect)
    ended_on = DateField(label=_("Ended on"))
    reason = long_text(_("Why did it end?"), rows=2)


class EvaluationForm(forms.Form):
    """What the agreement gave."""

    goals_met = long_text(_("Which goals were met?"))
    effects = long_text(_("What effects did it have?"))
    total_cost = AmountField(label=_("What did it cost in all?"), help_text=_("Kronor."))
    recommendation = long_text(_("What do you recommend?"))
