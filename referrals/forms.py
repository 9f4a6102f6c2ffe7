"""The forms of referrals: the letter, the document in sections, the recipients, the answers, the remarks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.forms import capitalised, long_text
from governance.editing import EditForm
from governance.forms import DateField
from governance.models import Body, Person
from governance.texts import TextField

from .models import Category, DocumentSection, Referral, Remark, SectionStance, Stance, category_of
from .text import read

LONGEST_DOCUMENT = 150_000
# In the names of the fields of a section: "s12_text"; the document as a whole is "s0".
OF_A_SECTION = ("stance", "text", "proposal", "question")


class DocumentField(TextField):
    """A document in sections, written as one text; cleaned it is the list of its sections."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 18})
        super().__init__(max_length=LONGEST_DOCUMENT, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read(text) if text else []


SECTIONS_HELP = _(
    "A line that begins with # opens a section: its number, then its heading, such as # 3.1 Profiling."
)


class Letter(forms.Form):
    """What goes out with the document."""

    title = TextField(
        label=_("Title of the steering document"),
        max_length=180,
        help_text=_("Shown in the public register: no names of private persons, nothing secret."),
    )
    diary_number = TextField(
        label=_("The Executive Board’s diary number"),
        max_length=60,
        required=False,
        help_text=_("Needed before it is sent: the answers are given under it."),
    )
    answer_by = DateField(
        label=_("Last day to answer"),
        help_text=_("Choose a working day."),
    )
    contact = TextField(
        label=_("Contact"),
        max_length=200,
        help_text=_("Name, telephone and e-mail of who answers questions."),
    )
    instruction = long_text(
        _("Instruction to those who answer"),
        rows=4,
        required=False,
        help_text=_("What they are to look at, and how the answer is to be sent. Needed before it is sent."),
    )


class ReferralForm(Letter):
    """A new referral with its document."""

    document = forms.ChoiceField(
        label=_("Which steering document?"),
        choices=lambda: capitalised(Referral.Document.choices),
        widget=forms.RadioSelect,
        initial=Referral.Document.STRATEGY,
    )
    sections = DocumentField(label=_("The document"), help_text=SECTIONS_HELP)


class EditReferralForm(EditForm, Letter):
    """The letter until it is sent."""


class DocumentForm(EditForm):
    """The document: as it is to be sent, or the new version."""

    sections = DocumentField(label=_("The document"), help_text=SECTIONS_HELP)


class RecipientsForm(EditForm):
    """Who is to answer, by category; one field for each."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {body.slug: body for body in recipients_today()}
        for category in Category:
            choices = [
                (slug, body.name) for slug, body in self.bodies.items() if category_of(body) == category
            ]
            if choices:
                self.fields[category.value] = forms.MultipleChoiceField(
                    label=category.label,
                    choices=choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    def clean(self) -> dict[str, Any]:
        """The bodies that were chosen, under one name."""
        cleaned = super().clean() or {}
        slugs = [slug for category in Category for slug in cleaned.pop(category.value, [])]
        return cleaned | {"recipients": [self.bodies[slug] for slug in slugs]}

    @property
    def categories(self) -> list[forms.BoundField]:
        return [self[category.value] for category in Category if category.value in self.fields]


class AddRecipientForm(forms.Form):
    """One body more, of those that have not been asked, with a last day of its own."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), to_field_name="slug")
    answer_by = DateField(label=_("Last day to answer"), help_text=_("For this body alone."))
    reason = TextField(
        label=_("Why it is asked now"),
        help_text=_("Stands in the note of the referral."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, referral: Referral, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = referral.answers.values("matter__body")
        self.fields["body"].queryset = recipients_today().exclude(pk__in=asked)


def recipients_today() -> QuerySet[Body]:
    """Whom a referral can be sent to: those with an operation, but the board that sends it."""
    found = Body.objects.operating().in_force(timezone.localdate()).exclude(kind=Body.Kind.EXECUTIVE_BOARD)
    return found.order_by("name_sv")


def chosen_by_category(bodies: Iterable[Body]) -> dict[str, list[str]]:
    """What the form begins with."""
    chosen: dict[str, list[str]] = {}
    for body in bodies:
        chosen.setdefault(category_of(body).value, []).append(body.slug)
    return chosen


class AssignForm(forms.Form):
    officer = forms.ModelChoiceField(label=_("Case officer"), queryset=Person.objects.none())

    def __init__(self, *args: Any, officers: Iterable[Person] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].queryset = Person.objects.filter(pk__in=[each.pk for each in officers])


class AnswerForm(EditForm):
    """The body's answer: the report, what it thinks of the whole, and of each section what it wants to say."""

    stance = forms.ChoiceField(
        label=_("What does the body think of the document?"),
        choices=lambda: capitalised(Stance.choices),
        widget=forms.RadioSelect,
        required=False,
    )
    report = long_text(
        _("Officer’s report"),
        rows=8,
        required=False,
        help_text=_("The office’s report (tjänsteutlåtande) with its summary and its opinion."),
    )

    def __init__(self, *args: Any, sections: Iterable[DocumentSection] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        # What was written without a stance, with the one it is given: told when it is saved.
        self.proposed: list[tuple[DocumentSection, str]] = []
        self.parts: list[tuple[int, DocumentSection | None]] = [(0, None)]
        self.parts += [(section.pk, section) for section in sections]
        for pk, section in self.parts:
            self._add(pk, section)

    def _add(self, pk: int, section: DocumentSection | None) -> None:
        """The label names the section too, for where it stands alone: among what is to be corrected."""
        choices = [("", _("Nothing to say")), *capitalised(SectionStance.choices)]
        where = section or gettext("The document as a whole")
        fields = {
            "text": long_text(_("Opinion"), rows=3, required=False),
            "proposal": long_text(_("Proposed wording"), rows=2, required=False),
            "question": long_text(_("Question"), rows=2, required=False),
        }
        # Of the document as a whole it is asked once, above.
        if section:
            fields = {
                "stance": forms.ChoiceField(label=_("Stance"), choices=choices, required=False)
            } | fields
        for name, field in fields.items():
            short: Any = field
            short.short_label = field.label
            field.label = f"{where}: {field.label}"
            self.fields[f"s{pk}_{name}"] = field

    def clean(self) -> dict[str, Any]:
        """What is said of the sections, under one name, by the id of the section.

        What is written without a stance is a remark, or a question where nothing else is written.
        """
        cleaned = super().clean() or {}
        sections = {}
        for pk, section in self.parts:
            said = {name: cleaned.pop(f"s{pk}_{name}", "") for name in OF_A_SECTION}
            if any(said.values()) and not said["stance"]:
                said["stance"] = _stance_of(said, "" if section else cleaned.get("stance", ""))
                if section:
                    self.proposed.append((section, SectionStance(said["stance"]).label))
            sections[pk or None] = said
        return cleaned | {"sections": sections}

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The fields of each section beside its text; those of the document as a whole stand first."""
        return [
            {
                "section": section,
                "key": pk,
                "fields": (
                    fields := [self[f"s{pk}_{name}"] for name in OF_A_SECTION if section or name != "stance"]
                ),
                "is_said": any(field.value() for field in fields) or any(field.errors for field in fields),
            }
            for pk, section in self.parts
        ]


# What is written of the document as a whole bears the stance that the body has to all of it.
OF_THE_WHOLE = {
    Stance.AGREE: SectionStance.SUPPORT,
    Stance.AGREE_WITH_COMMENTS: SectionStance.REMARK,
    Stance.DISAGREE: SectionStance.REJECT,
    Stance.NO_COMMENT: SectionStance.NO_OBJECTION,
}


def _stance_of(said: dict[str, str], overall: str) -> str:
    if overall:
        return OF_THE_WHOLE[Stance(overall)].value
    is_question = said["question"] and not (said["text"] or said["proposal"])
    return (SectionStance.QUESTION if is_question else SectionStance.REMARK).value


class SubmitForm(forms.Form):
    without_board_reason = long_text(
        _("Why has the board not decided?"),
        rows=2,
        help_text=_("The office’s answer is sent in its stead, for example when the time is too short."),
    )


class ReasonForm(forms.Form):
    reason = long_text(_("Why?"), rows=3)


class AskForTimeForm(forms.Form):
    asked_to = DateField(label=_("Until when?"))
    reason = long_text(_("Why is more time needed?"), rows=3)


class AnswerWishForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("May the body have more time?"),
        choices=[("yes", _("Yes, until the day below")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    granted_to = DateField(label=_("More time until"), required=False, help_text=_("With a yes."))
    reply = long_text(
        _("Answer to the body"), rows=3, required=False, help_text=_("With a no it says why: it is needed.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("granted_to", "reply"):
            field: Any = self.fields[name]
            # The one is needed with a yes, the other with a no: neither is marked as optional.
            field.is_conditional = True

    def clean(self) -> dict[str, Any]:
        """The day alone says yes or no to who grants it."""
        cleaned = super().clean() or {}
        answer = cleaned.pop("answer", "")
        if answer == "yes" and not cleaned.get("granted_to") and "granted_to" not in self.errors:
            self.add_error("granted_to", _("Say until when."))
        if answer == "no":
            cleaned["granted_to"] = None
        return cleaned


class ReplyForm(EditForm):
    """What comes of one remark."""

    handling = forms.ChoiceField(
        label=_("What comes of it?"),
        choices=lambda: capitalised(Remark.Handling.choices),
        widget=forms.RadioSelect,
    )
    because = long_text(_("Because"), rows=4)
    changed_where = TextField(
        label=_("Changed where"),
        max_length=20,
        required=False,
        help_text=_(
            "The number of the section. Asked for only when the remark is accepted, wholly or partly."
        ),
    )
    theme = TextField(label=_("Theme"), max_length=120, required=False)


class LayBeforeForm(forms.Form):
    in_force_on = DateField(
        label=_("In force from"),
        help_text=_("The day proposed to the City Council. A strategy rules from that day on."),
    )
    anyway = forms.BooleanField(label=_("Lay it before the Board all the same"))

    def __init__(self, *args: Any, is_warned: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_warned:
            del self.fields["anyway"]

    def clean(self) -> dict[str, Any]:
        """What was confirmed is not written."""
        cleaned = super().clean() or {}
        cleaned.pop("anyway", None)
        return cleaned
