"""What the forms of proposals share: who may propose, which organisation is meant, what a body can answer."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from engagements import forums
from engagements.models import Organisation
from governance import access
from governance.forms import DecisionForm
from governance.lists import operating_bodies
from governance.models import Body, Decision, Person
from governance.texts import TextField

LONGEST_NAME = 200
OUTCOMES = [
    (outcome.value, capfirst(outcome.label))
    for outcome in (
        Decision.Outcome.APPROVED,
        Decision.Outcome.REJECTED,
        Decision.Outcome.REFERRED_BACK,
        Decision.Outcome.TABLED,
    )
]


def bodies_that_may_propose(person: Person) -> Any:
    """The bodies with an operation of their own for which the person prepares matters."""
    bodies = Body.objects.operating().in_force(timezone.localdate())
    return bodies.filter(pk__in=person.bodies_with(access.EDIT))


def may_propose(person: Person) -> bool:
    """Whether there is such a body, told from what is known of the bodies without asking again."""
    return bool(operating_bodies(person, person.bodies_with(access.EDIT), timezone.localdate()).ids)


def likely_meant(name: str) -> list[Organisation]:
    """Organisations that may be the one that is written, the likest first."""
    name = name.replace("\0", "").strip()
    if len(name) < 2:
        return []
    return list(Organisation.objects.named_like(forums.telling(name), forums.LIKENESS, 6))


def partner_name(label: Any) -> forms.CharField:
    """The field where one writes whom something is proposed with."""
    return TextField(
        label=label,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Its name or acronym, in any language."),
    )


class ByABody(forms.Form):
    """A proposal by one of the bodies whose matters the person prepares; the only one is not asked for."""

    body = forms.ModelChoiceField(
        label=_("Which body proposes it?"), queryset=Body.objects.none(), to_field_name="slug"
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        bodies = bodies_that_may_propose(person)
        self.fields["body"].queryset = bodies
        if len(bodies) == 1:
            self.fields["body"].initial = bodies[0].slug
            self.fields["body"].widget = forms.HiddenInput()

    def typed(self, name: str) -> str:
        """What stands in a field, sent or shown, as far as it may be long; empty for a field the form does not have."""
        if name not in self.fields:
            return ""
        # Looked for before it is checked: five megabytes would be held against every title of the register.
        text = str(self[name].value() or "").replace("\0", "").strip()
        return text[: getattr(self.fields[name], "max_length", None)]


class WithAPartner(ByABody):
    """A proposal with an organisation that is found among those in the register, or is new."""

    NEW = "new"

    name = partner_name(_("With which organisation?"))
    # The organisation that is marked among those with a name like this, or NEW.
    organisation = TextField(required=False, max_length=20)

    @cached_property
    def lookalikes(self) -> list[Organisation]:
        """Organisations that may be the one that is meant."""
        return likely_meant(self.typed("name"))

    @cached_property
    def found(self) -> list[forums.Forum]:
        """Existing forums, as far as the form says what is proposed."""
        return forums.existing(self.chosen.name if self.chosen else self.typed("name"), self.theme_meant)

    @property
    def theme_meant(self) -> str:
        """The theme that what is proposed will have."""
        return self.typed("theme")

    @cached_property
    def chosen(self) -> Organisation | None:
        """The organisation in the register that is meant: the one marked, else the one of exactly this name."""
        marked, name = self.typed("organisation"), self.typed("name")
        if marked == self.NEW:
            return None
        if marked.isascii() and marked.isdigit():
            return Organisation.objects.filter(pk=int(marked[:18])).first()
        exact = list(Organisation.objects.named(name)[:2]) if name else []
        return exact[0] if len(exact) == 1 else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        marked = cleaned.get("organisation", "")
        if "name" in cleaned and self.chosen is None and marked != self.NEW and (marked or self.lookalikes):
            self.add_error(
                "name",
                _("The register has organisations with names like this. Choose one, or say that it is new."),
            )
        return cleaned


class ProposalDecisionForm(DecisionForm):
    """A proposal is approved, rejected, referred back or tabled; it is never merely noted.

    `only_delegated`: for the secretary of the preparatory committee, who records what the Mayor decides and no more.
    """

    def __init__(self, *args: Any, only_delegated: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = OUTCOMES
        if only_delegated:
            self.fields["form"].choices = [(form.value, form.label) for form in (Decision.Form.DELEGATED,)]
