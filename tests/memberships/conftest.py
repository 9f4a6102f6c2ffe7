"""What the tests of memberships begin with: an organisation, a complete proposal, a member, a decision."""

from datetime import date
from decimal import Decimal

import pytest

from engagements.actions import create_organisation
from engagements.models import Organisation
from governance.decisions import Record
from governance.models import Body, Person
from memberships import actions, schedule
from memberships.models import Membership

COMPLETE = {
    "why": "The network works with what we are to do in 2027.",
    "contribution": "We lead a working group.",
    "benefit": "Three tried methods a year.",
    "cost_four_years": Decimal("120000"),
}


def make_organisation(by: Person, name: str = "Nordic Streets (exempel)", **facts) -> Organisation:
    return create_organisation(
        by=by, name=name, **{"kind": "network", "theme": "climate", "is_invented": True, **facts}
    )


def make_proposal(
    by: Person, body: Body, *, name="Nordic Streets (exempel)", kind="network", **facts
) -> Membership:
    organisation = Organisation.objects.named(name).first() or make_organisation(by, name)
    return actions.propose(
        by=by,
        body=body,
        organisation=organisation,
        kind=kind,
        **{"scope": "own_operation", "not_enough": "They do other things.", **COMPLETE, **facts},
    )


def send(membership: Membership, by: Person) -> Membership:
    actions.prepare(membership, by=by)
    return actions.send_for_decision(membership, by=by)


def decision_of(body: Body, outcome: str = "approved", on: date = date(2026, 3, 12), **facts) -> Record:
    entered = {
        "paragraph": "14",
        "minutes": "Protokoll 3/2026",
        "wording": "Nämnden beslutar enligt förslaget.",
        **facts,
    }
    return Record(body=body, outcome=outcome, decided_on=on, **entered)


@pytest.fixture
def proposal(contact, city) -> Membership:
    """The Transport Committee's contact person has proposed a network for its own operation."""
    return make_proposal(contact, city("trafiknamnden"))


@pytest.fixture
def before_body(proposal, contact) -> Membership:
    """The same, lying before the committee."""
    return send(proposal, contact)


@pytest.fixture
def member(before_body, secretary, city) -> Membership:
    """The same, approved: the city is a member since 12 March 2026."""
    actions.decide(before_body, decision_of(city("trafiknamnden")), by=secretary)
    before_body.refresh_from_db()
    return Membership.objects.select_related("matter__body", "organisation").get(pk=before_body.pk)


def joined(membership: Membership, on: date, **terms) -> Membership:
    """A member of an older day, as if it had joined then."""
    matter = membership.matter
    membership = Membership.objects.get(pk=membership.pk)
    membership.joined_on = on
    for name, value in terms.items():
        setattr(membership, name, value)
    schedule.set_next_review(membership, on)
    membership.save()
    matter = membership.matter
    matter.starts_on, matter.due_on = on, membership.next_review_on
    matter.save()
    return membership
