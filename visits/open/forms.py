"""The request as the guest fills it in, in three parts; what a part asks is saved whether it is right yet or not."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Organisation, Theme
from governance.forms import DateField
from governance.language import countries_in_order
from visits import titles
from visits.forms.request import line, optional, text, tick
from visits.mail.dates import MOST as MOST_WISHES
from visits.models import Delegate, OpenRequest, Visit

IN_A_LINE = {"class": "choices-line"}
MOST_THEMES = 3
# The most that one part of a request may weigh as it was typed.
LARGEST = 60_000


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
    contact_phone = line(_("Your telephone"), 60, help_text=_("With the country code, for example +47."))
    role = forms.ChoiceField(
        label=_("You ask"),
        choices=OpenRequest.Role.choices,
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
    theme_1 = forms.ChoiceField(label=_("Most important theme"), choices=optional(Theme.choices))
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
        max_value=5000,
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
    wants_letter = tick(_("Somebody needs an invitation letter, for example for a visa"))
    access_needs = text(
        _("What do you need to take part?"),
        most=1000,
        rows=2,
        help_text=_("For example step-free ways or sign language. No names and no diagnoses."),
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


class AnswerForm(forms.Form):
    """What the city asked for."""

    answer = text(_("Your answer"), required=True, rows=6)


class WithdrawForm(forms.Form):
    """Why the guest takes the request back; it may be left unsaid."""

    reasons = text(_("Why you withdraw"), most=1000, rows=2)


class LinkForm(forms.Form):
    """The address a link is to be sent to."""

    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class DelegateForm(forms.Form):
    """One delegate; what is asked for an invitation letter is asked of those alone who need one."""

    given_names = line(_("Given names, as in the passport"), 120, required=True)
    family_name = line(_("Family name, as in the passport"), 120, required=True)
    title = line(_("Title"), 120)
    organisation = line(_("Organisation"), 200)
    language = line(_("Language you speak"), 60)
    diet = line(_("Food and allergies"), 300, help_text=_("Erased after the visit."))
    access_needs = line(_("What you need to take part"), 300, help_text=_("Erased after the visit."))
    needs_letter = tick(_("Needs an invitation letter"))
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
        self, *args: Any, delegate: Delegate | None = None, has_passport: bool = False, **kw: Any
    ) -> None:
        """`has_passport`: the details were given before. They are never shown again; empty means that they stay."""
        self.has_passport = has_passport
        if delegate is not None:
            kw["initial"] = {name: getattr(delegate, name) for name in self.TOLD}
        super().__init__(*args, **kw)

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
        return data

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.TOLD}

    def passport(self) -> dict[str, Any] | None:
        """The details for a letter; None when there are none to keep or to change."""
        if not self.cleaned_data["needs_letter"] or not self.cleaned_data.get("number"):
            return None
        return {name: self.cleaned_data[name] for name in self.PASSPORT}
