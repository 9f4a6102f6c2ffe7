"""The forms of memberships: the proposal, what is written later, the review, and the small ones of a member."""

from datetime import date
from operator import attrgetter
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms import (
    CURRENCIES,
    AmountField,
    ProposalDecisionForm,
    WithAPartner,
    capitalised,
    long_text,
    partner_name,
)
from engagements.models import Organisation, Theme
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Decision, Scope
from governance.texts import TextField, one_line

from .models import Membership, MembershipReview

Recommendation = MembershipReview.Recommendation


class Written(forms.Form):
    """What a proposal says, whenever it is written."""

    kind = forms.ChoiceField(
        label=_("What does the city join?"),
        choices=capitalised(Membership.Kind.choices),
        widget=forms.RadioSelect,
        help_text=_("An organisation has statutes and members; a network or an initiative is less formal."),
    )
    scope = forms.ChoiceField(
        label=_("Whom does it concern?"), choices=capitalised(Scope.choices), widget=forms.RadioSelect
    )
    why = long_text(_("Why is it prioritised?"))
    contribution = long_text(
        _("What does the city contribute?"), help_text=_("The strategy asks for active efforts.")
    )
    benefit = long_text(_("What benefit is expected?"))
    cost_four_years = AmountField(
        label=_("Cost for four years"), help_text=_("Fees, travel and staff time. Write 0 if there is none.")
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="SEK")
    not_enough = long_text(
        _("Why are existing forums not enough?"),
        required=False,
        help_text=_("Needed when the register finds forums like this one."),
    )
    starts_on = DateField(
        label=_("Planned beginning"),
        required=False,
        help_text=_("Leave it empty if the membership begins with the decision."),
    )
    diary_number = TextField(
        label=_("Diary number"),
        max_length=60,
        required=False,
        help_text=_("Exactly as in the city's diary."),
    )


class ProposalForm(Written, WithAPartner):
    """A new membership. The organisation is found among those that exist, or is new."""

    name = partner_name(_("Which organisation, network or initiative?"))
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )

    field_order = ["body", "name", "theme"]

    @property
    def theme_meant(self) -> str:
        """The organisation's; the form's is for one that is new."""
        return self.chosen.theme if self.chosen and self.chosen.theme else super().theme_meant

    def clean_starts_on(self) -> date | None:
        day: date | None = self.cleaned_data["starts_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(gettext("What is proposed begins today at the earliest."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "name" in cleaned and self.found and not cleaned.get("not_enough", "").strip():
            self.add_error(
                "not_enough", _("The city already has forums like this. Say why they are not enough.")
            )
        return cleaned


class EditProposalForm(EditForm, Written):
    """A proposal that is not yet decided."""


class EditMembershipForm(EditForm):
    """What may change while the city is a member. What was decided stands."""

    why = long_text(_("Why is it prioritised?"), required=False)
    contribution = long_text(_("What does the city contribute?"), required=False)
    benefit = long_text(_("What benefit is expected?"), required=False)
    cost_four_years = AmountField(label=_("Cost for four years"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    notice_rule = long_text(
        _("Notice"), rows=2, required=False, help_text=_("How and when one must give notice.")
    )
    joined_on = DateField(label=_("Member since"), required=False)
    joined_year_only = forms.BooleanField(label=_("Only the year is known"), required=False)
    review_interval_months = forms.IntegerField(
        label=_("Months between reviews"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("If left empty: as the strategy says."),
    )
    review_lead_months = forms.IntegerField(
        label=_("Months a review opens ahead"),
        min_value=0,
        max_value=60,
        required=False,
        help_text=_("If left empty: as the strategy says."),
    )
    diary_number = TextField(label=_("Diary number"), max_length=60, required=False)
    note = long_text(_("Note"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("joined_on")
        if day and day > timezone.localdate():
            self.add_error("joined_on", _("The date is in the future."))
        if day and day.year < 1850:
            self.add_error("joined_on", _("The date is too far back."))
        return cleaned


class ReasonForm(forms.Form):
    reason = long_text(_("Why is it withdrawn?"), rows=2)


class JoinForm(forms.Form):
    joined_on = DateField(label=_("Member since"))


class NoticeForm(forms.Form):
    given_on = DateField(label=_("Notice given on"))
    ends_on = DateField(label=_("The membership ends on"))


class LeaveForm(forms.Form):
    left_on = DateField(label=_("Left on"))
    reason = long_text(_("Why the city left"), rows=2)


class OpenReviewForm(forms.Form):
    due_on = DateField(label=_("To be decided by"))


class PeriodForm(forms.Form):
    """A period with an end that may be open."""

    since = DateField(label=_("Since"), required=False)
    until = DateField(label=_("Until"), required=False, help_text=_("Leave empty as long as it lasts."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        return cleaned


class RepresentativeForm(PeriodForm):
    name = TextField(label=_("Name"), max_length=120)
    role = TextField(
        label=_("Role"), max_length=120, help_text=_("For example: member of the working group.")
    )
    field_order = ["name", "role", "since", "until"]


class CoOwnerForm(PeriodForm):
    name = TextField(
        label=_("Who"),
        max_length=200,
        help_text=_(
            "As it is called in the register of partners, in any language, or the City of Stockholm."
        ),
    )
    # Asked only where several go by the name.
    organisation = forms.ModelChoiceField(
        label=_("Which of them?"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        required=False,
        empty_label=None,
    )
    role = TextField(label=_("Role"), max_length=120, help_text=_("For example: principal."))
    share = forms.DecimalField(
        label=_("Share, per cent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    field_order = ["name", "organisation", "role", "share", "since", "until"]

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        name = str(self["name"].value() or "").replace("\0", "")
        meant = self.fields["organisation"]
        meant.queryset = Organisation.objects.named(one_line(name))
        meant.label_from_instance = attrgetter("described")
        if meant.queryset.count() < 2:
            meant.widget = forms.HiddenInput()
        else:
            meant.required = True

    def clean(self) -> dict[str, Any]:
        """The organisation that goes by the name; none for the city itself."""
        cleaned = super().clean()
        name, marked = cleaned.pop("name", ""), cleaned.pop("organisation", None)
        if not name:
            return cleaned
        cleaned["organisation"] = None
        if name.casefold() not in THE_CITY:
            found = list(self.fields["organisation"].queryset)
            cleaned["organisation"] = marked or (found[0] if len(found) == 1 else None)
            if not found:
                self.add_error("name", _("The register knows no partner by this name. Enter it there first."))
            elif cleaned["organisation"] is None:
                those = "; ".join(each.described for each in found)
                self.add_error(
                    "name", _("Several partners go by this name: %(names)s. Choose one.") % {"names": those}
                )
        return cleaned


THE_CITY = {"stockholms stad", "city of stockholm", "staden", "the city"}


class PostForm(PeriodForm):
    title = TextField(
        label=_("Post"), max_length=120, help_text=_("For example: chair of the working group.")
    )
    holder = TextField(label=_("Held by"), max_length=120)
    elected_on = DateField(label=_("Elected on"), required=False)
    note = TextField(label=_("Note"), max_length=200, required=False)
    field_order = ["title", "holder", "elected_on", "since", "until", "note"]


class EndForm(forms.Form):
    until = DateField(label=_("Until"))


class FeeForm(EditForm):
    year = forms.IntegerField(
        label=_("Year"),
        min_value=1950,
        max_value=2100,
        help_text=_("A year that already has a fee is changed from its own row in the list."),
    )
    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="SEK")
    amount_sek = AmountField(
        label=_("In kronor"), required=False, help_text=_("Needed when the fee is in another currency.")
    )
    note = TextField(
        label=_("The year in short"),
        max_length=300,
        required=False,
        help_text=_("What we did and what came of it, in one line."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("currency", "SEK") != "SEK"
            and cleaned.get("amount_sek") is None
            and "amount_sek" not in self.errors
        ):
            self.add_error("amount_sek", _("Give the amount in kronor too."))
        return cleaned


class AnswerForm(EditForm):
    """The five questions of a review and what one recommends."""

    goals = long_text(
        _("Goals"),
        required=False,
        help_text=_("Does the membership serve the goals and directions of the strategy?"),
    )
    influence = long_text(
        _("Influence"), required=False, help_text=_("What have we been able to influence through it?")
    )
    knowledge = long_text(
        _("Knowledge"), required=False, help_text=_("What have we learnt, and who uses it?")
    )
    money = long_text(
        _("Money"), required=False, help_text=_("Is it worth the fees, the travel and the working time?")
    )
    alternative = long_text(
        _("Alternative"), required=False, help_text=_("Could another forum, or none, give the same?")
    )
    recommendation = forms.ChoiceField(
        label=_("Recommendation"),
        choices=capitalised(Recommendation.choices),
        widget=forms.RadioSelect,
        required=False,
    )
    reasons = long_text(_("Reasons"), required=False)


class ReviewDecisionForm(ProposalDecisionForm):
    """The same for a review. A body that rejects the recommendation has decided something else."""

    result = forms.ChoiceField(
        label=_("If the body decided otherwise than recommended"),
        choices=[("", _("as recommended")), *capitalised(Recommendation.choices)],
        required=False,
    )

    def __init__(self, *args: Any, recommendation: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.recommendation = recommendation

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        result = cleaned.pop("result", "")
        self.result = result
        rejected = cleaned.get("outcome") == Decision.Outcome.REJECTED
        if rejected and result in ("", self.recommendation) and self.recommendation != Recommendation.LEAVE:
            self.add_error(
                "result", _("The body did not follow the recommendation. Say what it decided instead.")
            )
        return cleaned
