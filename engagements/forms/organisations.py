"""The form of an organisation with all its names."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from engagements.models import Organisation, Theme
from governance.editing import EditForm
from governance.forms import LONG_TEXT
from governance.language import countries_in_order

MOST_ALIASES = 40
LIKENESS = 0.5


def capitalised(choices: Any) -> list[tuple[str, Any]]:
    """Choices as lines of their own begin: with a capital, in whichever language is read."""
    return [(value, capfirst(label)) for value, label in choices]


def one_per_line(label: Any) -> forms.CharField:
    """Names, each on a line of its own."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_ALIASES * 201,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name per line."),
    )


class OrganisationForm(EditForm):
    """What is known of a partner. Warns when a name is like one that the register has."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("The name it uses for itself internationally.")
    )
    acronym = forms.CharField(label=_("Acronym"), max_length=30, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *capitalised(Organisation.Kind.choices)])
    aliases_sv = one_per_line(_("Names in Swedish"))
    aliases_en = one_per_line(_("Names in English"))
    aliases_other = one_per_line(_("Names in other languages, and earlier names"))
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [("", "–"), *countries_in_order()], required=False
    )
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_another = forms.BooleanField(label=_("It is another organisation than those"), required=False)

    def __init__(self, *args: Any, organisation: Organisation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation

    @cached_property
    def lookalikes(self) -> list[Organisation]:
        """Others with a name like this: does it exist already?"""
        return look_alike(str(self["name"].value() or ""), self.organisation)

    @property
    def aliases(self) -> list[tuple[str, str]]:
        """The valid form's other names with their languages."""
        return [
            (name.strip(), language)
            for field, language in (("aliases_sv", "sv"), ("aliases_en", "en"), ("aliases_other", ""))
            for name in self.cleaned_data[field].splitlines()
            if name.strip()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field in ("aliases_sv", "aliases_en", "aliases_other"):
            names = cleaned.get(field, "").splitlines()
            if len(names) > MOST_ALIASES or any(len(name.strip()) > 200 for name in names):
                self.add_error(field, _("At most 40 names of at most 200 characters."))
        if "name" in cleaned and self.lookalikes and not cleaned.get("is_another"):
            self.add_error(
                "is_another", _("The register has organisations with names like this. Is it one of them?")
            )
        return cleaned


def look_alike(name: str, but: Organisation | None = None) -> list[Organisation]:
    """At most five organisations whose names are like the text, the likest first."""
    name = name.replace("\0", "").strip()
    if len(name) < 3:
        return []
    found = Organisation.objects.named_like(name, LIKENESS, 6)
    return [organisation for organisation in found if but is None or organisation.pk != but.pk][:5]


def as_initial(organisation: Organisation) -> dict[str, Any]:
    """What stands now, as the form shows it."""
    own = {organisation.name.upper(), organisation.acronym.upper()}
    others = [name for name in organisation.names.all() if name.name.upper() not in own]
    in_language = {
        "aliases_sv": [name.name for name in others if name.language == "sv"],
        "aliases_en": [name.name for name in others if name.language == "en"],
        "aliases_other": [name.name for name in others if name.language not in ("sv", "en")],
    }
    facts = {
        name: getattr(organisation, name)
        for name in ("name", "acronym", "kind", "theme", "city", "website", "note")
    }
    return {
        **facts,
        "country": str(organisation.country or ""),
        **{field: "\n".join(names) for field, names in in_language.items()},
    }
