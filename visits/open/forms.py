"""The request as the guest fills it in, in three parts; what a part asks is saved whether it is right yet or not."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Organisation, Theme
from governance.forms import DateField
from governance.language import countries_in_order
from visits import titles
from visits.forms.once_more import OnceMore
from visits.forms.request import line, optional, text, tick
from visits.letters import in_words, span
from visits.mail.dates import MOST as MOST_WISHES
from visits.models import Delegate, OpenRequest, Visit

from . import checks

IN_A_LINE = {"class": "choices-line"}
MOST_THEMES = 3
# The most that one part of a request may weigh as it was typed.
LARGEST = 60_000


MOST_PERSONS = 5000
# In the guest's words: a city that asks for itself finds itself in the first.
ROLES = [
    (OpenRequest.Role.OWN.value, _("for my own city, agency or organisation")),
    (OpenRequest.Role.AGENCY.value, _("for another public agency")),
    (OpenRequest.Role.EMBASSY.value, OpenRequest.Role.EMBASSY.label),
    (OpenRequest.Role.AGENT.value, OpenRequest.Role.AGENT.label),
]
# A number somebody can be called at: figures, with what is written between them and a line of a switchboard.
TELEPHONE = re.compile(r"(?:[\d\s+()/.,;:#*‐‑–-]|ext|ankn|tel|mob|x)*", re.IGNORECASE)
FEWEST_FIGURES = 5


def a_telephone(value: str) -> None:
    """Words are no number, and neither are a few figures."""
    if not TELEPHONE.fullmatch(value) or sum(map(str.isdecimal, value)) < FEWEST_FIGURES:
        raise ValidationError(
            gettext("This is no telephone number. Write it with figures, or leave it empty.")
        )


class WhoForm(forms.Form):
    """Who asks, and for whom."""

    contact_name = line(_("Your name"), 120, required=True)
    contact_role = line(_("Your title"), 120)
    contact_email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("We send you the link to your request, so that you can go on later."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = line(
        _("Your telephone"),
        60,
        help_text=_("With the country code, for example +47."),
        validators=[a_telephone],
    )
    role = forms.ChoiceField(
        label=_("You ask"),
        choices=ROLES,
        initial=OpenRequest.Role.OWN,
        widget=forms.RadioSelect,
    )
    counterpart = line(_("Organisation that wants to come"), 200, required=True)
    organisation_kind = forms.ChoiceField(
        label=_("Type of organisation"), choices=optional(Organisation.Kind.choices), required=False
    )
    country = forms.ChoiceField(label=_("Country"), choices=lambda: optional(countries_in_order()))
    city = line(_("City"), 120)
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _("This is no web address. Write it as www.example.org, or leave it empty.")
        },
        # A browser that checks addresses itself would refuse www.example.org, which we understand.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name, filled in (("contact_name", "name"), ("contact_phone", "tel")):
            self.fields[name].widget.attrs["autocomplete"] = filled


class WhatForm(forms.Form):
    """What the visit is about."""

    purpose = text(
        _("Purpose of the visit"), required=True, rows=6, help_text=_("What do you want to achieve?")
    )
    theme_1 = forms.ChoiceField(
        label=_("Most important theme"),
        choices=optional(Theme.choices),
        help_text=_(
            "Energy, transport, water and waste stand under climate, environment and mobility. If nothing fits, choose "
            "the nearest: what you write above says more."
        ),
    )
    theme_2 = forms.ChoiceField(label=_("Second theme"), choices=optional(Theme.choices), required=False)
    theme_3 = forms.ChoiceField(label=_("Third theme"), choices=optional(Theme.choices), required=False)
    questions = text(_("What you want to see or know"), rows=4)
    offer = text(
        _("What you offer Stockholm"),
        rows=4,
        help_text=_("Experience, knowledge or contacts. What both sides gain weighs most when we assess it."),
    )
    persons_wished = text(
        _("Persons you wish to meet"), most=1000, rows=2, help_text=_("By office, or by name.")
    )
    media = tick(_("Media come along"))
    signing = tick(_("A document is to be signed during the visit"))


class WhenForm(forms.Form):
    """When it is to be, and who comes."""

    since_1 = DateField(label=_("First choice, from"))
    until_1 = DateField(label=_("First choice, to"), required=False)
    since_2 = DateField(label=_("Second choice, from"), required=False)
    until_2 = DateField(label=_("Second choice, to"), required=False)
    since_3 = DateField(label=_("Third choice, from"), required=False)
    until_3 = DateField(label=_("Third choice, to"), required=False)
    length = forms.ChoiceField(label=_("Length"), choices=optional(Visit.Length.choices), required=False)
    dates_flexible = tick(_("Our dates can be moved"))
    size = forms.IntegerField(
        label=_("Number of delegates"),
        min_value=1,
        max_value=MOST_PERSONS,
        error_messages={
            "invalid": _("Write a number in figures, for example 12."),
            "min_value": _("At least one person comes along. Write how many."),
            "max_value": _("Write a number up to %(limit_value)s."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    elected = forms.ChoiceField(
        label=_("Do elected representatives come along?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect(attrs=IN_A_LINE),
    )
    head_of_delegation = line(_("Head of the delegation"), 120)
    head_title = line(_("Title of the head of the delegation"), 120)
    language = forms.ChoiceField(
        label=_("Language of the visit"), choices=Visit.Language.choices, initial="en"
    )
    wants_letter = tick(
        _("Somebody needs a visa, and a letter of invitation to apply for it"),
        help_text=_(
            "Citizens of some countries need a visa to enter Sweden. Where they apply they show a letter in which the"
            " city invites them. Who needs no visa needs no letter."
        ),
    )
    access_needs = text(
        _("What do you need to take part?"),
        most=1000,
        rows=2,
        help_text=_(
            "For example step-free ways or sign language. Write what is needed, not who needs it or why: names and "
            "diagnoses are private, and this becomes a public document."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, MOST_WISHES + 1):
            since, until = data.get(f"since_{number}"), data.get(f"until_{number}")
            if until and not since and f"since_{number}" not in self.errors:
                self.add_error(f"since_{number}", gettext("Give the first day too."))
            if since and until and until < since:
                self.add_error(f"until_{number}", gettext("The last day is before the first."))
            if since and since <= timezone.localdate():
                self.add_error(f"since_{number}", gettext("Choose a day that is to come."))
        return data


PARTS: dict[str, type[forms.Form]] = {"vem": WhoForm, "vad": WhatForm, "nar": WhenForm}
NAMES = {
    "vem": _("You"),
    "vad": _("The visit"),
    "nar": _("Days and delegation"),
    "granska": _("Check and send"),
}


def soonest() -> Any:
    """The first day that leaves us the notice we ask for."""
    return timezone.localdate() + timedelta(days=settings.VISIT_NOTICE_DAYS)


def typed(part: str, sent: Mapping[str, Any]) -> dict[str, str]:
    """What was typed in one part, as it was typed; nothing else that a browser may send."""
    kept = {name: str(sent.get(name, "")).replace("\x00", "") for name in PARTS[part].base_fields}
    return (
        kept
        if sum(map(len, kept.values())) <= LARGEST
        else {name: text[:8000] for name, text in kept.items()}
    )


def bound(part: str, data: Mapping[str, Any]) -> forms.Form:
    """One part of the request with what has been typed in it, ready to be judged."""
    return PARTS[part]({name: data.get(name, "") for name in PARTS[part].base_fields})


def begun(part: str, data: Mapping[str, Any]) -> forms.Form:
    """One part with what has been typed, not judged: for somebody who has not sent it yet."""
    return PARTS[part](initial={name: data[name] for name in PARTS[part].base_fields if data.get(name)})


def unfinished(data: Mapping[str, Any]) -> list[str]:
    """The parts that lack something or hold something wrong."""
    return [part for part in PARTS if not bound(part, data).is_valid()]


def values_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the register's own verb takes, and what the open request keeps. Every part must be right."""
    found: dict[str, Any] = {}
    for part in PARTS:
        form = bound(part, data)
        form.full_clean()
        found |= form.cleaned_data
    wishes = []
    for number in range(1, MOST_WISHES + 1):
        since, until = found.pop(f"since_{number}"), found.pop(f"until_{number}")
        if since:
            wishes.append([since.isoformat(), (until or since).isoformat()])
    themes = [found.pop(f"theme_{number}") for number in range(1, MOST_THEMES + 1)]
    found["themes"] = list(dict.fromkeys(theme for theme in themes if theme))
    found["elected"] = found["elected"] == "yes"
    return found | {
        "wishes": wishes,
        "channel": Visit.Channel.FORM,
        "title": titles.proposed(found["counterpart"], found["themes"]),
    }


def summary(data: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The little that tells one request from another: who wants to come, when, how many, and why."""
    said = {str(label): (label, words) for part in PARTS for label, words in told(part, data)}
    names = ("counterpart", "since_1", "until_1", "size", "theme_1", "purpose", "wants_letter")
    fields = {name: field for part in PARTS.values() for name, field in part.base_fields.items()}
    return [said[label] for name in names if (label := str(fields[name].label)) in said]


def is_soon(data: Mapping[str, Any]) -> bool:
    """Whether a day is wished for that leaves us less notice than we ask for."""
    form = bound("nar", data)
    form.full_clean()
    wished = (form.cleaned_data.get(f"since_{number}") for number in range(1, MOST_WISHES + 1))
    return any(day < soonest() for day in wished if day)


def told(part: str, data: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """What has been said in one part, in words: the label and the answer. What is wrong is left out."""
    form = bound(part, data)
    form.full_clean()
    said = [(field.label, _answer(form, field.name)) for field in form]
    return [(label, words) for label, words in said if words]


def _answer(form: forms.Form, name: str) -> str:
    value = form.cleaned_data.get(name)
    if value in (None, "", False):
        return ""
    if value is True:
        return gettext("Yes")
    if isinstance(value, date):
        return in_words(value)
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)


def asked_for(request: OpenRequest, visit: Visit) -> list[tuple[Any, list[tuple[Any, str]]]]:
    """All that the guest filled in, as the register has it now: part by part, in the words of the form itself."""
    matter = visit.matter
    data: dict[str, Any] = {
        name: getattr(holder, name)
        for part in PARTS.values()
        for name in part.base_fields
        for holder in (request, visit, matter)
        if hasattr(holder, name)
    }
    data |= {"language": visit.language, "country": str(matter.country)}
    data |= {f"theme_{number}": theme for number, theme in enumerate(visit.themes, start=1)}
    if request.elected is not None:
        data["elected"] = "yes" if request.elected else "no"
    said = [(NAMES[part], told(part, data)) for part in PARTS]
    wished = [span(since, until) for since, until in visit.wished_periods]
    if wished:  # days that have passed are wrong to ask for, and right to have asked for
        said[-1][1].insert(0, (gettext("Requested dates"), ", ".join(wished)))
    return [(name, rows) for name, rows in said if rows]


class AnswerForm(forms.Form):
    """What the city asked for."""

    answer = text(_("Your answer"), required=True, rows=6)


class AddForm(forms.Form):
    """What the guest wants to add to the request, or to change in it."""

    more = text(
        _("What you want to add or to change"),
        required=True,
        rows=4,
        help_text=_(
            "Other days, another number of persons, a question: whoever handles your request reads it."
        ),
    )


class WithdrawForm(forms.Form):
    """Why the guest takes the request back; it may be left unsaid."""

    reasons = text(_("Why you withdraw"), most=1000, rows=2)


class LinkForm(forms.Form):
    """The address a link is to be sent to."""

    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class InviteForm(forms.Form):
    """For whom a link is made, so that the guest and the city can tell the links apart."""

    invited_as = line(
        _("For whom is the link?"),
        120,
        required=True,
        help_text=_("A name. You and the city see whose it is."),
    )


class DelegateForm(OnceMore, forms.Form):
    """One delegate; what is asked for an invitation letter is asked of those alone who need one."""

    given_names = line(_("Given names, as in the passport"), 120, required=True)
    family_name = line(
        _("Family name, as in the passport"),
        120,
        help_text=_("Leave it empty if the passport has one name alone."),
    )
    title = line(_("Title"), 120)
    organisation = line(_("Organisation"), 200)
    language = line(_("Language"), 60)
    diet = line(_("Food and allergies"), 300, help_text=_("Erased after the visit."))
    access_needs = line(_("What is needed to take part"), 300, help_text=_("Erased after the visit."))
    needs_letter = tick(
        _("Needs a visa, and a letter of invitation to apply for it"),
        help_text=_("The embassy asks for the letter. Who can enter Sweden without a visa needs none."),
    )
    nationality = forms.ChoiceField(
        label=_("Nationality"), choices=lambda: optional(countries_in_order()), required=False
    )
    number = line(_("Passport number"), 30)
    expires_on = DateField(label=_("The passport is valid until"), required=False)
    born_on = DateField(label=_("Date of birth"), required=False)
    applies_at = line(
        _("Where the visa is applied for"), 120, help_text=_("For example: the Embassy of Sweden in Nairobi.")
    )

    TOLD = (
        "given_names",
        "family_name",
        "title",
        "organisation",
        "language",
        "diet",
        "access_needs",
        "needs_letter",
    )
    PASSPORT = ("nationality", "number", "expires_on", "born_on", "applies_at")

    def __init__(
        self,
        *args: Any,
        ends_on: date,
        delegate: Delegate | None = None,
        has_passport: bool = False,
        **kw: Any,
    ) -> None:
        """`ends_on`: the last day of the visit, as it is known. `has_passport`: the details were given before. They
        are never shown again; empty means that they stay."""
        self.has_passport, self.ends_on = has_passport, ends_on
        if delegate is not None:
            kw["initial"] = {name: getattr(delegate, name) for name in self.TOLD}
        super().__init__(*args, **kw)
        self.fields["expires_on"].help_text = gettext(
            "A visa asks that the passport is valid three months after the visit: until %(day)s at least."
        ) % {"day": in_words(checks.valid_until(ends_on))}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in self.PASSPORT if data.get(name)]
        if data.get("needs_letter") and (given or not self.has_passport):
            for name in self.PASSPORT:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, gettext("The invitation letter needs this."))
        born = data.get("born_on")
        if born and born >= timezone.localdate():
            self.add_error("born_on", gettext("The day of birth lies in the future."))
        if data.get("needs_letter") and (expires := data.get("expires_on")):
            self._doubt_passport(expires)
        return data

    def _doubt_passport(self, expires: date) -> None:
        """A passport that is too short is told of at once, and taken: there is time to get another."""
        told = {"last": in_words(self.ends_on), "until": in_words(checks.valid_until(self.ends_on))}
        anyway = gettext(
            "Give the details of a new passport, or press the button once more to keep these: they can be changed"
            " later, on the page of the request."
        )
        if expires < self.ends_on:
            words = gettext(
                "The passport ends before the visit is over, %(last)s. A visa asks for %(until)s."
            )
        elif expires < checks.valid_until(self.ends_on):
            words = gettext(
                "The passport ends less than three months after the visit. A visa asks for %(until)s at least."
            )
        else:
            return
        self.doubt("expires_on", f"{words % told} {anyway}")

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.TOLD}

    def passport(self) -> dict[str, Any] | None:
        """The details for a letter; None when there are none to keep or to change."""
        if not self.cleaned_data["needs_letter"] or not self.cleaned_data.get("number"):
            return None
        return {name: self.cleaned_data[name] for name in self.PASSPORT}


class CheckLetterForm(forms.Form):
    """Number and code, as they stand in an invitation letter."""

    number = line(
        _("Number of the letter"),
        40,
        required=True,
        help_text=_("For example INV-2026-0001."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = line(
        _("Check code"),
        40,
        required=True,
        help_text=_("Twelve letters and figures, with or without hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
