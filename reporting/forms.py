"""The forms of the annual report: which year, the texts beside the figures, what a correction corrects."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.forms import ProposalDecisionForm
from governance.editing import EditForm
from governance.models import Decision
from governance.texts import TextField

from .actions import FIRST_YEAR
from .headings import HEADINGS, Heading
from .models import AnnualReport

# The text under one heading in one language: some eight pages.
LONGEST_TEXT = 20_000


class OpenForm(forms.Form):
    """A year that is over and has no report yet; the latest first."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, taken: Collection[int] | None = None, **kw: Any) -> None:
        """`taken`: the years that have a report, where they are at hand."""
        super().__init__(*args, **kw)
        if taken is None:
            taken = set(AnnualReport.objects.values_list("year", flat=True))
        years = range(timezone.localdate().year - 1, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years if year not in taken]


class ReceiveForm(ProposalDecisionForm):
    """What the City Council does with the report; it is not asked to approve it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = {Decision.Outcome.APPROVED: _("Received and put on file")}
        self.fields["outcome"].choices = [
            (value, said.get(value, label)) for value, label in self.fields["outcome"].choices
        ]


class TextsForm(EditForm):
    """The text under each heading, in Swedish and if one wants in English."""

    def texts(self) -> dict[str, dict[str, str]]:
        return {
            heading.key: {
                language: self.cleaned_data[f"{heading.key}_{language}"] for language in ("sv", "en")
            }
            for heading in HEADINGS
        }


def _text_field(heading: Heading, language: str) -> forms.CharField:
    name = _("Text in Swedish") if language == "sv" else _("Text in English")
    return TextField(
        label=name,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7 if language == "sv" else 5, "lang": language}),
    )


# Declared on the class: they are the same for every report.
TextsForm.base_fields |= {
    f"{heading.key}_{language}": _text_field(heading, language)
    for heading in HEADINGS
    for language in ("sv", "en")
}


def as_initial(report: AnnualReport) -> dict[str, str]:
    return {
        f"{heading.key}_{language}": report.text(heading.key, language)
        for heading in HEADINGS
        for language in ("sv", "en")
    }


class FreezeForm(forms.Form):
    """Freezing cannot be undone, so one says that one means it, and of which text."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("I have read the report; its figures and texts may be made final"),
        error_messages={"required": _("Confirm that the report may be made final.")},
    )


class CorrectForm(forms.Form):
    what_changed = TextField(
        label=_("What is corrected, and why"),
        help_text=_("Printed first in the new version. The figures that differ are listed by themselves."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what the new version corrects.")},
    )
