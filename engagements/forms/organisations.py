"""The form of an organisation with all its names."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from engagements import identifiers
from engagements.models import Identifier, Organisation, Theme
from governance.editing import EditForm
from governance.forms import LONG_TEXT
from governance.language import countries_in_order
from governance.texts import TextField

MOST_ALIASES = 40
LIKENESS = 0.5
# Ahead of a name in a language that has no field of its own: "fi: Turku".
IN_LANGUAGE = re.compile(r"([a-z]{2,3}):\s*(\S.*)")
IDENTIFIER = "identifier_"
ONE_PER_LINE = _("One name per line.")


def capitalised(choices: Any) -> list[tuple[str, Any]]:
    """Choices as lines of their own begin: with a capital, in whichever language is read."""
    return [(value, capfirst(label)) for value, label in choices]


def one_per_line(label: Any, help_text: Any = ONE_PER_LINE) -> forms.CharField:
    """Names, each on a line of its own."""
    return TextField(
        label=label,
        required=False,
        max_length=MOST_ALIASES * 201,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


def identifier_field(label: Any, help_text: Any = "") -> forms.CharField:
    """What one register calls it; who has two numbers parts them with a comma."""
    return TextField(label=label, required=False, max_length=200, help_text=help_text)


class OrganisationForm(EditForm):
    """What is known of a partner. Warns when a name is like one that the register has."""

    name = TextField(
        label=_("Name"), max_length=200, help_text=_("The name it uses for itself internationally.")
    )
    acronym = TextField(label=_("Acronym"), max_length=30, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *capitalised(Organisation.Kind.choices)])
    aliases_sv = one_per_line(_("Names in Swedish"))
    aliases_en = one_per_line(_("Names in English"))
    aliases_other = one_per_line(
        _("Names in other languages, and earlier names"),
        _("One name per line. The code of its language may stand ahead, as in fi: Turku."),
    )
    parent = TextField(
        label=_("Part of"),
        max_length=200,
        required=False,
        help_text=_("The organisation in the register that this one is a part of, by any of its names."),
    )
    identifier_number = identifier_field(
        _("Organisation number"), _("As its country writes it. Several are parted by commas.")
    )
    identifier_ror = identifier_field(_("ROR"), _("Research organisations, ror.org."))
    identifier_pic = identifier_field(_("PIC"), _("The European Commission’s number of participants."))
    identifier_oid = identifier_field(_("OID"), _("Erasmus+."))
    identifier_lei = identifier_field(_("LEI"), _("Companies and institutes, gleif.org."))
    identifier_other = identifier_field(_("Other identifier"))
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", "–"), *capitalised(Theme.choices)], required=False
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [("", "–"), *countries_in_order()], required=False
    )
    city = TextField(label=_("City"), max_length=120, required=False)
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    note = TextField(
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
            _in_its_language(name.strip(), language)
            for field, language in (("aliases_sv", "sv"), ("aliases_en", "en"), ("aliases_other", ""))
            for name in self.cleaned_data[field].splitlines()
            if name.strip()
        ]

    @property
    def identifiers(self) -> dict[str, list[str]]:
        """The valid form's identifiers by kind, as their registers write them."""
        return {kind: self.cleaned_data[IDENTIFIER + kind] for kind in Identifier.Kind.values}

    def clean_parent(self) -> Organisation | None:
        return organisation_named(self.cleaned_data["parent"], self.organisation)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field in ("aliases_sv", "aliases_en", "aliases_other"):
            names = cleaned.get(field, "").splitlines()
            if len(names) > MOST_ALIASES or any(len(name.strip()) > 200 for name in names):
                self.add_error(field, _("At most 40 names of at most 200 characters."))
        for kind in Identifier.Kind.values:
            self._clean_identifiers(cleaned, kind)
        if "name" in cleaned and self.lookalikes and not cleaned.get("is_another"):
            self.add_error(
                "is_another", _("The register has organisations with names like this. Is it one of them?")
            )
        return cleaned

    def _clean_identifiers(self, cleaned: dict[str, Any], kind: str) -> None:
        """Each as its register writes it; what cannot be one is told."""
        field = IDENTIFIER + kind
        try:
            cleaned[field] = [
                identifiers.clean(kind, text) for text in cleaned.get(field, "").split(",") if text.strip()
            ]
        except ValidationError as error:
            self.add_error(field, error)


def organisation_named(text: str, but: Organisation | None = None) -> Organisation | None:
    """The one in the register that goes by the name, or has it in its address. Raises ValidationError with others."""
    text = text.strip()
    if not text:
        return None
    named = list(Organisation.objects.named(text)[:2]) or list(Organisation.objects.filter(slug=text))
    if len(named) == 1:
        return named[0]
    if named:
        raise ValidationError(
            _("Several organisations have this name. Give the last part of its address instead.")
        )
    alike = ", ".join(each.name for each in look_alike(text, but))
    if alike:
        raise ValidationError(
            _("The register has no such organisation. It has: %(names)s.") % {"names": alike}
        )
    raise ValidationError(_("The register has no such organisation. Add it first."))


def _in_its_language(name: str, language: str) -> tuple[str, str]:
    """A name and the code of its language, which may stand ahead of it."""
    marked = None if language else IN_LANGUAGE.fullmatch(name)
    return (marked[2], marked[1]) if marked else (name, language)


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
        "aliases_other": [
            f"{name.language}: {name.name}" if name.language else name.name
            for name in others
            if name.language not in ("sv", "en")
        ],
    }
    known = list(organisation.identifiers.all())
    facts = {
        name: getattr(organisation, name)
        for name in ("name", "acronym", "kind", "theme", "city", "website", "note")
    }
    return {
        **facts,
        "country": str(organisation.country or ""),
        "parent": organisation.parent.name if organisation.parent else "",
        **{
            IDENTIFIER + kind: ", ".join(each.value for each in known if each.kind == kind)
            for kind in Identifier.Kind.values
        },
        **{field: "\n".join(names) for field, names in in_language.items()},
    }
