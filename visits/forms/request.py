"""The request as a form in sections: new or edited, typed by hand or filled from an e-mail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Organisation, Theme
from governance.editing import EditForm
from governance.forms import AmountField, DateField
from governance.language import countries_in_order
from governance.models import Body, Matter, PoliticalLevel
from governance.texts import TextField
from visits import titles
from visits.mail import GREATEST_MAIL
from visits.mail.dates import MOST as MOST_WISHES
from visits.models import Visit

from .once_more import OnceMore

LONG = 8000
MOST_THEMES = 3
# Short choices stand side by side.
IN_A_ROW = {"class": "choices-row"}


def optional(choices: Any) -> list[tuple[Any, Any]]:
    return [("", "–"), *choices]


def text(label: Any, most: int = LONG, rows: int = 3, **kw: Any) -> forms.CharField:
    kw.setdefault("required", False)
    return TextField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kw)


def line(label: Any, most: int, **kw: Any) -> forms.CharField:
    kw.setdefault("required", False)
    return TextField(label=label, max_length=most, **kw)


def tick(label: Any, **kw: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **kw)


@dataclass(frozen=True)
class Section:
    """Some fields that belong together, in rows; those seldom needed are folded under a line of their own."""

    key: str
    title: Any
    rows: tuple[tuple[str, ...], ...]
    help: Any = ""
    more_title: Any = ""
    more: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ShownSection:
    """A section with the fields of one form. `is_open`: something is folded there that one must see."""

    section: Section
    rows: list[list[forms.BoundField]]
    more: list[list[forms.BoundField]]

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() for row in self.more for field in row)


SECTIONS = (
    Section("receipt", _("Receipt"), (("channel", "received_on"),)),
    Section(
        "asks",
        _("Who asks"),
        (
            ("counterpart", "organisation_kind"),
            ("city", "country"),
            ("contact_name", "contact_role"),
            ("contact_email", "contact_phone"),
            ("language", "interpreter"),
        ),
    ),
    Section(
        "comes",
        _("Who comes"),
        (
            ("size",),
            ("head_of_delegation", "head_title"),
            ("political_level",),
            ("political_level_reason",),
            ("media",),
        ),
    ),
    Section(
        "when",
        _("When and how"),
        (("since_1", "until_1"), ("dates_flexible",), ("length", "mode")),
        more_title=_("More dates that suit them"),
        more=(("since_2", "until_2"), ("since_3", "until_3")),
    ),
    Section(
        "about",
        _("About what"),
        (("purpose",), ("theme_1",), ("benefit", "offer"), ("bodies_wanted",)),
        more_title=_("More about what they want"),
        more=(("questions",), ("theme_2", "theme_3"), ("other_authorities",)),
    ),
    Section(
        "conditions",
        _("Conditions"),
        (("payer",), ("wants_letter",), ("needs_clearance",)),
        more_title=_("A fee"),
        more=(("fee",), ("fee_exemption",)),
    ),
    Section(
        "register",
        _("In the register"),
        (("title",),),
        _(
            "The title is shown to everybody. If you leave it empty, it is made from the organisation and the theme."
        ),
        more_title=_("Diary number and internal title"),
        more=(("diary_number",), ("internal_title",)),
    ),
)


class RequestFields(OnceMore, forms.Form):
    """The fields a request has, whether it is new or edited."""

    channel = forms.ChoiceField(label=_("How it came"), choices=Visit.Channel.choices, initial="email")
    received_on = DateField(label=_("Received"), help_text=_("The answer clock runs from this day."))
    counterpart = line(
        _("Organisation that asks"), 200, required=True, help_text=_("As it calls itself in the letter.")
    )
    organisation_kind = forms.ChoiceField(
        label=_("Type of organisation"), choices=optional(Organisation.Kind.choices), required=False
    )
    city = line(_("City"), 120)
    country = forms.ChoiceField(label=_("Country"), choices=lambda: optional(countries_in_order()))
    contact_name = line(_("Contact person"), 120)
    contact_role = line(_("Title or role"), 120)
    contact_email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    contact_phone = line(_("Telephone"), 60)
    language = forms.ChoiceField(
        label=_("Language of the visit"), choices=Visit.Language.choices, initial="en"
    )
    interpreter = tick(_("An interpreter is needed"))
    size = forms.IntegerField(label=_("Number of persons"), min_value=1, max_value=5000, required=False)
    head_of_delegation = line(_("Head of the delegation"), 120)
    head_title = line(_("Title of the head"), 120)
    political_level = forms.ChoiceField(
        label=_("Political level"),
        choices=PoliticalLevel.choices,
        widget=forms.RadioSelect(attrs=IN_A_ROW),
        initial="ordinary",
        help_text=_(
            "High when somebody in high political office leads the delegation, for example a minister or a mayor. It"
            " decides who coordinates the visit."
        ),
    )
    political_level_reason = line(
        _("Why the level is high"),
        300,
        help_text=_("For example: the Mayor of a capital leads the delegation."),
    )
    media = tick(_("Media come along"))  # type: ignore[assignment]
    since_1 = DateField(label=_("Requested dates, from"), required=False)
    until_1 = DateField(label=_("Requested dates, to"), required=False)
    since_2 = DateField(label=_("Second choice, from"), required=False)
    until_2 = DateField(label=_("Second choice, to"), required=False)
    since_3 = DateField(label=_("Third choice, from"), required=False)
    until_3 = DateField(label=_("Third choice, to"), required=False)
    dates_flexible = tick(_("The dates can be moved"))
    length = forms.ChoiceField(label=_("Length"), choices=optional(Visit.Length.choices), required=False)
    mode = forms.ChoiceField(label=_("Form of visit"), choices=Visit.Mode.choices, initial="on_site")
    purpose = text(_("Purpose"), required=True, rows=6)
    theme_1 = forms.ChoiceField(label=_("Theme"), choices=optional(Theme.choices))
    theme_2 = forms.ChoiceField(label=_("Second theme"), choices=optional(Theme.choices), required=False)
    theme_3 = forms.ChoiceField(label=_("Third theme"), choices=optional(Theme.choices), required=False)
    questions = text(_("What they want to know"), rows=4)
    benefit = text(
        _("What Stockholm learns"), help_text=_("The mutual benefit weighs most in the assessment.")
    )
    offer = text(_("What they offer us"))
    bodies_wanted = forms.ModelMultipleChoiceField(
        label=_("Areas of operation the visit touches"),
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs=IN_A_ROW),
        required=False,
        help_text=_(
            "Include your own body. From two areas upwards the visit is significant, and the Executive Board"
            " coordinates it."
        ),
    )
    other_authorities = line(_("Other Swedish authorities they have asked"), 300)
    payer = forms.ChoiceField(
        label=_("Who pays"),
        choices=optional(Visit.Payer.choices),
        required=False,
        help_text=_("Until it is said here an accepted visit counts as not budgeted, and is marked red."),
    )
    fee = AmountField(label=_("Fee, kronor"), max_digits=10, required=False)
    fee_exemption = line(
        _("Reason for no fee"), 300, help_text=_("For example students, or a city we work with.")
    )
    wants_letter = tick(
        _("Somebody needs an invitation letter to apply for a visa"),
        help_text=_(
            "Those who need a visa to enter Sweden show the letter where they apply. Others need none."
        ),
    )
    needs_clearance = tick(_("A place in the visit needs security clearance"))
    title = line(
        _("Title shown to everybody"), 200, help_text=_("No names of private persons, nothing secret.")
    )
    internal_title = line(_("Internal title"), 200)
    diary_number = line(_("Diary number"), 60, help_text=_("Exactly as in the diary."))

    SECTIONS = SECTIONS

    def prepare(self, bodies_already: QuerySet[Body] | None = None) -> None:
        """Offer the bodies in force today; those a request already names stay, also when they have ended."""
        offered = Body.objects.operating().in_force(timezone.localdate())
        if bodies_already is not None:
            offered = offered | Body.objects.filter(pk__in=bodies_already)
        self.fields["bodies_wanted"].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        received = data.get("received_on")
        if received and received > timezone.localdate():
            self.add_error("received_on", gettext("The request cannot have come in later than today."))
        for number in range(1, MOST_WISHES + 1):
            self._check_wish(number, data)
        if data.get("political_level") == PoliticalLevel.HIGH and not data.get("political_level_reason"):
            self.add_error(
                "political_level_reason", gettext("Say why the level is high: it decides who coordinates.")
            )
        return data

    def _check_wish(self, number: int, data: dict[str, Any]) -> None:
        since, until = data.get(f"since_{number}"), data.get(f"until_{number}")
        if until and not since:
            self.add_error(f"since_{number}", gettext("Give the first day too."))
        if since and until and until < since:
            self.add_error(f"until_{number}", gettext("The last day is before the first."))
        elif (
            since and (until or since) < timezone.localdate() and since != self.initial.get(f"since_{number}")
        ):
            self.doubt(
                f"since_{number}",
                gettext(
                    "This day has passed. If the visit has already taken place, save once more as it is."
                ),
            )

    def sections(self) -> Iterator[ShownSection]:
        for section in self.SECTIONS:
            yield ShownSection(section, self._rows(section.rows), self._rows(section.more))

    def _rows(self, names: tuple[tuple[str, ...], ...]) -> list[list[forms.BoundField]]:
        return [[self[name] for name in row] for row in names]


class NewRequestForm(RequestFields):
    """A new request: for which body, and what was read from which e-mail."""

    body = forms.ModelChoiceField(
        label=_("Body that received it"), queryset=Body.objects.none(), to_field_name="slug", empty_label=None
    )
    # The fields that were filled from a mail with the words they rest on; and the mail, kept as a document.
    from_mail = forms.CharField(required=False, max_length=40_000, widget=forms.HiddenInput)
    mail = forms.IntegerField(required=False, widget=forms.HiddenInput)

    SECTIONS = (replace(SECTIONS[0], rows=(("body",), *SECTIONS[0].rows)), *SECTIONS[1:])

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.prepare()
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]

    @property
    def marks(self) -> dict[str, str]:
        """Field → the words of the mail. It came back from the browser, so it may be anything."""
        try:
            marks = json.loads(self["from_mail"].value() or "{}")
        except (TypeError, ValueError, RecursionError):
            return {}
        if not isinstance(marks, dict):
            return {}
        return {name: str(words)[:200] for name, words in marks.items() if name in self.fields}


class EditRequestForm(RequestFields, EditForm):
    """A request that is there already, with its version."""


class MailForm(forms.Form):
    """An e-mail to read: pasted, or as the file the mail program saves."""

    text = TextField(
        label=_("Paste the e-mail"),
        help_text=_("The whole mail, with sender and signature if you can."),
        max_length=400_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = forms.FileField(
        label=_("Or choose a saved e-mail (.eml)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,message/rfc822"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > GREATEST_MAIL:
            raise forms.ValidationError(gettext("The mail is too large: at most 5 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not data.get("file"):
            raise forms.ValidationError(gettext("Paste a mail, or choose a file."))
        return data


def values_of(form: RequestFields) -> dict[str, Any]:
    """What the actions take: wishes and themes as lists, a title made up where none was given."""
    data = dict(form.cleaned_data)
    wishes = []
    for number in range(1, MOST_WISHES + 1):
        since, until = data.pop(f"since_{number}"), data.pop(f"until_{number}")
        if since:
            wishes.append([since.isoformat(), (until or since).isoformat()])
    themes = [data.pop(f"theme_{number}") for number in range(1, MOST_THEMES + 1)]
    data["wishes"] = wishes
    data["themes"] = list(dict.fromkeys(theme for theme in themes if theme))
    data["title"] = data["title"] or titles.proposed(data["counterpart"], data["themes"])
    return data


def initial_of(visit: Visit, matter: Matter) -> dict[str, Any]:
    """A request as the form shows it."""
    initial = {name: getattr(visit, name) for name in RequestFields.base_fields if hasattr(visit, name)}
    initial |= {
        name: getattr(matter, name)
        for name in ("counterpart", "city", "title", "internal_title", "diary_number")
    }
    initial["country"] = str(matter.country)
    initial["bodies_wanted"] = [body.pk for body in visit.bodies_wanted.all()]
    for number, (since, until) in enumerate(visit.wished_periods[:MOST_WISHES], start=1):
        initial |= {f"since_{number}": since, f"until_{number}": until}
    for number, theme in enumerate(visit.themes[:MOST_THEMES], start=1):
        initial[f"theme_{number}"] = theme
    return initial
