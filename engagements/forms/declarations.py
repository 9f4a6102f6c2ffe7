"""The forms of declarations: the proposal with its test of burden, the small ones of a joined one, its commitments."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.actions.declarations import refused_burden
from engagements.lifecycle.declarations import CommitmentStatus
from engagements.models import Declaration, Organisation, Theme
from engagements.models.declarations import costs_without_burden
from governance.documents import GREATEST_SIZE
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Body, Scope
from governance.texts import TextField

from .fields import AmountField, DirectionsField, YesNoField, long_text
from .organisations import capitalised
from .proposing import WithAPartner, partner_name

YES, NO = YesNoField.YES, YesNoField.NO


class WrittenDeclaration(forms.Form):
    """What a proposal says, whenever it is written."""

    title = TextField(
        label=_("Title of the declaration or initiative"),
        max_length=200,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    kind = forms.ChoiceField(
        label=_("What does the city join?"),
        choices=capitalised(Declaration.Kind.choices),
        widget=forms.RadioSelect,
        help_text=_(
            "A declaration is a text one stands behind; an initiative is something one does together."
        ),
    )
    origin = forms.ChoiceField(
        label=_("Who asked for it?"),
        choices=capitalised(Declaration.Origin.choices),
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("", "–"), *capitalised(Theme.choices)],
        required=False,
        help_text=_("If left empty: the issuer's."),
    )
    directions = DirectionsField(label=_("Which directions of the strategy does the declaration support?"))
    not_enough = long_text(
        _("Why are existing forums not enough?"),
        required=False,
        help_text=_("Needed for an initiative when the register finds forums like it."),
    )
    text = long_text(
        _("The text"), rows=5, required=False, help_text=_("The whole text, or what the city would promise.")
    )
    link = forms.URLField(label=_("Link to the text"), max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("The text as a document"),
        required=False,
        help_text=_("Kept among the documents of the matter. At most 10 MB."),
    )
    concerns_foreign_policy = YesNoField(
        label=_("Does the text concern Sweden's relation to another state?"),
        help_text=_("The city has no foreign policy of its own. Aid and security policy belong there too."),
    )
    scope = forms.ChoiceField(
        label=_("Whom does it concern?"), choices=capitalised(Scope.choices), widget=forms.RadioSelect
    )
    adds_burden = YesNoField(
        label=_("Does it add to the city's resource burden?"),
        help_text=_("Money or working time beyond what is already planned."),
    )
    burden_amount = AmountField(
        label=_("What does it cost?"),
        required=False,
        help_text=_("Fees, travel and staff time beyond what is planned. Leave it empty if nothing."),
    )
    burden_explanation = long_text(
        _("What is the burden?"), required=False, help_text=_("Needed when there is one.")
    )
    benefit = long_text(_("What benefit does the city have of it?"))
    signer = TextField(
        label=_("Who is to sign for the city?"),
        max_length=200,
        required=False,
        help_text=_("Name and office. Needed before it is sent for decision."),
    )
    diary_number = TextField(
        label=_("Diary number"),
        max_length=60,
        required=False,
        help_text=_("Exactly as in the city's diary."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > GREATEST_SIZE:
            raise forms.ValidationError(gettext("The file is too large: at most 10 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text", "").strip() and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("text", _("Give the text, or a link to it."))
        if {"adds_burden", "burden_amount", "scope"} <= cleaned.keys():
            self._test_burden(cleaned)
        return cleaned

    def _test_burden(self, cleaned: dict[str, Any]) -> None:
        """A cost above zero together with "no added burden" cannot be decided by delegation."""
        amount = cleaned["burden_amount"]
        if costs_without_burden(cleaned["adds_burden"], amount):
            self.add_error("burden_amount", refused_burden(cleaned["scope"]))
        if cleaned["adds_burden"] and not amount:
            self.add_error("burden_amount", _("Say what it costs, or that it adds no burden."))
        if cleaned["adds_burden"] and not cleaned.get("burden_explanation", "").strip():
            self.add_error("burden_explanation", _("Say what the burden is."))


class DeclarationForm(WrittenDeclaration, WithAPartner):
    """A new declaration or initiative. Its issuer is found among the organisations of the register, or is new."""

    name = partner_name(_("Who issues it?"))
    issuer_kind = forms.ChoiceField(
        label=_("What is the issuer?"),
        choices=capitalised(Organisation.Kind.choices),
        initial=Organisation.Kind.ORGANISATION,
        help_text=_("Asked for an issuer that is new in the register."),
    )

    @property
    def theme_meant(self) -> str:
        """The theme that is chosen, or else the issuer's."""
        return super().theme_meant or (self.chosen.theme if self.chosen else "")


class EditDeclarationForm(EditForm, WrittenDeclaration):
    """A proposal that is not yet decided."""


class EditJoinedForm(EditForm):
    """What may change once the city has joined. What was decided stands."""

    benefit = long_text(_("What benefit does the city have of it?"), required=False)
    signer = TextField(label=_("Signed by"), max_length=200, required=False)
    diary_number = TextField(label=_("Diary number"), max_length=60, required=False)
    note = long_text(_("Note"), required=False)


class WithdrawDeclarationForm(forms.Form):
    reason = long_text(_("Why is it withdrawn?"), rows=2)


class SignForm(forms.Form):
    signer = TextField(label=_("Signed by"), max_length=200, help_text=_("Name and office."))
    signed_on = DateField(label=_("Signed on"))


class ReviewedForm(forms.Form):
    reviewed_on = DateField(label=_("Reviewed on"))
    result = long_text(_("What came of the review?"), rows=2)


class EndDeclarationForm(forms.Form):
    HOW = [(NO, _("It has come to its end")), (YES, _("The city leaves it"))]

    leaves = forms.TypedChoiceField(
        label=_("How does it end?"),
        choices=HOW,
        coerce=lambda answer: answer == YES,
        widget=forms.RadioSelect,
    )
    ended_on = DateField(label=_("Ended on"))
    reason = long_text(_("Why?"), rows=2)


class CommitmentForm(forms.Form):
    text = TextField(label=_("What does the city promise?"), max_length=300)
    owner = forms.ModelChoiceField(
        label=_("Which body sees to it?"), queryset=Body.objects.none(), to_field_name="slug"
    )
    due_on = DateField(label=_("To be fulfilled by"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = Body.objects.operating().in_force(timezone.localdate())


class ReportForm(EditForm):
    status = forms.ChoiceField(
        label=_("How does it stand?"), choices=capitalised(CommitmentStatus.choices), widget=forms.RadioSelect
    )
    report = long_text(_("Report"), required=False, help_text=_("Needed when it is fulfilled or dropped."))
    due_on = DateField(label=_("To be fulfilled by"))
    closed_on = DateField(
        label=_("When was it fulfilled or dropped?"), required=False, help_text=_("If left empty: today.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_closed = cleaned.get("status") not in (None, CommitmentStatus.OPEN)
        if is_closed and not cleaned.get("report", "").strip():
            self.add_error("report", _("Say what came of it."))
        return cleaned
