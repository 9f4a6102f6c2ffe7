"""What the forms of proposals share: who may propose, which organisation is meant, what a body can answer."""

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from engagements import forums
from engagements.models import Organisation
from governance import access
from governance.forms import DecisionForm
from governance.lists import operating_bodies
from governance.models import Body, Decision, Person

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


class ProposalDecisionForm(DecisionForm):
    """A proposal is approved, rejected, referred back or tabled; it is never merely noted."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = OUTCOMES
