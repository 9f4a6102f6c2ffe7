"""The forms of EU questions: the file, cooperation, position, stages, stakeholders, advocacy, the end, guidelines."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements import forums, same_file
from engagements.actions.eu_questions import missing_of_a_meeting
from engagements.lifecycle.eu_questions import Stage
from engagements.models import Advocacy, EuQuestion, Institution, Organisation, Stakeholder, Theme
from governance.documents import GREATEST_SIZE
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Body, Scope
from governance.texts import TextField

from .fields import DirectionsField, YesNoField, long_text
from .organisations import capitalised
from .proposing import ByABody

FEW_FORUMS = 6


class WrittenQuestion(forms.Form):
    """What is known of the file, whenever it is written."""

    title = TextField(
        label=_("What is the file about?"),
        max_length=200,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    reference = TextField(
        label=_("Reference"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As the institution writes it, such as COM(2025) 123."),
    )
    institution = forms.ChoiceField(
        label=_("Where is it decided?"), choices=[("", "–"), *capitalised(Institution.choices)]
    )
    process = forms.ChoiceField(
        label=_("What kind of process is it?"), choices=[("", "–"), *capitalised(EuQuestion.Process.choices)]
    )
    last_day = DateField(
        label=_("Last day to act"),
        required=False,
        help_text=_("The register warns when it comes near and the city has no position."),
    )
    link = forms.URLField(label=_("Link to the file"), max_length=500, required=False, assume_scheme="https")
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    directions = DirectionsField(label=_("Which directions of the strategy does it touch?"))
    interest = long_text(
        _("What is the city's interest?"),
        required=False,
        help_text=_("What it would mean for Stockholm. Needed before a body can decide."),
    )
    concerns_foreign_policy = YesNoField(
        label=_("Does it concern Sweden's relation to another state?"),
        help_text=_("The city has no foreign policy of its own. Aid and security policy belong there too."),
    )
    scope = forms.ChoiceField(
        label=_("Whom does it concern?"), choices=capitalised(Scope.choices), widget=forms.RadioSelect
    )
    diary_number = TextField(
        label=_("Diary number"),
        max_length=60,
        required=False,
        help_text=_("Exactly as in the city's diary."),
    )


class EuQuestionForm(WrittenQuestion, ByABody):
    """A new EU question of one of the person's bodies."""

    field_order = ["body", "title"]

    stage = forms.ChoiceField(
        label=_("What stage is it at?"), choices=[("", "–"), *capitalised(Stage.choices)]
    )
    since = DateField(label=_("Since when?"), required=False, help_text=_("If left empty: today."))

    @cached_property
    def others(self) -> list[same_file.SameFile]:
        """Questions of any body on the same file, as far as it is typed."""
        return same_file.found(self.typed("reference"), self.typed("title"))

    @cached_property
    def channels(self) -> list[forums.Forum]:
        """Forums the city already has where the question can be raised."""
        theme = self.typed("theme")
        return forums.existing(self.typed("title"), theme)[:FEW_FORUMS] if theme else []


class EditQuestionForm(EditForm, WrittenQuestion):
    """A question that no body has been asked about yet."""


class EditSettledForm(EditQuestionForm):
    """What may change once a body has been asked. What says who decides stands."""

    institution = concerns_foreign_policy = scope = None

    note = long_text(_("Note"), required=False)


class StageForm(forms.Form):
    stage = forms.ChoiceField(label=_("What stage is it at?"), choices=capitalised(Stage.choices))
    since = DateField(label=_("Since when?"))
    note = TextField(label=_("Note"), max_length=300, required=False)


class PartForm(forms.Form):
    body = forms.ModelChoiceField(
        label=_("Which body takes part?"), queryset=Body.objects.none(), to_field_name="slug"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].queryset = Body.objects.operating().in_force(timezone.localdate())


class CooperationForm(EditForm):
    """With whom at the City Executive Office."""

    cooperation_with = TextField(
        label=_("With whom at the City Executive Office?"),
        max_length=200,
        help_text=_(
            "Name and office. The strategy asks for close cooperation with the City Executive Board."
        ),
    )
    cooperation_on = DateField(label=_("Agreed on"))
    cooperation_note = long_text(_("What was agreed?"), required=False)


class CompanyCooperationForm(CooperationForm):
    """A company says whether the group board is needed too."""

    group_board_needed = YesNoField(label=_("Is the Group Board of Stockholms Stadshus AB needed?"))
    group_board_with = TextField(
        label=_("With whom at the Group Board?"),
        max_length=200,
        required=False,
        help_text=_("Name and office. Needed if the Group Board is."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("group_board_needed") and not cleaned.get("group_board_with", "").strip():
            self.add_error("group_board_with", _("Say with whom at the Group Board, by name."))
        return cleaned


class PositionForm(EditForm):
    text = long_text(
        _("The position"), rows=8, help_text=_("What the city holds, as the body is to decide it.")
    )
    in_line = long_text(
        _("How does it follow the city's EU policy?"),
        help_text=_("A decision must be in line with the EU policy and the body's own guidelines."),
    )


class NewStakeholderForm(forms.Form):
    name = TextField(
        label=_("Who?"),
        max_length=200,
        help_text=_("An organisation by any of its names in the register, or another name."),
    )
    stance = forms.ChoiceField(
        label=_("What do they think?"),
        choices=capitalised(Stakeholder.Stance.choices),
        widget=forms.RadioSelect,
    )
    noted_on = DateField(label=_("As of"))
    note = long_text(_("Note"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the register is known by exactly one of its names."""
        cleaned = super().clean() or {}
        found = list(Organisation.objects.named(cleaned.get("name", ""))[:2])
        return cleaned | {"organisation": found[0] if len(found) == 1 else None}


class StakeholderForm(EditForm):
    stance = forms.ChoiceField(
        label=_("What do they think?"),
        choices=capitalised(Stakeholder.Stance.choices),
        widget=forms.RadioSelect,
    )
    noted_on = DateField(label=_("As of"))
    note = long_text(_("Note"), rows=2, required=False)


class AdvocacyForm(forms.Form):
    """Something that was done. A meeting with an institution says what a transparency register asks."""

    kind = forms.ChoiceField(
        label=_("What was done?"), choices=capitalised(Advocacy.Kind.choices), widget=forms.RadioSelect
    )
    held_on = DateField(label=_("Date"))
    subject = TextField(label=_("About what?"), max_length=300)
    institution = forms.ChoiceField(
        label=_("Which institution?"),
        choices=[("", "–"), *capitalised(Institution.choices)],
        required=False,
        help_text=_("Needed for a meeting with an institution."),
    )
    unit = TextField(
        label=_("Which part of it?"),
        max_length=200,
        required=False,
        help_text=_("Such as a directorate-general, a committee or an office."),
    )
    persons = TextField(
        label=_("With whom?"), max_length=300, required=False, help_text=_("Needed for a meeting.")
    )
    posts = TextField(label=_("Their posts"), max_length=300, required=False)
    from_city = TextField(label=_("Who from the city?"), max_length=300)
    place = TextField(
        label=_("Where?"),
        max_length=200,
        required=False,
        help_text=_("Needed for a meeting; online is a place too."),
    )
    papers = TextField(label=_("Papers handed over"), max_length=500, required=False)
    outcome = long_text(_("What came of it?"), rows=2, required=False)

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("The date is in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, words in missing_of_a_meeting(cleaned).items():
            if name not in self.errors:
                self.add_error(name, words)
        return cleaned


class EditAdvocacyForm(EditForm, AdvocacyForm):
    """What was logged, to be corrected."""


class CloseForm(forms.Form):
    result = long_text(
        _("What came of it?"), help_text=_("What the file became, and what the city's advocacy changed.")
    )
    learning = long_text(_("What did we learn?"))


class GuidelineForm(forms.Form):
    title = TextField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("The document"), required=False, help_text=_("At most 10 MB."))
    link = forms.URLField(
        label=_("Link to the document"), max_length=500, required=False, assume_scheme="https"
    )
    diary_number = TextField(
        label=_("Diary number"),
        max_length=60,
        required=False,
        help_text=_("Needed if there is neither document nor link."),
    )
    decided_by = TextField(label=_("Who decided?"), max_length=200)
    decided_on = DateField(label=_("Decided on"))
    paragraph = TextField(label="§", max_length=20, required=False)
    since = DateField(label=_("In force since"))
    until = DateField(
        label=_("In force until"), required=False, help_text=_("If left empty: until further notice.")
    )
    note = long_text(_("Note"), rows=2, required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > GREATEST_SIZE:
            raise forms.ValidationError(gettext("The file is too large: at most 10 MB."))
        return file


class EditGuidelineForm(EditForm, GuidelineForm):
    """Guidelines that are in the register, to be mended or ended."""
