"""What the tests of the open register begin with: a member, an agreement in force, and each of them published."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from governance import publishing, secrecy
from governance.models import Matter, Person, Publication
from memberships import actions as memberships
from tests.memberships.conftest import decision_of, make_proposal, send

LAW = "OSL 15 kap. 1 §"


def member(contact: Person, secretary: Person, city: Any, name: str = "Nordic Streets (exempel)") -> Matter:
    """A membership that the Transport Committee has decided on."""
    body = city("trafiknamnden")
    membership = send(make_proposal(contact, body, name=name), contact)
    memberships.decide(membership, decision_of(body), by=secretary)
    return Matter.objects.get(pk=membership.pk)


def seen_of(matter: Matter) -> str:
    """What a coordinator who looks at it now has seen."""
    return publishing.digest(publishing.of_matter(matter), publishing.latest_of(matter))


def published(matter: Matter, by: Person, **words: str) -> Publication:
    """The matter as it stands, in the open."""
    return publishing.publish(matter, by=by, seen=seen_of(matter), **words)


def mark(matter: Matter, by: Person) -> Matter:
    """The matter with a secrecy marking."""
    later = timezone.localdate() + timedelta(days=100)
    matter.refresh_from_db()
    return secrecy.mark(
        matter, matter.version, by=by, ground=LAW, motive="Det kan störa förbindelsen.", reexamine_on=later
    )
