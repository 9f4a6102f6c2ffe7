"""A secret matter, or one that is no longer mine to read, is told of nowhere: no title, no line, no mail."""

from datetime import date

import pytest
from django.urls import reverse

from governance import decisions, worklists
from governance.decisions import Record
from governance.models import Appointment, Matter, Notice, OutboxEntry, SecrecyGrant
from tests.factories import appoint
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db
TITLE = "Något mycket hemligt"
FACTS = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}


def mark_secret(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(secrecy_ground="OSL 18:1", secrecy_marked_on=date(2026, 1, 1))


@pytest.fixture
def delegated(city, head, secretary) -> Matter:
    """A matter decided by delegated power and not yet notified, then marked secret."""
    matter = make_matters(1, city("trafiknamnden"), facts=FACTS, title=TITLE)[0]
    entry = Record(
        matter.body,
        "approved",
        date(2026, 3, 2),
        "Ja.",
        form="delegated",
        delegate=head,
        power_source="Punkt 4",
    )
    decisions.record(matter, entry, by=secretary)
    mark_secret(matter)
    return matter


def test_a_case_officer_who_was_not_let_in_does_not_see_it_among_the_own(city, contact, person, client_of):
    matter = make_matters(1, city("trafiknamnden"), responsible=contact, title=TITLE)[0]
    assert [row.pk for row in worklists.mine(contact).rows] == [matter.pk]
    mark_secret(matter)
    assert worklists.mine(person("contact")).total == 0
    assert TITLE not in client_of("contact").get(reverse("my_work")).content.decode()
    SecrecyGrant.objects.create(matter=matter, person=contact, granted_by=contact)
    assert worklists.mine(person("contact")).total == 1


def test_a_case_officer_who_has_moved_takes_no_matter_along(city, contact, person):
    make_matters(1, city("trafiknamnden"), responsible=contact)
    Appointment.objects.filter(person=contact).update(until=date(2026, 1, 31))
    appoint(contact, "jarva", "contact_person")
    assert worklists.mine(person("contact")).total == 0


def test_a_case_officer_at_a_body_that_takes_part_keeps_the_matter(city, contact, person):
    matter = make_matters(1, city("miljo-och-halsoskyddsnamnden"), responsible=contact)[0]
    assert worklists.mine(person("contact")).total == 0
    matter.participations.create(body=city("trafiknamnden"))
    assert worklists.mine(person("contact")).total == 1


def test_a_delegated_decision_in_it_does_not_stand_to_be_notified(delegated, person, client_of):
    assert worklists.to_notify(person("secretary")).total == 0
    client = client_of("secretary")
    for name in ("my_work", "decisions_to_notify", "decisions"):
        assert TITLE not in client.get(reverse(name)).content.decode()
    assert client.get(reverse("decisions")).context["waiting"] == 0
    SecrecyGrant.objects.create(matter=delegated, person=person("secretary"), granted_by=person("head"))
    assert worklists.to_notify(person("secretary")).total == 1


@pytest.mark.parametrize(
    "persona", ["contact", "secretary", "auditor", "coordinator", "mayor", "other_contact"]
)
def test_no_list_search_or_start_page_names_it(persona, delegated, client_of):
    client = client_of(persona)
    for url in (
        reverse("my_work"),
        reverse("matters"),
        f"{reverse('matters')}?state=taking_part",
        f"{reverse('search')}?q=hemligt",
        f"{reverse('search')}?q={delegated.number}",
        reverse("notices"),
        reverse("decisions"),
        reverse("memberships:list"),
    ):
        assert TITLE not in client.get(url).content.decode(), url
    assert not Notice.objects.exists()
    assert not OutboxEntry.objects.exists()
